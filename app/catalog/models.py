"""Tables of categories and of which department does what where."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from app.accounts.models import one_of
from app.core.db import Base, HasId

CLOCKS = ("running", "working_hours", "working_days", "calendar_days")
"""紧急工作时 (and 紧急工作日), 工作时, 工作日, 自然日."""


class Category(HasId, Base):
    """A kind of case; editable data, so cases keep a copy of code and limit."""

    __tablename__ = "categories"
    __table_args__ = (
        CheckConstraint(f"limit_clock IS NULL OR {one_of('limit_clock', CLOCKS)}", name="limit_clock"),
    )

    code: Mapped[str] = mapped_column(String(20), unique=True)
    name: Mapped[str] = mapped_column(String(60))
    class_name: Mapped[str] = mapped_column(String(40))
    standard_ref: Mapped[str] = mapped_column(String(120))
    aliases: Mapped[list[str]]
    pinyin: Mapped[str] = mapped_column(Text)
    """Full pinyin and initials of name and aliases, with blanks between, for search."""
    icon: Mapped[str] = mapped_column(String(40))
    limits_text: Mapped[str] = mapped_column(Text)
    """All limits as found, the ones without a known condition included."""
    limits: Mapped[list[dict[str, Any]]]
    """`[{text, amount, clock, note, source}]`; the first holds. Hours or days, as the clock says."""
    limit_hours: Mapped[float | None]
    """The first limit in hours of its own clock; NULL means no clock."""
    limit_clock: Mapped[str | None] = mapped_column(String(20))
    rank: Mapped[int] = mapped_column(default=1000)
    """Order on a phone that has no history yet; small comes first."""
    duplicate_radius_m: Mapped[float] = mapped_column(default=50.0, server_default=text("50"))
    """Two phones at one stall are seldom farther apart, two stalls of a market often are."""
    duplicate_hours: Mapped[float] = mapped_column(default=24.0, server_default=text("24"))
    """Reports of one kind and place within so many hours may be of one thing."""
    relapse_days: Mapped[int] = mapped_column(default=30, server_default=text("30"))
    """The same again within so many days of closing is a relapse."""
    is_active: Mapped[bool] = mapped_column(default=True)
    edited_at: Mapped[datetime | None]
    """When an administrator last wrote it; a new load of the catalogue then leaves it alone."""


class DepartmentDuty(HasId, Base):
    """A department takes a category (or, with NULL, every one) within a unit and all below it."""

    __tablename__ = "department_duties"
    __table_args__ = (Index("ix_department_duties_unit_id_category_id", "unit_id", "category_id"),)

    department_id: Mapped[UUID] = mapped_column(ForeignKey("departments.id"), index=True)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"))
    category_id: Mapped[UUID | None] = mapped_column(ForeignKey("categories.id"))


class CalendarYear(Base):
    """A year whose holidays and make-up days an administrator loaded; it stands before what is published."""

    __tablename__ = "calendar_years"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    note: Mapped[str] = mapped_column(String(200))
    """Where it comes from, such as the number of the notice."""
    loaded_at: Mapped[datetime]
    days: Mapped[list[dict[str, Any]]]
    """`[{day, is_working, name}]`, only the days that are not as their weekday says."""


class ClockRules(Base):
    """The one row of rules all clocks follow; missing until somebody changes anything."""

    __tablename__ = "clock_rules"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    revision: Mapped[UUID]
    """New with every change of rules or calendars."""
    rules: Mapped[dict[str, Any]]
    """As `app.catalog.rules.Rules` has them."""
