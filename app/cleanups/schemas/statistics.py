"""Numbers of weeks, months, years, offices and segments. Never of persons."""

from typing import Literal
from uuid import UUID

from app.cleanups.schemas.common import Day, Totals
from app.core.http import Answer, Query

By = Literal["week", "month", "year", "unit", "segment"]


class StatisticsFilter(Query):
    """Sessions held from day to day, of a unit and all below it, of one series or of all."""

    first: Day
    last: Day
    unit_id: UUID | None = None
    series_id: UUID | None = None


class StatisticsQuery(StatisticsFilter):
    """Kept apart by time, or by whose ground it was."""

    by: By = "week"


class Sums(Answer):
    """What took place. Person-times (人次) are occasions, not people: adding weeks up counts no heads.

    `shops_taking_part` are distinct: one that came every week is one. `shops_registered` is of today.
    """

    sessions: int
    person_times: Totals
    person_times_total: int
    shops_taking_part: int
    shops_registered: int | None
    results: dict[str, float]
    cases_found: int
    cases_closed: int


class SumsOf(Sums):
    """The same for one week (2026-W53), month (2026-11), year, unit or segment; null: on no segment."""

    key: str | None
    name: str | None


class Statistics(Answer):
    """By key, and over all: where shops are distinct over the whole span."""

    items: list[SumsOf]
    all: Sums
