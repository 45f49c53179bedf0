"""ISO weeks as one number (202653), and the days a rhythm plans. Pure: no database, no clock."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

Rhythm = Sequence[dict[str, Any]]
"""`[{since, weekdays}]`, the earliest first; Monday is 1."""
Pauses = Sequence[dict[str, Any]]


def week_of(day: date) -> int:
    """The ISO week a day lies in; 1 January may belong to the year before."""
    year, week, _ = day.isocalendar()
    return year * 100 + week


def monday_of(week: int) -> date:
    """Its first day."""
    return date.fromisocalendar(week // 100, week % 100, 1)


def label(week: int) -> str:
    """As ISO 8601 writes it: 2026-W53."""
    return f"{week // 100}-W{week % 100:02}"


def weeks_of(year: int) -> list[int]:
    """All 52 or 53 of an ISO year."""
    last = date(year, 12, 28).isocalendar().week
    return [year * 100 + week for week in range(1, last + 1)]


def changed_rhythm(rhythm: Rhythm, weekdays: Sequence[int], since: date) -> list[dict[str, Any]]:
    """The same until the day before, these weekdays from then on."""
    kept = [dict(part) for part in rhythm if date.fromisoformat(part["since"]) < since]
    if kept and kept[-1]["weekdays"] == list(weekdays):
        return kept
    return [*kept, {"since": since.isoformat(), "weekdays": list(weekdays)}]


def planned_days(
    rhythm: Rhythm, starts_on: date, ends_on: date | None, within: Iterable[date]
) -> Iterator[date]:
    """Days of `within` that the plan names, pauses not yet taken out."""
    parts = [(date.fromisoformat(part["since"]), tuple(part["weekdays"])) for part in rhythm]
    for day in within:
        if day < starts_on or (ends_on is not None and day > ends_on):
            continue
        weekdays = next((days for since, days in reversed(parts) if since <= day), ())
        if day.isoweekday() in weekdays:
            yield day


def pause_on(pauses: Pauses, day: date) -> str | None:
    """Why the series rests on a day; None when it does not."""
    for pause in pauses:
        if date.fromisoformat(pause["starts_on"]) <= day <= date.fromisoformat(pause["ends_on"]):
            return str(pause["reason"])
    return None


def days_of(week: int) -> list[date]:
    """Monday to Sunday."""
    first = monday_of(week)
    return [first + timedelta(days=number) for number in range(7)]
