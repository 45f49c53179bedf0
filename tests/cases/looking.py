"""Watching what is asked of the database, and by which plan."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session

from app.core.dialect import is_spatialite


@contextmanager
def plans_of(session: Session, word: str) -> Iterator[list[str]]:
    """The plans of the statements that contain the word, as the database would run them now."""
    seen: list[tuple[str, Any]] = []
    plans: list[str] = []

    def note(*given: Any) -> None:
        if word in given[2]:
            seen.append((given[2], given[3]))

    engine = session.connection().engine
    event.listen(engine, "before_cursor_execute", note)
    yield plans
    event.remove(engine, "before_cursor_execute", note)
    how = "EXPLAIN QUERY PLAN " if is_spatialite(session) else "EXPLAIN "
    for statement, given in seen:
        rows = session.connection().exec_driver_sql(how + statement, given)
        plans.append("\n".join(str(tuple(row)) for row in rows))


def reads_all_cases(plan: str) -> bool:
    """Whether the plan goes through the whole table of cases."""
    return "Seq Scan on cases" in plan or "SCAN cases" in plan.replace("SCAN cases USING COVERING", "")
