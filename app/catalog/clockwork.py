"""The four kinds of clock over the calendar and the rules that stand."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import chain
from typing import Any, cast
from uuid import UUID

from sqlalchemy import ScalarSelect, select
from sqlalchemy.orm import Session

from app.catalog.limits import Clock
from app.catalog.models import CalendarYear, ClockRules
from app.catalog.published import published_days, published_mark
from app.catalog.rules import Rules
from app.catalog.working_time import WorkingTime

RULES_ID = 1
RUNNING_HOURS: dict[Clock, float] = {"running": 1, "calendar_days": 24}


@dataclass(frozen=True)
class Clockwork:
    """Moves moments along a clock. `mark` differs whenever calendar or rules do."""

    rules: Rules
    working: WorkingTime
    mark: str

    def span(self, limit: Mapping[str, Any]) -> timedelta:
        """How long a limit is on its clock; a 工作日 is as many working hours as the rules say."""
        clock: Clock = limit["clock"]
        each = {"working_hours": 1.0, "working_days": self.rules.day_hours}.get(clock)
        return timedelta(hours=limit["amount"] * (each or RUNNING_HOURS[clock]))

    def after(self, clock: Clock, start: datetime, span: timedelta) -> datetime:
        """The moment by which so much has passed on this clock."""
        return start + span if clock in RUNNING_HOURS else self.working.after(start, span)

    def between(self, clock: Clock, start: datetime, end: datetime) -> timedelta:
        """How much passes on this clock from one moment to a later one."""
        if clock not in RUNNING_HOURS:
            return self.working.between(start, end)
        return max(end - start, timedelta(0))


_cache: dict[str, Clockwork] = {}


def rules_revision() -> ScalarSelect[UUID]:
    """The revision as a part of a larger SELECT; NULL before the first change."""
    return select(ClockRules.revision).where(ClockRules.id == RULES_ID).scalar_subquery()


def clockwork(session: Session) -> Clockwork:
    """As of now; one small statement while nothing changed."""
    return clockwork_of(session, session.scalar(select(rules_revision())))


def clockwork_of(session: Session, revision: UUID | None) -> Clockwork:
    """The same without a statement, for who has just read the revision."""
    mark = f"{revision or ''} {published_mark()}"
    held = _cache.get(mark)
    if held is None:
        held = _build(session, mark)
        # A revision is never given twice, so what a transaction that failed left here harms nobody.
        _cache.clear()
        _cache[mark] = held
    return held


def _build(session: Session, mark: str) -> Clockwork:
    stored = session.scalar(select(ClockRules.rules).where(ClockRules.id == RULES_ID))
    rules = Rules.model_validate(stored or {})
    loaded = {row.year: row.days for row in session.execute(select(CalendarYear.year, CalendarYear.days))}
    published = (days.items() for year, days in published_days().items() if year not in loaded)
    exceptions = {day: works for day, (works, _) in chain.from_iterable(published)}
    exceptions |= _exceptions(chain.from_iterable(loaded.values()))
    periods = tuple((period.starts_minute, period.ends_minute) for period in rules.periods)
    return Clockwork(rules, WorkingTime(periods, exceptions), mark)


def _exceptions(days: Iterable[Mapping[str, Any]]) -> dict[date, bool]:
    return {date.fromisoformat(one["day"]): cast("bool", one["is_working"]) for one in days}
