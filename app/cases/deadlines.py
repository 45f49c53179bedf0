"""The one clock of cases: when a limit ends, what light it shows, what pauses and extensions do.

The ends of a clock follow from four things: when it started, its limit, what happened to it since
(`clock_moves`), and the calendar and rules. Whenever one of them changes the ends are counted anew from the
start, so that it makes no difference in which order anything became known. An end that has passed stays.

A move is `{"from", "until"}` for a pause and `{"at", "to"}` for an extension, moments in ISO 8601.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import ColumnElement, String, and_, case, literal, null

from app.cases.models import Case
from app.cases.statuses import has_status
from app.cases.workflow import HANDLING
from app.catalog.clockwork import Clockwork
from app.catalog.limits import Clock

Light = Literal["green", "yellow", "red", "paused"]
Move = dict[str, Any]
PLAIN: Clock = "running"
"""The clock of what has no limit of its own but an extension, and of cases older than the other clocks."""


@dataclass(frozen=True)
class Ends:
    """When the light turns yellow and red; None where there is no clock."""

    yellow_at: datetime | None = None
    due_at: datetime | None = None


def count_ends(limit: Move | None, start: datetime, moves: list[Move], clocks: Clockwork) -> Ends:
    """Ends of a clock from its start to all that happened to it."""
    ends = _first_ends(limit, start, clocks)
    for move in moves:
        ends = _moved(ends, move, _kind(limit), clocks)
    return ends


def start_clock(row: Case, limit: Move | None, clocks: Clockwork, at: datetime) -> None:
    """A department or person has it from now on; without a limit there is no clock."""
    row.assigned_at = at
    row.limit = limit
    row.limit_hours = clocks.span(limit) / timedelta(hours=1) if limit else None
    row.extension_asked_until = None
    row.clock_moves = []
    _set_ends(row, _first_ends(limit, at, clocks), clocks)


def drop_clock(row: Case) -> None:
    """Nobody has it any more."""
    row.assigned_at = row.yellow_at = row.due_at = row.next_step_at = row.extension_asked_until = None
    row.clock_moves = []


def extend_clock(row: Case, due_at: datetime, clocks: Clockwork, at: datetime) -> None:
    """Move the end; of the added time, too, the last part is yellow."""
    _move(row, {"at": at.isoformat(), "to": due_at.isoformat()}, clocks)
    row.extension_asked_until = None


def pause_clock(row: Case, at: datetime) -> None:
    """Stand still; a clock that already does is left alone."""
    row.paused_at = row.paused_at or at


def resume_clock(row: Case, clocks: Clockwork, at: datetime) -> None:
    """Run on, with as much left as when it stopped; what was overdue then, stays so."""
    paused_at, row.paused_at = row.paused_at, None
    if paused_at is None or row.due_at is None:
        return
    if row.due_at > paused_at:
        _move(row, {"from": paused_at.isoformat(), "until": at.isoformat()}, clocks)
    else:
        _set_next_step(row, clocks)


def rearm_clock(row: Case, clocks: Clockwork, at: datetime) -> None:
    """In somebody's hands again on the same clock."""
    if not recount_clock(row, clocks, at):
        _set_next_step(row, clocks)


def recount_clock(row: Case, clocks: Clockwork, at: datetime) -> bool:
    """Bring the ends to what calendar and rules say now; whether they moved. What was due by `at` stays."""
    if row.due_at is None or row.due_at <= at:
        return False
    _set_next_step(row, clocks)  # the steps, too, may be others now
    if row.limit is None or row.assigned_at is None:
        return False
    ends = count_ends(row.limit, row.assigned_at, row.clock_moves, clocks)
    row.limit_hours = clocks.span(row.limit) / timedelta(hours=1)
    if ends == Ends(row.yellow_at, row.due_at):
        return False
    _set_ends(row, ends, clocks)
    return True


