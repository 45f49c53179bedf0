"""Jobs are rows: what must happen stands in a table, and a polling loop takes it from there.

A row that waits has `next_try_at`. Taking it moves that moment into the future, which is both its lease,
should the worker be killed, and its pause before another try. Decision: docs/decisions/0004-jobs-are-rows.md.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Event
from time import monotonic
from typing import TypeVar

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.core.clock import now

log = logging.getLogger(__name__)

IDLE_SECONDS = 0.5
PAUSE_AFTER_ERROR = 10.0
LEASE = timedelta(minutes=2)
FIRST_PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(hours=1)


class Job:
    """The columns of a row that waits for work. A table of jobs has an index on `next_try_at`."""

    next_try_at: Mapped[datetime | None]
    """When a worker may (again) take the row; NULL when done or given up."""
    attempts: Mapped[int] = mapped_column(default=0)
    failure: Mapped[str | None] = mapped_column(String(200))
    """Why the last try failed."""


J = TypeVar("J", bound=Job)


def is_due(session: Session, model: type[J]) -> bool:
    """Whether anything waits; one small look into the index, free of locks."""
    due = select(model.next_try_at).where(model.next_try_at <= now()).limit(1)
    return session.execute(due).first() is not None


def claim(session: Session, model: type[J], lease: timedelta = LEASE) -> J | None:
    """The row that waits longest, taken for the length of the lease once this transaction commits.

    Rows that another worker is just taking are passed over (PostGIS), or waited for (SpatiaLite).
    """
    moment = now()
    due = select(model).where(model.next_try_at <= moment).order_by(model.next_try_at).limit(1)
    row = session.scalar(due.with_for_update(skip_locked=True))
    if row is not None:
        row.next_try_at = moment + lease
        row.attempts += 1
    return row


def finish(row: Job) -> None:
    """Nothing waits here any more."""
    row.next_try_at = None
    row.failure = None


def fail(row: Job, reason: str, max_attempts: int) -> None:
    """Wait twice as long after each try; after the last the row is given up and keeps its `failure`."""
    row.failure = reason[:200]
    pause = min(FIRST_PAUSE * 2 ** (row.attempts - 1), LONGEST_PAUSE)
    row.next_try_at = now() + pause if row.attempts < max_attempts else None


@dataclass
class Sweeper:
    """Looks for work and does a little of it; True when there was some, and may be more."""

    name: str
    sweep: Callable[[], bool]
    every: float = 0.0
    """Seconds to rest once nothing was found; 0 looks each time the loop comes round."""
    finish: Callable[[], None] | None = None
    """Called once when the loop ends: wait for what is under way elsewhere, and write down how it went."""
    _rests_until: float = field(default=0.0, init=False)

    def turn(self) -> bool:
        """One look. An error is logged and rested from; it ends neither the loop nor the other sweepers."""
        if monotonic() < self._rests_until:
            return False
        try:
            found = self.sweep()
        except Exception:
            log.exception("sweeper %s failed", self.name)
            self._rests_until = monotonic() + PAUSE_AFTER_ERROR
            return False
        if not found:
            self._rests_until = monotonic() + self.every
        return found


def work(sweepers: Sequence[Sweeper], told_to_stop: Event, idle: float = IDLE_SECONDS) -> None:
    """Turn until told to stop; what was begun is finished first."""
    while not told_to_stop.is_set():
        found = [sweeper.turn() for sweeper in sweepers if not told_to_stop.is_set()]
        if not any(found):
            told_to_stop.wait(idle)
    for sweeper in sweepers:
        if sweeper.finish is not None:
            sweeper.finish()


def drain(sweepers: Sequence[Sweeper]) -> None:
    """Turn until nobody finds anything; for commands and tests."""
    found = True
    while found:
        found = any([sweeper.turn() for sweeper in sweepers])  # noqa: C419  everybody gets a turn
