"""When one may sign in by QR, and how long a link takes counts. Pure arithmetic with the office's clock."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from app.core.clock import LOCAL_ZONE

BEFORE = timedelta(hours=1)
AFTER = timedelta(hours=2)
FIRST_LIGHT, EVENING = time(5), time(22)
"""Where nobody said when the session starts or ends."""
LINK_DAYS = 30
"""A phone that lay in a drawer for weeks still gets rid of what it counted."""
LATE = timedelta(hours=24)


@dataclass(frozen=True)
class Window:
    """From one moment to another."""

    opens_at: datetime
    closes_at: datetime

    def is_open(self, at: datetime) -> bool:
        """Whether the moment lies within."""
        return self.opens_at <= at <= self.closes_at


def sign_in_window(held_on: date, starts_at: time | None, ends_at: time | None) -> Window:
    """Around the session and no longer; it moves along when the session is postponed."""
    opens = _at(held_on, starts_at) - BEFORE if starts_at else _at(held_on, FIRST_LIGHT)
    closes = _at(held_on, ends_at) + AFTER if ends_at else _at(held_on, EVENING)
    return Window(opens, closes)


def link_closes_at(held_on: date) -> datetime:
    """The end of the day on which a link takes its last counts."""
    return _at(held_on + timedelta(days=LINK_DAYS + 1), time(0))


def is_late(held_on: date, received_at: datetime) -> bool:
    """Whether a phone sent more than a day after the session's day had ended."""
    return received_at > _at(held_on + timedelta(days=1), time(0)) + LATE


def _at(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, LOCAL_ZONE)
