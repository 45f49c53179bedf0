"""What is due next: the order a queue is worked in.

First what somebody has and a clock runs for, by its deadline; then what is open without a running clock, the
longest waiting first; then what is over. The index `ix_cases_due_next` (migration 0006) is of these very
expressions, so both stand as SQL with nothing filled in.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Integer, false, literal, literal_column, tuple_
from sqlalchemy.orm import InstrumentedAttribute

from app.cases.models import Case
from app.cases.workflow import HANDLING, OPEN, Status

RUNNING = "cases.status IN ('assigned', 'handling') AND cases.due_at IS NOT NULL"
WAITING = "cases.status IN ('reported', 'filed', 'assigned', 'handling', 'handled', 'suspended')"
RANK = literal_column(f"CASE WHEN {RUNNING} THEN 0 WHEN {WAITING} THEN 1 ELSE 2 END", Integer)
MOMENT = literal_column(
    f"CASE WHEN {RUNNING} THEN cases.due_at ELSE cases.received_at END", Case.received_at.type
)


def due_next_key(row: dict[str, Any]) -> tuple[int, datetime]:
    """Rank and moment of a row with status, due_at and received_at, as the database computes them."""
    if row["status"] in HANDLING and row["due_at"] is not None:
        return 0, row["due_at"]
    return (1 if row["status"] in OPEN else 2), row["received_at"]


@dataclass(frozen=True)
class Stretch:
    """A part of the order where one column alone says who is next, so that a plain index will do."""

    statuses: tuple[Status, ...]
    rank: int
    moment: InstrumentedAttribute[Any]
    where: tuple[ColumnElement[bool], ...] = ()

    def behind(self, last: list[Any]) -> ColumnElement[bool] | None:
        """SQL: what follows the row with this rank, moment and id; None where all does."""
        rank, *row = last
        if rank != self.rank:
            return None if rank < self.rank else false()
        columns = (self.moment, Case.id)
        return tuple_(*columns) > tuple_(
            *(literal(value, column.type) for column, value in zip(columns, row, strict=True))
        )


def stretches(statuses: Iterable[Status]) -> list[Stretch]:
    """The parts of the order in which cases of these statuses stand."""
    wanted = tuple(statuses)
    running = tuple(status for status in wanted if status in HANDLING)
    still = (status for status in wanted if status not in HANDLING)
    waiting = [Stretch((status,), 1 if status in OPEN else 2, Case.received_at) for status in still]
    if not running:
        return waiting
    with_end = Stretch(running, 0, Case.due_at, (Case.due_at.is_not(None),))
    without = Stretch(running, 1, Case.received_at, (Case.due_at.is_(None),))
    return [with_end, without, *waiting]
