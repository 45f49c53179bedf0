"""Who answers for what, and at which level."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, or_, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from app.accounts.models import Unit, User
from app.roads.models import Appointment, ChiefLevel, RoadSegment

APPOINTMENTS_STAMP = "appointments"
"""Moves with every appointment."""

Covered = aliased(User)
LISTED = (
    Appointment.id,
    Appointment.segment_id,
    RoadSegment.name.label("segment_name"),
    RoadSegment.unit_id,
    Unit.name.label("unit_name"),
    Appointment.user_id,
    User.name.label("user_name"),
    User.username,
    Appointment.level_id,
    ChiefLevel.name.label("level_name"),
    ChiefLevel.rank,
    Appointment.starts_on,
    Appointment.ends_on,
    Appointment.stands_in_for_id,
    Covered.name.label("stands_in_for_name"),
    Covered.username.label("stands_in_for_username"),
)


@dataclass(frozen=True)
class Which:
    """Which appointments; None leaves a question open."""

    id: UUID | None = None
    on: date | None = None
    segment_id: UUID | None = None
    road_id: UUID | None = None
    unit_ids: Iterable[UUID] | None = None
    user_id: UUID | None = None
    q: str | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        """As SQL."""
        found: list[ColumnElement[bool]] = []
        if self.id is not None:
            found.append(Appointment.id == self.id)
        if self.on is not None:
            found.append(holds_on(self.on))
        if self.segment_id is not None:
            found.append(Appointment.segment_id == self.segment_id)
        if self.road_id is not None:
            found.append(RoadSegment.road_id == self.road_id)
        if self.unit_ids is not None:
            found.append(RoadSegment.unit_id.in_(self.unit_ids))
        if self.user_id is not None:
            found.append(Appointment.user_id == self.user_id)
        if self.q:
            words = f"%{self.q.replace('%', '').replace('_', '')}%"
            found.append(or_(RoadSegment.name.like(words), User.name.like(words), User.username.like(words)))
        return found


def holds_on(day: date) -> ColumnElement[bool]:
    """Appointments in force on this day, stand-ins included."""
    return (Appointment.starts_on <= day) & or_(Appointment.ends_on.is_(None), Appointment.ends_on >= day)


def answered_for(user_id: UUID, day: date) -> Select[UUID]:
    """SQL: the ids of segments the person answers for on this day."""
    return select(Appointment.segment_id).where(Appointment.user_id == user_id, holds_on(day))


def first_chief(segment_id: UUID | InstrumentedAttribute[UUID], day: date) -> Select[UUID]:
    """SQL: who is asked first on this day: a stand-in before others, then the level nearest to the street."""
    return (
        select(Appointment.user_id)
        .join(ChiefLevel, ChiefLevel.id == Appointment.level_id)
        .where(Appointment.segment_id == segment_id, holds_on(day))
        .order_by(Appointment.stands_in_for_id.is_(None), ChiefLevel.rank.desc(), Appointment.id)
        .limit(1)
    )


def list_appointments(
    session: Session, which: Which, *, limit: int | None = None, after: tuple[str, int, UUID] | None = None
) -> Sequence[Row[*tuple[Any, ...]]]:
    """By segment, the highest level first; `after` is the (segment name, rank, id) of the last row seen."""
    order = (RoadSegment.name, ChiefLevel.rank, Appointment.id)
    rows = (
        select(*LISTED)
        .join(RoadSegment, RoadSegment.id == Appointment.segment_id)
        .join(Unit, Unit.id == RoadSegment.unit_id)
        .join(User, User.id == Appointment.user_id)
        .join(ChiefLevel, ChiefLevel.id == Appointment.level_id)
        .outerjoin(Covered, Covered.id == Appointment.stands_in_for_id)
        .where(*which.conditions())
        .order_by(*order)
        .limit(limit)
    )
    if after is not None:
        rows = rows.where(tuple_(*order) > tuple_(*after))
    return session.execute(rows).all()


def list_levels(session: Session) -> Sequence[ChiefLevel]:
    """The highest first."""
    return session.scalars(select(ChiefLevel).order_by(ChiefLevel.rank, ChiefLevel.name)).all()
