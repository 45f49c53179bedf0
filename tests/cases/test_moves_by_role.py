"""Action × person and action × status over HTTP: who is let through, who is refused, and how."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy.orm import Session

from app.cases.models import Case
from app.cases.workflow import MOVES, STATUSES, Action, Status
from app.core.clock import now
from tests.cases.conftest import Json, Street, named

# Written out by hand from the HTTP surface, apart from the table in the program.
SUPERVISORS = {"supervisor", "office_supervisor"}
ALLOWED: dict[Action, set[str]] = {
    "file": SUPERVISORS,
    "assign": SUPERVISORS,
    "take": {"handler"},
    "handle": {"handler"},
    "return": {"handler"},
    "verify_pass": {"chief", "other_chief", *SUPERVISORS},
    "verify_fail": {"chief", "other_chief", *SUPERVISORS},
    "reject": SUPERVISORS,
    "reopen": SUPERVISORS,
    "suspend": SUPERVISORS,
    "resume": SUPERVISORS,
    "ask_extension": {"handler"},
    "extend": SUPERVISORS,
    "refuse_extension": SUPERVISORS,
    "remind": SUPERVISORS,
    "ask_confirm": SUPERVISORS,
    "confirm": {"chief", "other_chief"},
    "deny": {"chief", "other_chief"},
    "merge": SUPERVISORS,
    "unmerge": SUPERVISORS,
    "move": {*SUPERVISORS, "chief"},
    "comment": {"chief", "other_chief", "handler", "organiser", "viewer", "admin", *SUPERVISORS},
    "sight": {"chief", "other_chief", "far_chief"},
    "withdraw": {"chief"},
}
BLIND = {"far_chief", "far_supervisor", "far_handler", "outsider"}
PEOPLE = (
    *("chief", "other_chief", "far_chief", "supervisor", "office_supervisor", "far_supervisor"),
    *("handler", "far_handler", "organiser", "viewer", "admin", "outsider"),
)
ANY_OPEN = {"reported", "filed", "assigned", "handling", "handled", "suspended"}
FROM: dict[Action, set[str]] = {
    "file": {"reported"},
    "assign": {"reported", "filed", "assigned", "handling"},
    "take": {"assigned"},
    "handle": {"assigned", "handling"},
    "return": {"assigned", "handling"},
    "verify_pass": {"handled"},
    "verify_fail": {"handled"},
    "reject": {"reported", "filed"},
    "reopen": {"rejected", "closed"},
    "suspend": {"filed", "assigned", "handling"},
    "resume": {"suspended"},
    "ask_extension": {"assigned", "handling"},
    "extend": {"assigned", "handling"},
    "refuse_extension": {"assigned", "handling"},
    "remind": {"assigned", "handling", "handled"},
    "ask_confirm": {"reported"},
    "confirm": {"reported"},
    "deny": {"reported"},
    "merge": ANY_OPEN,
    "unmerge": {"merged"},
    "move": ANY_OPEN,
    "comment": set(STATUSES),
    "sight": ANY_OPEN,
    "withdraw": {"reported"},
}
USUAL: dict[Action, Status] = {action: next(iter(move.to)) for action, move in MOVES.items()}


def put_into(session: Session, street: Street, status: Status) -> Json:
    """The chief's report, by force in a status, as the department's where somebody must have it."""
    case = street.reported()
    row = session.get_one(Case, UUID(case["id"]))
    row.status = status
    row.department_id = street.department.id
    row.handler_id, row.handled_at = street.people["handler"].id, now()
    row.due_at = row.yellow_at = row.assigned_at = now()
    row.suspended_from, row.merged_from = "filed", "reported"
    row.confirm_asked, row.extension_asked_until = True, now() + timedelta(hours=9)
    session.flush()
    return case


def complete(street: Street, action: Action) -> dict[str, Any]:
    """Everything a move may need."""
    wanted: dict[str, Any] = {"note": "说明"}
    if action == "assign":
        wanted["department_id"] = str(street.department.id)
    if action == "handle":
        wanted["photos"] = [named("after", "b")]
    if action == "merge":
        wanted["into_id"] = street.reported()["id"]
    if action == "move":
        wanted["segment_id"] = str(street.segment.id)
    if action in ("ask_extension", "extend"):
        wanted["due_at"] = (now() + timedelta(days=1)).isoformat()
    return wanted


def expected(action: Action, who: str) -> int:
    if who in ALLOWED[action]:
        return 200
    return 404 if who in BLIND else 403


@pytest.mark.parametrize("action", MOVES)
def test_each_person_is_let_through_or_refused(session: Session, street: Street, action: Action) -> None:
    given = complete(street, action)
    answers = {}
    for who in PEOPLE:
        case = put_into(session, street, USUAL[action])
        answers[who] = street.send(who, case, action, **given).status_code
    assert answers == {who: expected(action, who) for who in PEOPLE}


@pytest.mark.parametrize("action", MOVES)
def test_each_move_starts_where_the_table_says(session: Session, street: Street, action: Action) -> None:
    given = complete(street, action)
    who = "supervisor" if "supervisor" in ALLOWED[action] else min(ALLOWED[action])
    answers = {}
    for status in STATUSES:
        answer = street.send(who, put_into(session, street, status), action, **given)
        answers[status] = answer.status_code, (answer.json or {}).get("code")
    lawful, unlawful = (200, None), (409, "move_not_allowed")
    assert answers == {status: lawful if status in FROM[action] else unlawful for status in STATUSES}


@pytest.mark.parametrize("status", STATUSES)
def test_allowed_actions_are_those_that_are_let_through(
    session: Session, street: Street, status: Status
) -> None:
    for who in set(PEOPLE) - BLIND:
        case = put_into(session, street, status)
        shown = street.of(who).get(f"/cases/{case['id']}").json["allowed_actions"]
        lawful = [action for action in MOVES if status in FROM[action] and who in ALLOWED[action]]
        if status != "reported" and who == "chief":
            lawful = [action for action in lawful if action != "move"]
        assert shown == lawful, who


def test_who_handled_it_never_checks_it(session: Session, street: Street) -> None:
    case = put_into(session, street, "handled")
    session.get_one(Case, UUID(case["id"])).handler_id = street.people["chief"].id
    session.flush()
    assert street.send("chief", case, "verify_pass").status_code == 403
    assert street.send("other_chief", case, "verify_pass", photos=[]).status_code == 200


def test_a_reporter_moves_the_pin_only_before_filing(session: Session, street: Street) -> None:
    case = street.act("supervisor", street.reported(), "file")
    assert street.send("chief", case, "move", segment_id=str(street.segment.id)).status_code == 403


def test_a_case_nobody_made_is_not_there(street: Street) -> None:
    missing = {"id": str(uuid4()), "version": 1}
    assert street.send("supervisor", missing, "file").status_code == 404
