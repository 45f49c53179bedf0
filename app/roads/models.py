"""Tables of roads, segments, levels of chiefs and their appointments."""

from datetime import date, datetime
from uuid import UUID

from geoalchemy2 import Geometry, WKBElement
from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base, HasId


class Road(HasId, Base):
    """A road as people name it, within one district."""

    __tablename__ = "roads"
    __table_args__ = (UniqueConstraint("district_id", "name"),)

    district_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"))
    name: Mapped[str] = mapped_column(String(120))
    is_unnamed: Mapped[bool] = mapped_column(default=False)


class RoadSegment(HasId, Base):
    """A stretch of a road between two crossings; what chiefs answer for and cases belong to."""

    __tablename__ = "road_segments"

    road_id: Mapped[UUID] = mapped_column(ForeignKey("roads.id"), index=True)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    length_m: Mapped[float]
    """On the ellipsoid, in metres."""
    geometry: Mapped[WKBElement] = mapped_column(
        Geometry("MULTILINESTRING", srid=4326, spatial_index=True), deferred=True
    )
    source_ref: Mapped[str] = mapped_column(Text, default="")
    """What the file called it, such as its OSM way ids."""
    is_key_area: Mapped[bool] = mapped_column(default=False)
    is_approximate: Mapped[bool] = mapped_column(default=False)
    retired_at: Mapped[datetime | None]
    """Since when it is no longer on the map; its cases keep it."""
    road: Mapped[Road] = relationship()


class ChiefLevel(HasId, Base):
    """A level of road chief, such as 一级路长; 1 is the highest rank."""

    __tablename__ = "chief_levels"

    name: Mapped[str] = mapped_column(String(40), unique=True)
    rank: Mapped[int]


class Appointment(HasId, Base):
    """A person answers for a segment from day to day, both included; no end means until further notice."""

    __tablename__ = "appointments"
    __table_args__ = (
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="dates"),
        Index("ix_appointments_user_id_segment_id", "user_id", "segment_id"),
        Index("ix_appointments_segment_id_starts_on", "segment_id", "starts_on"),
    )

    segment_id: Mapped[UUID] = mapped_column(ForeignKey("road_segments.id"))
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    level_id: Mapped[UUID] = mapped_column(ForeignKey("chief_levels.id"))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    stands_in_for_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    """Whom this person covers for (代班)."""
    level: Mapped[ChiefLevel] = relationship()