def take_overdue_step(row: Case, clocks: Clockwork, at: datetime) -> int | None:
    """The step that has come, noted as taken; None where nobody has the case or it has none left."""
    step, steps = row.overdue_step, clocks.rules.overdue_steps
    row.next_step_at = None
    if row.status not in HANDLING or row.due_at is None or step >= len(steps):
        return None
    if row.due_at + timedelta(hours=steps[step].after_hours) > at:
        _set_next_step(row, clocks)
        return None
    row.overdue_step = step + 1
    _set_next_step(row, clocks)
    return step


def light(at: datetime) -> ColumnElement[str | None]:
    """SQL for the light at a moment; what was handled keeps the light it was handled with."""
    return case(
        (Case.due_at.is_(None), null()),
        (Case.status == "suspended", literal("paused", String)),
        (Case.status.in_(HANDLING), _light_at(literal(at, Case.due_at.type))),
        (Case.status == "handled", _light_at(Case.handled_at)),
        else_=null(),
    )


def overdue(at: datetime) -> ColumnElement[bool]:
    """SQL: somebody has it and the limit is over (超期待处置)."""
    return and_(has_status(*HANDLING), Case.due_at.is_not(None), Case.due_at < at)


def _light_at(moment: ColumnElement[datetime] | object) -> ColumnElement[str]:
    return case(
        (Case.due_at < moment, literal("red", String)),
        (Case.yellow_at < moment, literal("yellow", String)),
        else_=literal("green", String),
    )


def _kind(limit: Move | None) -> Clock:
    return limit["clock"] if limit else PLAIN


def _first_ends(limit: Move | None, start: datetime, clocks: Clockwork) -> Ends:
    if limit is None:
        return Ends()
    span, kind = clocks.span(limit), _kind(limit)
    share = clocks.rules.yellow_share
    return Ends(clocks.after(kind, start, span * share), clocks.after(kind, start, span))


def _move(row: Case, move: Move, clocks: Clockwork) -> None:
    row.clock_moves = [*row.clock_moves, move]
    if row.limit is not None and row.assigned_at is not None:
        ends = count_ends(row.limit, row.assigned_at, row.clock_moves, clocks)
    else:
        ends = _moved(Ends(row.yellow_at, row.due_at), move, PLAIN, clocks)
    _set_ends(row, ends, clocks)


def _moved(ends: Ends, move: Move, kind: Clock, clocks: Clockwork) -> Ends:
    if "to" in move:
        return _extended(ends, _moment(move["at"]), _moment(move["to"]), kind, clocks)
    pause = _moment(move["from"]), _moment(move["until"])
    return Ends(_shifted(ends.yellow_at, *pause, kind, clocks), _shifted(ends.due_at, *pause, kind, clocks))


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _extended(ends: Ends, at: datetime, to: datetime, kind: Clock, clocks: Clockwork) -> Ends:
    """A promise is kept: where the calendar has since moved the end further, that end holds."""
    end = ends.due_at or at
    if to <= end:
        return ends
    added = clocks.between(kind, end, to) * clocks.rules.yellow_share
    return Ends(min(to, clocks.after(kind, ends.yellow_at or end, added)), to)


def _shifted(
    moment: datetime | None, start: datetime, until: datetime, kind: Clock, clocks: Clockwork
) -> datetime | None:
    """The same time left after a pause as before it; what came before the pause stays."""
    if moment is None or moment <= start:
        return moment
    return clocks.after(kind, until, clocks.between(kind, start, moment))


def _set_ends(row: Case, ends: Ends, clocks: Clockwork) -> None:
    row.yellow_at, row.due_at = ends.yellow_at, ends.due_at
    row.overdue_step = 0
    _set_next_step(row, clocks)


def _set_next_step(row: Case, clocks: Clockwork) -> None:
    steps = clocks.rules.overdue_steps[row.overdue_step :]
    row.next_step_at = row.due_at + timedelta(hours=steps[0].after_hours) if row.due_at and steps else None
