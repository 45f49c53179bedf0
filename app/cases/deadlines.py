"""The one clock of cases: when a limit ends, what light it shows, what a pause does.

A plain clock for now: hours pass day and night. A working calendar replaces this module alone.
"""

from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import ColumnElement, String, and_, case, literal, null

from app.cases.models import Case
from app.cases.workflow import HANDLING

Light = Literal["green", "yellow", "red", "paused"]
YELLOW_FROM = 0.8
"""Share of the limit after which the light turns yellow."""


def start_clock(row: Case, limit_hours: float | None, at: datetime) -> None:
    """A department or person has it from now on; without a limit there is no clock."""
    row.assigned_at = at
    row.limit_hours = limit_hours
    row.extension_asked_until = None
    if limit_hours is None:
        row.yellow_at = row.due_at = None
        return
    limit = timedelta(hours=limit_hours)
    row.yellow_at, row.due_at = at + limit * YELLOW_FROM, at + limit


def drop_clock(row: Case) -> None:
    """Nobody has it any more."""
    row.assigned_at = row.yellow_at = row.due_at = row.extension_asked_until = None


def extend_clock(row: Case, due_at: datetime, at: datetime) -> None:
    """Move the end; of the added time, too, the last fifth is yellow."""
    end = row.due_at or at
    row.yellow_at = (row.yellow_at or end) + (due_at - end) * YELLOW_FROM
    row.due_at = due_at
    row.extension_asked_until = None


def pause_clock(row: Case, at: datetime) -> None:
    """Stand still; a clock that already does is left alone."""
    row.paused_at = row.paused_at or at


def resume_clock(row: Case, at: datetime) -> None:
    """Run on, with the end moved by as long as it stood still."""
    if row.paused_at is None:
        return
    pause = at - row.paused_at
    row.paused_at = None
    row.yellow_at = row.yellow_at and row.yellow_at + pause
    row.due_at = row.due_at and row.due_at + pause


def light(at: datetime) -> ColumnElement[str | None]:
    """SQL for the light at a moment; what was handled keeps the light it was handled with."""
    return case(
        (Case.due_at.is_(None), null()),
        (Case.status == "suspended", literal("paused", String)),
        (Case.status.in_(HANDLING), _light_at(literal(at, Case.due_at.type))),
        (Case.status == "handled", _light_at(Case.handled_at)),
        else_=null(),
    )


def _light_at(moment: ColumnElement[datetime] | object) -> ColumnElement[str]:
    return case(
        (Case.due_at < moment, literal("red", String)),
        (Case.yellow_at < moment, literal("yellow", String)),
        else_=literal("green", String),
    )


def overdue(at: datetime) -> ColumnElement[bool]:
    """SQL: somebody has it and the limit is over (超期待处置)."""
    return and_(Case.status.in_(HANDLING), Case.due_at.is_not(None), Case.due_at < at)
