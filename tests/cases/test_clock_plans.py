"""Sweeps of clocks go by an index: what they cost follows what is due, not the size of the city."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Select, text
from sqlalchemy.orm import Session

from app.cases.services.overdue import steps_come_by
from app.cases.services.recounting import page_after
from app.core.dialect import is_spatialite

AT = datetime(2026, 11, 23, 2, tzinfo=UTC)


def plan(session: Session, statement: Select[Any]) -> str:
    """As the database would do it, were the table large."""
    compiled = statement.compile(session.get_bind(), compile_kwargs={"literal_binds": True})
    if is_spatialite(session):
        rows = session.execute(text(f"EXPLAIN QUERY PLAN {compiled}"))
        return "\n".join(str(row[-1]) for row in rows)
    session.execute(text("SET LOCAL enable_seqscan = off"))
    return "\n".join(str(row[0]) for row in session.execute(text(f"EXPLAIN {compiled}")))


@pytest.mark.parametrize(
    ("statement", "index"),
    [
        (page_after(AT, UUID(int=1)), "ix_cases_due_at"),
        (steps_come_by(AT), "ix_cases_next_step_at"),
        (steps_come_by(AT).limit(1), "ix_cases_next_step_at"),
    ],
)
def test_the_index_serves_condition_and_order(session: Session, statement: Select[Any], index: str) -> None:
    found = plan(session, statement)
    assert index in found
    assert "SCAN cases" not in found
    assert "Seq Scan" not in found
