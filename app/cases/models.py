"""Tables of cases, their log, their photos, their numbers, and the feed of changes."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from geoalchemy2 import Geometry, WKBElement
from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import one_of
from app.cases.indexes import INDEXES
from app.cases.workflow import STATUSES
from app.core.db import Base, HasId
from app.core.dialect import Json, LogNumber
from app.core.jobs import Job

SOURCES = ("patrol", "public", "hotline", "video", "leader", "department", "media", "import")
PHOTO_ROLES = ("before", "after", "near", "far", "check")
PLACED_BY = ("gps", "map", "segment")
DATUMS = ("wgs84", "gcj02", "bd09", "cgcs2000")
SIDES = ("east", "west", "south", "north")


class Case(HasId, Base):
    """A problem on the street from report to closing; the phone makes its id."""

    __tablename__ = "cases"
    __table_args__ = (
        CheckConstraint(one_of("status", STATUSES), name="status"),
        CheckConstraint(one_of("source", SOURCES), name="source"),
        CheckConstraint(one_of("placed_by", PLACED_BY), name="placed_by"),
        CheckConstraint(one_of("datum", DATUMS), name="datum"),
        CheckConstraint(f"side IS NULL OR {one_of('side', SIDES)}", name="side"),
        *INDEXES,
    )

    number: Mapped[str | None] = mapped_column(String(40), unique=True)
    status: Mapped[str] = mapped_column(String(20))
    version: Mapped[int] = mapped_column(default=1)
    source: Mapped[str] = mapped_column(String(20))
    category_id: Mapped[UUID] = mapped_column(ForeignKey("categories.id"))
    category_code: Mapped[str] = mapped_column(String(20))
    description: Mapped[str] = mapped_column(Text, default="")
    search_text: Mapped[str] = mapped_column(Text, default="")
    search_terms: Mapped[str] = mapped_column(Text, default="", deferred=True)
    """The terms of `search_text`, set by `search.py` and indexed by `dialect.make_term_index`."""

    lon: Mapped[float | None]
    lat: Mapped[float | None]
    """The place in WGS-84; what was sent stays in `location_sent`."""
    location: Mapped[WKBElement | None] = mapped_column(
        Geometry("POINT", srid=4326, spatial_index=True), deferred=True
    )
    location_sent: Mapped[dict[str, Any] | None] = mapped_column(Json)
    datum: Mapped[str] = mapped_column(String(10), default="wgs84")
    accuracy_m: Mapped[float | None]
    heading: Mapped[float | None]
    placed_by: Mapped[str] = mapped_column(String(10))
    segment_id: Mapped[UUID | None] = mapped_column(ForeignKey("road_segments.id"))
    segment_distance_m: Mapped[float | None]
    side: Mapped[str | None] = mapped_column(String(5))
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"))
    chief_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    """The highest chief of the segment on the day of the report."""

    reporter_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    reporter_seen_version: Mapped[int] = mapped_column(default=1)
    department_id: Mapped[UUID | None] = mapped_column(ForeignKey("departments.id"))
    assignee_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    handler_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    """Who said it was done; never the one who checks it."""

    observed_at: Mapped[datetime]
    """What the phone's clock said."""
    received_at: Mapped[datetime]
    filed_at: Mapped[datetime | None]
    assigned_at: Mapped[datetime | None]
    handled_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    updated_at: Mapped[datetime]
    limit: Mapped[dict[str, Any] | None] = mapped_column(Json)
    """`{text, amount, clock, note}` as chosen at filing, or as the category had it at assignment."""
    limit_hours: Mapped[float | None]
    """The same in hours of its clock."""
    clock_moves: Mapped[list[dict[str, Any]]] = mapped_column(Json, default=list, server_default="[]")
    """What happened to the clock since assignment, in order: pauses and extensions (`deadlines.py`)."""
    yellow_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None]
    """When 80 % and 100 % of the limit are used up (`deadlines.py`)."""
    next_step_at: Mapped[datetime | None]
    """When the next of the overdue steps is taken, unless it is handled by then."""
    overdue_step: Mapped[int] = mapped_column(default=0, server_default="0")
    """How many of them were taken for this end."""
    paused_at: Mapped[datetime | None]
    """Since when the clock stands still (挂账, 并案)."""
    extension_asked_until: Mapped[datetime | None]
    confirm_asked: Mapped[bool] = mapped_column(default=False)
    confirmed: Mapped[bool | None]
    """The answer of 核实; NULL while nobody has said."""

    self_handled: Mapped[bool] = mapped_column(default=False)
    rework_count: Mapped[int] = mapped_column(default=0)
    suspended_from: Mapped[str | None] = mapped_column(String(20))
    """The status `resume` goes back to."""
    merged_from: Mapped[str | None] = mapped_column(String(20))
    """The status `unmerge` goes back to."""
    merged_into_id: Mapped[UUID | None] = mapped_column(ForeignKey("cases.id"))
    relapse_of_id: Mapped[UUID | None]
    """The same kind of case that had been closed there shortly before; it marks that one, too."""
    body_hash: Mapped[str] = mapped_column(String(64))
    """Of the report as understood, to tell the same again from another."""
    last_action: Mapped[str] = mapped_column(String(24), default="report")
    last_note: Mapped[str] = mapped_column(Text, default="")
    thumb_sha256: Mapped[str | None] = mapped_column(String(64))
    """These three spare the queue a look into log and photos."""

    events: Mapped[list["CaseEvent"]] = relationship(back_populates="case", order_by="CaseEvent.id")
    photos: Mapped[list["CasePhoto"]] = relationship(back_populates="case", order_by="CasePhoto.id")


