"""Tables of series, their sessions and sites, who leads them, and the log of what organisers did."""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, Time, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.accounts.models import one_of
from app.core.db import Base, HasId
from app.core.dialect import Json, LogNumber

SITE_ROLES = ("lead", "helper")
PLACES = ("segment_id", "road_id", "lon")


class CleanupSeries(HasId, Base):
    """A cleanup that comes again every week. Its weeks are computed; only what took place has rows."""

    __tablename__ = "cleanup_series"

    unit_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    rhythm: Mapped[list[dict[str, Any]]]
    """`[{since, weekdays}]` by day: a new rhythm leaves the weeks before it as they were planned."""
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    pauses: Mapped[list[dict[str, Any]]]
    """`[{starts_on, ends_on, reason}]`, both days included."""
    version: Mapped[int] = mapped_column(default=1)
    body_hash: Mapped[str] = mapped_column(String(64))
    updated_at: Mapped[datetime]


class CleanupSession(HasId, Base):
    """One occasion. Plan and reality stand apart: `planned_on` stays, `held_on` moves."""

    __tablename__ = "cleanup_sessions"
    __table_args__ = (
        Index("ix_cleanup_sessions_unit_id_held_on", "unit_id", "held_on", "id"),
        Index("ix_cleanup_sessions_series_id_held_on", "series_id", "held_on"),
        Index("ix_cleanup_sessions_held_on", "held_on", "id"),
    )

    series_id: Mapped[UUID] = mapped_column(ForeignKey("cleanup_series.id"))
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"))
    """Of the series when the session was made; it stays with the office that held it."""
    planned_on: Mapped[date | None]
    """The day of the plan it stands for; NULL for one beside the plan."""
    held_on: Mapped[date]
    week: Mapped[int]
    """The ISO week of `held_on`, such as 202653."""
    starts_at: Mapped[time | None] = mapped_column(Time)
    ends_at: Mapped[time | None] = mapped_column(Time)
    """As the office's clock shows it."""
    note: Mapped[str] = mapped_column(Text, default="")
    sign_in_code: Mapped[str] = mapped_column(String(16), unique=True)
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(Text, default="")
    """Why it was cancelled or moved to another day."""
    version: Mapped[int] = mapped_column(default=1)
    body_hash: Mapped[str] = mapped_column(String(64))
    updated_at: Mapped[datetime]


class CleanupSite(HasId, Base):
    """A place where people gather in one session: a segment, a road's key area, or a free point."""

    __tablename__ = "cleanup_sites"
    __table_args__ = (
        CheckConstraint(
            " + ".join(f"CASE WHEN {name} IS NULL THEN 0 ELSE 1 END" for name in PLACES) + " = 1",
            name="place",
        ),
    )

    session_id: Mapped[UUID] = mapped_column(ForeignKey("cleanup_sessions.id"), index=True)
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(120))
    segment_id: Mapped[UUID | None] = mapped_column(ForeignKey("road_segments.id"))
    road_id: Mapped[UUID | None] = mapped_column(ForeignKey("roads.id"))
    """A key area: those segments of the road that are watched more closely."""
    lon: Mapped[float | None]
    lat: Mapped[float | None]
    location_sent: Mapped[dict[str, Any] | None] = mapped_column(Json)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"))
    """Whose ground it is; what offices are compared by."""
    planned: Mapped[dict[str, Any]]
    """How many are expected, by category."""
    withdrawn_at: Mapped[datetime | None]
    """Taken off the session; what was counted there stays and counts."""
    results_version: Mapped[int] = mapped_column(default=0)


class CleanupSitePerson(Base):
    """Who leads a site or helps there with an account of their own."""

    __tablename__ = "cleanup_site_people"
    __table_args__ = (CheckConstraint(one_of("role", SITE_ROLES), name="role"),)

    site_id: Mapped[UUID] = mapped_column(ForeignKey("cleanup_sites.id"), primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), primary_key=True, index=True)
    role: Mapped[str] = mapped_column(String(10))


class CleanupEvent(Base):
    """One row for each thing an organiser did to a session; with `action_id` it is done once."""

    __tablename__ = "cleanup_events"
    __table_args__ = (UniqueConstraint("session_id", "action_id"),)

    id: Mapped[int] = mapped_column(LogNumber, primary_key=True)
    session_id: Mapped[UUID] = mapped_column(ForeignKey("cleanup_sessions.id"))
    action_id: Mapped[UUID]
    action: Mapped[str] = mapped_column(String(24))
    actor_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    actor_name: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime]
    version: Mapped[int]
    note: Mapped[str] = mapped_column(Text, default="")
    data: Mapped[dict[str, Any]]
