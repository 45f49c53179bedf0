"""After rules or calendar changed: the ends of cases not yet due, counted anew in batches.

The row of a recount is its own place mark. A batch, its mark and what phones are told are one transaction, so
a worker that is killed loses and repeats nothing.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from app.cases.deadlines import recount_clock
from app.cases.models import Case, ClockRecount
from app.cases.queries.recounts import last_recount
from app.cases.services.log import note_changes, scope_of
from app.catalog.clockwork import Clockwork, clockwork
from app.core.jobs import claim, finish, is_due

BATCH = 200
GRACE = timedelta(seconds=10)
"""Requests that began under the old rules have ended by then, and what they wrote is seen."""

COUNTED = ("assigned", "handling", "suspended", "merged")
"""What was handled keeps the light it was handled with; given back, it is counted then."""


def needs_recount(session: Session) -> bool:
    """Whether rules or calendar are other than at the last recount, or one is under way."""
    return _is_new(session, clockwork(session)) or is_due(session, ClockRecount)


def recount(session: Session, at: datetime) -> bool:
    """Ask for a recount where one is due, or do a batch of the one that waits; whether there was anything."""
    clocks = clockwork(session)
    if _is_new(session, clocks):
        session.add(_asked(clocks, at))
        return True
    row = claim(session, ClockRecount)
    if row is None:
        return False
    row.attempts = 0
    if row.mark == clocks.mark and _count_batch(session, row, clocks, at):
        row.next_try_at = at
    else:
        finish(row)
        row.finished_at = at
    return True


def _is_new(session: Session, clocks: Clockwork) -> bool:
    last = last_recount(session)
    return last is None or last.mark != clocks.mark


def _asked(clocks: Clockwork, at: datetime) -> ClockRecount:
    return ClockRecount(
        mark=clocks.mark, asked_at=at, after_due_at=at, after_id=UUID(int=0), next_try_at=at + GRACE
    )


def _count_batch(session: Session, row: ClockRecount, clocks: Clockwork, at: datetime) -> bool:
    """Whether there may be more."""
    page = _next_page(session, row)
    cases = _locked(session, [case_id for _, case_id in page])
    changed = [case for case in cases if case.status in COUNTED and recount_clock(case, clocks, at)]
    note_changes(session, {case.id: scope_of(case) for case in changed}, at)
    row.seen += len(page)
    row.changed += len(changed)
    if page:
        row.after_due_at, row.after_id = page[-1]
    return len(page) == BATCH


def _next_page(session: Session, row: ClockRecount) -> Sequence[tuple[datetime, UUID]]:
    """By when they are due: a case that a batch moves on is met again at worst, and none is passed over."""
    rows = session.execute(page_after(row.after_due_at, row.after_id))
    return [(due_at, case_id) for due_at, case_id in rows if due_at is not None]


def page_after(due_at: datetime, case_id: UUID) -> Select[datetime | None, UUID]:
    """SQL: the next cases by the index of ends alone; what is over already is never looked at."""
    return (
        select(Case.due_at, Case.id)
        .where(Case.due_at >= due_at, or_(Case.due_at > due_at, Case.id > case_id))
        .order_by(Case.due_at, Case.id)
        .limit(BATCH)
    )


def _locked(session: Session, ids: Sequence[UUID]) -> Sequence[Case]:
    """In the order of ids, as whoever locks several cases does."""
    rows = select(Case).where(Case.id.in_(ids)).order_by(Case.id).with_for_update()
    return session.scalars(rows.execution_options(populate_existing=True)).all()