class CaseEvent(Base):
    """One row of a case's log; the database refuses to change it."""

    __tablename__ = "case_events"
    __table_args__ = (
        UniqueConstraint("case_id", "action_id", "step"),
        Index("ix_case_events_case_id", "case_id"),
        Index("ix_case_events_actor_id_case_id", "actor_id", "case_id"),
        Index("ix_case_events_actor_id_at", "actor_id", "at", postgresql_include=["case_id"]),
    )

    id: Mapped[int] = mapped_column(LogNumber, primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))
    action_id: Mapped[UUID]
    """Made by the caller; with the case it makes a move happen once."""
    step: Mapped[int] = mapped_column(default=0)
    """0, and 1 where one act writes two rows, such as filing and assigning."""
    action: Mapped[str] = mapped_column(String(24))
    actor_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    actor_name: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime]
    from_status: Mapped[str | None] = mapped_column(String(20))
    to_status: Mapped[str] = mapped_column(String(20))
    version: Mapped[int]
    note: Mapped[str] = mapped_column(Text, default="")
    data: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    case: Mapped[Case] = relationship(back_populates="events")


class CasePhoto(Base):
    """A case names a photo by its hash; the bytes may come before or after."""

    __tablename__ = "case_photos"
    __table_args__ = (
        CheckConstraint(one_of("role", PHOTO_ROLES), name="role"),
        UniqueConstraint("case_id", "sha256", "role"),
        Index("ix_case_photos_sha256", "sha256"),
        Index("ix_case_photos_original_sha256", "original_sha256"),
    )

    id: Mapped[int] = mapped_column(LogNumber, primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))
    sha256: Mapped[str] = mapped_column(String(64))
    role: Mapped[str] = mapped_column(String(10))
    named_by_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    named_at: Mapped[datetime]
    taken_at: Mapped[datetime | None]
    lon: Mapped[float | None]
    lat: Mapped[float | None]
    original_sha256: Mapped[str | None] = mapped_column(String(64))
    has_exif_time: Mapped[bool | None]
    """False: `taken_at` is the clock of the phone that sent it, not the camera's word."""
    has_exif_place: Mapped[bool | None]
    """False: `lon` and `lat` are where that phone was."""
    case: Mapped[Case] = relationship(back_populates="photos")


class CaseFollower(Base):
    """Somebody who reported or sighted a case that was merged sees the one that goes on."""

    __tablename__ = "case_followers"
    __table_args__ = (
        Index("ix_case_followers_case_id", "case_id"),
        Index("ix_case_followers_user_id_case_id", "user_id", "case_id"),
    )

    merged_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))
    """The survivor; where that is merged in turn, the one it was merged into."""


