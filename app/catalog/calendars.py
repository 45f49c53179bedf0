"""Calendars of years and the rules of clocks: shown, loaded, changed. Every change gives a new revision."""

import csv
from collections import defaultdict
from pathlib import Path
from typing import Any
from uuid import uuid4

from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.services import record
from app.catalog.clockwork import RULES_ID, clockwork
from app.catalog.models import CalendarYear, ClockRules
from app.catalog.published import published_days
from app.catalog.rules import Rules
from app.catalog.schemas import CalendarAnswer, CalendarBody, SpecialDay, SpecialDayAnswer
from app.core.actor import Actor
from app.core.clock import now
from app.core.dialect import upsert
from app.core.errors import Invalid, NotFound

FIRST_YEAR, LAST_YEAR = 2000, 2200


def write_rules(session: Session, rules: Rules, actor: Actor) -> Rules:
    """Have all clocks follow these."""
    before = clockwork(session).rules.model_dump()
    _renew(session, rules=rules.model_dump())
    record(
        session,
        "clock_rules_changed",
        "clock_rules",
        "",
        actor=actor,
        before=before,
        after=rules.model_dump(),
    )
    return rules


def list_calendars(session: Session, this_year: int) -> list[CalendarAnswer]:
    """Years that are published or loaded, from last year on, and this and the next in any case."""
    loaded = {row.year: row for row in session.scalars(select(CalendarYear))}
    known = {year for year in published_days() if year >= this_year - 1}
    years = known | loaded.keys() | {this_year, this_year + 1}
    return [_shown(year, loaded.get(year)) for year in sorted(years)]


def get_calendar(session: Session, year: int) -> CalendarAnswer:
    """One year as clocks count it; raises NotFound beyond what anybody plans for."""
    _check_year(year)
    return _shown(year, session.get(CalendarYear, year))


def write_calendar(session: Session, year: int, body: CalendarBody, actor: Actor | None) -> None:
    """Load the calendar of a year in place of any other. Raises Invalid."""
    _check_year(year)
    _check_days(year, body.days)
    _renew(session)
    row = session.get(CalendarYear, year)
    if row is None:
        row = CalendarYear(year=year)
        session.add(row)
    before = row.days
    row.note, row.loaded_at = body.note, now()
    row.days = [one.model_dump(mode="json") for one in sorted(body.days, key=lambda one: one.day)]
    session.flush()
    record(session, "calendar_loaded", "calendar", year, actor=actor, before=before, after=row.days)


def drop_calendar(session: Session, year: int, actor: Actor) -> None:
    """Count the year as published, or by weekends; raises NotFound where none was loaded."""
    row = session.get(CalendarYear, year)
    if row is None:
        raise NotFound("No calendar was loaded for this year")
    _renew(session)
    record(session, "calendar_dropped", "calendar", year, actor=actor, before=row.days)
    session.delete(row)


def load_calendars(session: Session, path: Path, note: str) -> dict[int, int]:
    """From a CSV file with `day, is_working, name`; how many days of each year. Raises Invalid."""
    by_year: dict[int, list[SpecialDay]] = defaultdict(list)
    with path.open(encoding="utf-8-sig", newline="") as file:
        for line, row in enumerate(csv.DictReader(file), start=2):
            day = _read_day(row, line)
            by_year[day.day.year].append(day)
    for year, days in sorted(by_year.items()):
        write_calendar(session, year, CalendarBody(note=note, days=days), None)
    return {year: len(days) for year, days in sorted(by_year.items())}


def _renew(session: Session, **rules: Any) -> None:
    """Give a new revision; from here to the end of the transaction others who change anything wait."""
    row = {"id": RULES_ID, "revision": uuid4(), "rules": Rules().model_dump()} | rules
    upsert(session, ClockRules, row, ["id"], {"revision": row["revision"]} | rules)


def _shown(year: int, row: CalendarYear | None) -> CalendarAnswer:
    if row is not None:
        days = [SpecialDayAnswer.model_validate(one) for one in row.days]
        return CalendarAnswer(year=year, source="loaded", note=row.note, loaded_at=row.loaded_at, days=days)
    published = published_days().get(year)
    days = [
        SpecialDayAnswer(day=day, is_working=works, name=name)
        for day, (works, name) in sorted((published or {}).items())
    ]
    source = "weekends" if published is None else "published"
    return CalendarAnswer(year=year, source=source, note="", loaded_at=None, days=days)


def _check_year(year: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise NotFound("There is no calendar of such a year")


def _check_days(year: int, days: list[SpecialDay]) -> None:
    if any(one.day.year != year for one in days):
        raise _bad(f"All days lie in {year}")
    if len({one.day for one in days}) < len(days):
        raise _bad("A day stands here once")


def _read_day(row: dict[str, str], line: int) -> SpecialDay:
    try:
        return SpecialDay.model_validate({name: row[name] for name in ("day", "is_working", "name")})
    except (KeyError, ValidationError) as error:
        raise _bad(f"Line {line} is no day: it needs day, is_working and name") from error


def _bad(words: str) -> Invalid:
    return Invalid(words, code="invalid", fields={"days": [words]})
