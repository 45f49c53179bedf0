"""The one clock: stored in UTC, spoken in Asia/Shanghai."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

LOCAL_ZONE = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """The server's time, aware, in UTC."""
    return datetime.now(UTC)


def local_date(moment: datetime) -> date:
    """The calendar day an office would write for this moment."""
    return moment.astimezone(LOCAL_ZONE).date()


def today() -> date:
    """Today as the office sees it."""
    return local_date(now())
