"""No request takes more than a dozen statements, log-in included."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import uuid4

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from app.catalog.clockwork import clockwork
from tests.cases.conftest import Json, Street, named

MOST = 12
OWN = ("SAVEPOINT", "RELEASE", "ROLLBACK")
"""What only stands between a test and its rollback."""


@contextmanager
def counted(session: Session) -> Iterator[list[str]]:
    """Statements of the program while this lasts."""
    statements: list[str] = []

    def note(*given: object) -> None:
        text = str(given[2])
        if not text.startswith(OWN):
            statements.append(text)

    engine = session.connection().engine
    event.listen(engine, "before_cursor_execute", note)
    yield statements
    event.remove(engine, "before_cursor_execute", note)


def test_reporting(session: Session, street: Street) -> None:
    street.of("chief").get("/session")  # the tree of units is read once a process
    with counted(session) as statements:
        street.reported()
    assert len(statements) <= 10, "\n".join(statements)


def test_reporting_what_is_cleared(session: Session, street: Street) -> None:
    street.of("chief").get("/session")  # the tree of units is read once a process
    with counted(session) as statements:
        street.reported(self_handled=True, photos=[named(), named("after", "b")])
    assert len(statements) <= MOST, "\n".join(statements)


MOVES: dict[str, tuple[str, Callable[[Street], Json], Callable[[Street], Json]]] = {
    "assign": (
        "supervisor",
        Street.reported,
        lambda street: {"department_id": str(street.department.id), "photos": [named("near", "c")]},
    ),
    "handle": ("handler", Street.assigned, lambda _: {"photos": [named("after", "b")]}),
    "verify_pass": ("chief", Street.handled, lambda _: {}),
    "verify_fail": ("chief", Street.handled, lambda _: {"note": "没清"}),
    "merge": ("supervisor", Street.reported, lambda street: {"into_id": street.reported()["id"]}),
    "move": ("supervisor", Street.reported, lambda street: {"segment_id": str(street.segment.id)}),
}


@pytest.mark.parametrize("action", MOVES)
def test_moving(session: Session, street: Street, action: str) -> None:
    who, begin, given = MOVES[action]
    case, needed = begin(street), given(street)
    street.of(who).get("/session")
    clockwork(session)  # so are calendar and rules
    street.of("supervisor").get(f"/cases/{case['id']}")  # and what suggestions are made from
    with counted(session) as statements:
        street.act(who, case, action, action_id=str(uuid4()), **needed)
    assert len(statements) <= MOST, "\n".join(statements)
