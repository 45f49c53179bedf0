"""Statuses and lawful moves of a case as one pure table; everything else derives from it."""

from dataclasses import dataclass
from typing import Literal, get_args

Status = Literal[
    "reported",
    "rejected",
    "filed",
    "assigned",
    "handling",
    "handled",
    "closed",
    "suspended",
    "merged",
    "withdrawn",
]
STATUSES: tuple[Status, ...] = get_args(Status)
OPEN: tuple[Status, ...] = ("reported", "filed", "assigned", "handling", "handled", "suspended")
HANDLING: tuple[Status, ...] = ("assigned", "handling")
"""Somebody has it and the clock runs."""

Who = Literal[
    "supervisor", "assignee", "checker", "chief", "any_chief", "reporter", "unfiled_reporter", "reader"
]
"""What a person is to one case (`policy.standing`):

- `supervisor` of the case's unit or one above it
- `assignee`: the department or person it is assigned to
- `checker`: a chief of the segment today or a supervisor, but never who handled it
- `chief`: appointed on the segment today; `any_chief`: a road chief of the case's district
- `reporter`; `unfiled_reporter`: the same as long as the case waits for filing
- `reader`: whoever may see it
"""
Need = Literal["note", "after_photo", "assignee", "words", "into_id", "place", "due_at", "asked_due_at"]
Condition = Literal["confirm_asked", "extension_asked"]

Action = Literal[
    "file",
    "assign",
    "take",
    "handle",
    "return",
    "verify_pass",
    "verify_fail",
    "reject",
    "reopen",
    "suspend",
    "resume",
    "ask_extension",
    "extend",
    "refuse_extension",
    "remind",
    "ask_confirm",
    "confirm",
    "deny",
    "merge",
    "unmerge",
    "move",
    "comment",
    "sight",
    "withdraw",
]


@dataclass(frozen=True)
class Move:
    """One row of the table. `to` maps each status it may start from to the one it ends in."""

    action: Action
    to: dict[Status, Status | None]
    """None: back to the status before, which the case remembers."""
    who: tuple[Who, ...]
    needs: tuple[Need, ...] = ()
    only_if: Condition | None = None


def _from(*sources: Status, to: Status | None) -> dict[Status, Status | None]:
    return dict.fromkeys(sources, to)


def _stay(*sources: Status) -> dict[Status, Status | None]:
    return {source: source for source in sources}


_TABLE = (
    Move("file", _from("reported", to="filed"), ("supervisor",)),
    Move("assign", _from("reported", "filed", *HANDLING, to="assigned"), ("supervisor",), ("assignee",)),
    Move("take", _from("assigned", to="handling"), ("assignee",)),
    Move("handle", _from(*HANDLING, to="handled"), ("assignee",), ("after_photo",)),
    Move("return", _from(*HANDLING, to="filed"), ("assignee",), ("note",)),
    Move("verify_pass", _from("handled", to="closed"), ("checker",)),
    Move("verify_fail", _from("handled", to="assigned"), ("checker",), ("note",)),
    Move("reject", _from("reported", "filed", to="rejected"), ("supervisor",), ("note",)),
    Move("reopen", {"rejected": "reported", "closed": "filed"}, ("supervisor",), ("note",)),
    Move("suspend", _from("filed", *HANDLING, to="suspended"), ("supervisor",), ("note",)),
    Move("resume", _from("suspended", to=None), ("supervisor",)),
    Move("ask_extension", _stay(*HANDLING), ("assignee",), ("due_at",)),
    Move("extend", _stay(*HANDLING), ("supervisor",), ("asked_due_at",)),
    Move("refuse_extension", _stay(*HANDLING), ("supervisor",), only_if="extension_asked"),
    Move("remind", _stay(*HANDLING, "handled"), ("supervisor",)),
    Move("ask_confirm", _stay("reported"), ("supervisor",)),
    Move("confirm", _stay("reported"), ("chief",), only_if="confirm_asked"),
    Move("deny", _stay("reported"), ("chief",), only_if="confirm_asked"),
    Move("merge", _from(*OPEN, to="merged"), ("supervisor",), ("into_id",)),
    Move("unmerge", _from("merged", to=None), ("supervisor",)),
    Move("move", _stay(*OPEN), ("supervisor", "unfiled_reporter"), ("place",)),
    Move("comment", _stay(*STATUSES), ("reader",), ("note",)),
    Move("sight", _stay(*OPEN), ("any_chief",), ("words",)),
    Move("withdraw", _from("reported", to="withdrawn"), ("reporter",)),
)
MOVES: dict[Action, Move] = {move.action: move for move in _TABLE}


def allowed_actions(status: Status, held: frozenset[Who], conditions: frozenset[Condition]) -> list[Action]:
    """The moves a person may make now, in the table's order."""
    return [
        move.action
        for move in MOVES.values()
        if status in move.to
        and not held.isdisjoint(move.who)
        and (move.only_if is None or move.only_if in conditions)
    ]
