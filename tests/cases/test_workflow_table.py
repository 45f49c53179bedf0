"""The table of moves by itself: complete, lawful, and without dead ends."""

from typing import get_args

import pytest

from app.cases.services.effects import EFFECTS
from app.cases.workflow import MOVES, OPEN, STATUSES, Action, Move, Status, allowed_actions

BACK: dict[str, tuple[Status, ...]] = {"resume": ("filed", "assigned", "handling"), "unmerge": OPEN}


def targets(move: Move, source: Status) -> tuple[Status, ...]:
    target = move.to[source]
    return BACK[move.action] if target is None else (target,)


def test_every_action_stands_in_the_table_and_has_an_effect() -> None:
    assert set(MOVES) == set(get_args(Action)) == set(EFFECTS)


def test_statuses_are_those_of_the_type() -> None:
    assert set(get_args(Status)) == set(STATUSES)


@pytest.mark.parametrize("status", STATUSES)
def test_every_status_can_be_reached(status: Status) -> None:
    reached: set[Status] = {"reported"}
    for _ in STATUSES:
        for move in MOVES.values():
            for source in reached & set(move.to):
                reached |= set(targets(move, source))
    assert status in reached


@pytest.mark.parametrize("status", [status for status in STATUSES if status != "withdrawn"])
def test_only_withdrawn_is_the_end(status: Status) -> None:
    assert any(targets(move, status) != (status,) for move in MOVES.values() if status in move.to)


def test_moves_that_answer_a_question_wait_for_it() -> None:
    chief = frozenset({"chief"})
    assert allowed_actions("reported", chief, frozenset()) == []  # type: ignore[arg-type]
    asked = allowed_actions("reported", chief, frozenset({"confirm_asked"}))  # type: ignore[arg-type]
    assert asked == ["confirm", "deny"]


@pytest.mark.parametrize("action", ["return", "verify_fail", "reject", "reopen", "suspend", "comment"])
def test_who_says_no_says_why(action: Action) -> None:
    assert "note" in MOVES[action].needs