class CaseNumber(Base):
    """The last number given in a district on a day; its row is the lock."""

    __tablename__ = "case_numbers"

    district_code: Mapped[str] = mapped_column(String(20), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    last: Mapped[int]


class CaseChange(Base):
    """One row for each change of a case: the feed phones follow.

    Keeps the scope the case had *before*, so that those who lose sight of it can be told.
    """

    __tablename__ = "case_changes"
    __table_args__ = (Index("ix_case_changes_transaction_number_id", "transaction_number", "id"),)

    id: Mapped[int] = mapped_column(LogNumber, primary_key=True)
    transaction_number: Mapped[int] = mapped_column(BigInteger)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    unit_id: Mapped[UUID]
    segment_id: Mapped[UUID | None]
    department_id: Mapped[UUID | None]
    assignee_id: Mapped[UUID | None]
    follower_id: Mapped[UUID | None]
    """Who saw it before as a follower and may no longer (`CaseFollower`)."""
    at: Mapped[datetime]


class OverdueNotice(Job, HasId, Base):
    """Somebody is to be told that a case is overdue; whoever sends messages takes it from here, once."""

    __tablename__ = "overdue_notices"
    __table_args__ = (
        UniqueConstraint("case_id", "due_at", "step"),
        Index("ix_overdue_notices_next_try_at", "next_try_at"),
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))
    due_at: Mapped[datetime]
    step: Mapped[int]
    """0 is the first of the rules' steps."""
    to: Mapped[str] = mapped_column(String(20))
    """`handler`, `supervisor` or `chief`."""
    user_ids: Mapped[list[str]]
    """Who that was then; may be empty, the unit's group still hears."""
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"))
    made_at: Mapped[datetime]


class ClockRecount(Job, Base):
    """Ends of cases not yet due are counted anew, batch by batch, after rules or calendar changed."""

    __tablename__ = "clock_recounts"
    __table_args__ = (Index("ix_clock_recounts_next_try_at", "next_try_at"),)

    id: Mapped[int] = mapped_column(LogNumber, primary_key=True)
    mark: Mapped[str] = mapped_column(String(80))
    """Of the rules it counts by."""
    asked_at: Mapped[datetime]
    after_due_at: Mapped[datetime]
    after_id: Mapped[UUID]
    """The last case looked at."""
    seen: Mapped[int] = mapped_column(default=0)
    changed: Mapped[int] = mapped_column(default=0)
    finished_at: Mapped[datetime | None]


class ManyAct(Base):
    """One request to act on many cases: whom it meant and, once all were tried, what it was answered."""

    __tablename__ = "many_acts"
    __table_args__ = (Index("ix_many_acts_asked_at", "asked_at"),)

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    """SHA-256 over person and request: the same again is answered the same."""
    asked_at: Mapped[datetime]
    targets: Mapped[list[dict[str, Any]]]
    """`[{id, version}]` in the order of acting."""
    next_after: Mapped[UUID | None]
    as_of: Mapped[datetime | None]
    answer: Mapped[dict[str, Any] | None] = mapped_column(Json)
    """As `schemas.many.ManyResults` has it."""


class SuggestionRule(HasId, Base):
    """Who should get a case that is of such a kind, at such a place, from such a source; NULL is any.

    Rules of a district are asked in the order of `rank`, before the duties of departments.
    """

    __tablename__ = "suggestion_rules"
    __table_args__ = (
        CheckConstraint("category_id IS NULL OR class_name IS NULL", name="kind"),
        CheckConstraint("road_id IS NULL OR segment_id IS NULL", name="place"),
        CheckConstraint(f"side IS NULL OR {one_of('side', SIDES)}", name="side"),
        CheckConstraint(f"source IS NULL OR {one_of('source', SOURCES)}", name="source"),
        Index("ix_suggestion_rules_district_id_rank", "district_id", "rank"),
    )

    district_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"))
    rank: Mapped[int]
    is_active: Mapped[bool]
    note: Mapped[str] = mapped_column(String(100))
    """Why, in the office's words: shown to whoever assigns."""
    category_id: Mapped[UUID | None] = mapped_column(ForeignKey("categories.id"))
    class_name: Mapped[str | None] = mapped_column(String(40))
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"))
    """The unit and all below it; the district itself for everywhere."""
    road_id: Mapped[UUID | None] = mapped_column(ForeignKey("roads.id"))
    segment_id: Mapped[UUID | None] = mapped_column(ForeignKey("road_segments.id"))
    side: Mapped[str | None] = mapped_column(String(5))
    source: Mapped[str | None] = mapped_column(String(20))
    department_id: Mapped[UUID] = mapped_column(ForeignKey("departments.id"))


class CaseViewer(Base):
    """Somebody has the case open at a desk just now; the row lives some seconds beyond their last sign."""

    __tablename__ = "case_viewers"
    __table_args__ = (Index("ix_case_viewers_seen_at", "seen_at"),)

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), primary_key=True)
    is_acting: Mapped[bool]
    """They are filling in a move."""
    since: Mapped[datetime]
    seen_at: Mapped[datetime]
