"""What goes in and out of the catalogue."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from app.catalog.limits import Clock
from app.catalog.rules import Rules
from app.core.http import Answer, Body


class Limit(Answer):
    """One time limit as found: `amount` in hours, or in days for the two clocks of days."""

    text: str
    amount: float
    clock: Clock
    note: str
    source: str


class CategoryAnswer(Answer):
    """A kind of case. The first limit, in `limit_hours` on its clock, holds unless filing chooses another."""

    id: UUID
    code: str
    name: str
    class_name: str
    aliases: list[str]
    pinyin: str
    icon: str
    rank: int
    limits: list[Limit]
    limits_text: str
    limit_hours: float | None
    limit_clock: Clock | None
    standard_ref: str
    duplicate_radius_m: float
    duplicate_hours: float
    relapse_days: int
    is_active: bool


class CategoryList(Answer):
    """The whole catalogue, by rank and code."""

    items: list[CategoryAnswer]


class CategoryBody(Body):
    """A category as an administrator writes it; `limits_text` like `2紧急工作时 / 1天`, empty for none.

    What makes a duplicate or a relapse stays as it is where it is left out.
    """

    code: str = Field(min_length=1, max_length=20, pattern=r"^[0-9A-Za-z]+(-[0-9A-Za-z]+)*$")
    name: str = Field(min_length=1, max_length=60)
    class_name: str = Field(min_length=1, max_length=40)
    aliases: list[str] = Field(default=[], max_length=30)
    limits_text: str = Field(default="", max_length=200)
    standard_ref: str = Field(default="", max_length=120)
    icon: str = Field(default="other", max_length=40)
    rank: int = Field(default=1000, ge=0, le=100_000)
    duplicate_radius_m: float | None = Field(default=None, ge=1, le=1000, allow_inf_nan=False)
    duplicate_hours: float | None = Field(default=None, gt=0, le=24 * 366, allow_inf_nan=False)
    relapse_days: int | None = Field(default=None, ge=0, le=3660)
    is_active: bool = True


class DutyBody(Body):
    """A category (or, with NULL, every one) that a department takes within a unit and all below it."""

    unit_id: UUID
    category_id: UUID | None = None


class DutiesBody(Body):
    """All duties of a department; what is left out is taken away."""

    duties: list[DutyBody] = Field(max_length=5000)


class DutyAnswer(Answer):
    """Which department takes which category where; NULL is every category."""

    department_id: UUID
    unit_id: UUID
    category_id: UUID | None


class DutyList(Answer):
    """Duties of departments."""

    items: list[DutyAnswer]


class RulesAnswer(Rules, Answer):
    """The rules all clocks follow."""


class RulesBody(Rules, Body):
    """The same as an administrator writes them; what is left out is as ever."""


class SpecialDay(Body):
    """A day that is not as its weekday says: off, or worked on to make up for one (调休)."""

    day: date
    is_working: bool
    name: str = Field(default="", max_length=40)


class CalendarBody(Body):
    """The calendar of a year as an administrator loads it."""

    note: str = Field(default="", max_length=200, description="Where it comes from")
    days: list[SpecialDay] = Field(max_length=366)


class SpecialDayAnswer(Answer):
    """A day off, or one worked on to make up for it."""

    day: date
    is_working: bool
    name: str


class CalendarAnswer(Answer):
    """A year as clocks count it: `loaded` here, `published` by the State Council, or `weekends` alone."""

    year: int
    source: Literal["loaded", "published", "weekends"]
    note: str
    loaded_at: datetime | None
    days: list[SpecialDayAnswer]


class CalendarList(Answer):
    """Years in order."""

    items: list[CalendarAnswer]
