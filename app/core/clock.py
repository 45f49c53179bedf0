"""The one clock: stored in UTC, spoken in Asia/Shanghai."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

LOCAL_ZONE = ZoneInfo("Asia/Shanghai")
_told: ContextVar[datetime | None] = ContextVar("told", default=None)


def now() -> datetime:
    """The server's time, aware, in UTC."""
    return _told.get() or datetime.now(UTC)


@contextmanager
def as_of(moment: datetime) -> Iterator[None]:
    """Let this be now, for what is written down about the past; tests and the demonstration do so."""
    token = _told.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _told.reset(token)


def local_date(moment: datetime) -> date:
    """The calendar day an office would write for this moment."""
    return moment.astimezone(LOCAL_ZONE).date()


def today() -> date:
    """Today as the office sees it."""
    return local_date(now())
