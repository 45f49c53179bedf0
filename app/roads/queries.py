"""Reading roads and segments, and which segment a point is on."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, TypeAlias
from uuid import UUID

import shapely
from geoalchemy2.shape import from_shape
from sqlalchemy import ColumnElement, LargeBinary, Row, Select, func, or_, select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.core import geo
from app.core.actor import Actor
from app.core.dialect import Box, in_box
from app.core.errors import NotFound
from app.core.geo import Line, Nearest, Position
from app.roads.models import Appointment, ChiefLevel, Road, RoadSegment

AnyRow: TypeAlias = Row[*tuple[Any, ...]]

STAMP = "roads"
"""Moves with roads, segments and levels."""
APPOINTMENTS_STAMP = "appointments"

# Plain bytes on both databases, and no object for each row.
WKB = func.ST_AsBinary(RoadSegment.geometry, type_=LargeBinary)


def lines_of(wkb: bytes) -> list[Line]:
    """A stored geometry as the nearest formula takes it."""
    return [list(part.coords) for part in shapely.get_parts(shapely.from_wkb(wkb))]


def stored_lines(lines: Iterable[Line]) -> Any:
    """The other way round."""
    return from_shape(shapely.MultiLineString([list(line) for line in lines]), srid=4326)


def find_nearest_segment(
    session: Session, point: Position, limit_m: float, unit_ids: Iterable[UUID]
) -> Nearest[UUID] | None:
    """The segment of these units a point in WGS-84 is on; the index proposes, the one formula decides."""
    within = select(RoadSegment.id, WKB).where(
        in_box(session, RoadSegment.geometry, _around(point, limit_m)),
        RoadSegment.retired_at.is_(None),
        RoadSegment.unit_id.in_(unit_ids),
    )
    candidates = ((segment_id, lines_of(wkb)) for segment_id, wkb in session.execute(within))
    return geo.nearest(point, candidates, limit_m)


def _around(point: Position, metres: float) -> Box:
    per_lon, per_lat = geo.metres_per_degree(point[1])
    # A hundredth more than asked: SpatiaLite keeps its boxes in single precision.
    wide, high = metres * 1.01 / max(per_lon, 1.0) + 1e-5, metres * 1.01 / per_lat + 1e-5
    return point[0] - wide, point[1] - high, point[0] + wide, point[1] + high


def measure_to_segment(session: Session, point: Position, segment_id: UUID) -> geo.Nearness:
    """Distance and side to one segment, as when a person and not the position chose it."""
    wkb = session.scalar(select(WKB).where(RoadSegment.id == segment_id))
    if wkb is None:
        raise NotFound("There is no such segment")
    return geo.measure(point, lines_of(wkb))


def find_segment(session: Session, segment_id: UUID) -> RoadSegment | None:
    """Retired ones too: old cases keep them."""
    return session.get(RoadSegment, segment_id)


def get_segment(session: Session, segment_id: UUID, actor: Actor) -> RoadSegment:
    """One this person's district has, or NotFound."""
    segment = find_segment(session, segment_id)
    if segment is None or segment.unit_id not in actor.district_unit_ids:
        raise NotFound("There is no such segment")
    return segment


def list_segments(
    session: Session,
    unit_ids: Iterable[UUID],
    *,
    box: Box | None = None,
    chief_id: UUID | None = None,
    road_id: UUID | None = None,
    on: date,
) -> Sequence[AnyRow]:
    """Rows of the segments on the map, each with its geometry as WKB."""
    segments = (
        select(
            RoadSegment.id,
            RoadSegment.name,
            RoadSegment.road_id,
            RoadSegment.unit_id,
            RoadSegment.length_m,
            RoadSegment.is_key_area,
            RoadSegment.is_approximate,
            WKB.label("wkb"),
        )
        .where(RoadSegment.retired_at.is_(None), RoadSegment.unit_id.in_(unit_ids))
        .order_by(RoadSegment.name, RoadSegment.id)
    )
    if box is not None:
        segments = segments.where(in_box(session, RoadSegment.geometry, box))
    if chief_id is not None:
        segments = segments.where(RoadSegment.id.in_(_segments_answered_for(chief_id, on)))
    if road_id is not None:
        segments = segments.where(RoadSegment.road_id == road_id)
    return session.execute(segments).all()


def list_roads(session: Session, unit_ids: Iterable[UUID]) -> Sequence[AnyRow]:
    """Roads with a segment in these units, with how many and how long."""
    roads = (
        select(
            Road.id,
            Road.name,
            Road.is_unnamed,
            func.count().label("segments"),
            func.sum(RoadSegment.length_m).label("length_m"),
        )
        .join(RoadSegment, RoadSegment.road_id == Road.id)
        .where(RoadSegment.retired_at.is_(None), RoadSegment.unit_id.in_(unit_ids))
        .group_by(Road.id, Road.name, Road.is_unnamed)
        .order_by(Road.is_unnamed, Road.name, Road.id)
    )
    return session.execute(roads).all()


def list_levels(session: Session) -> Sequence[ChiefLevel]:
    """The highest first."""
    return session.scalars(select(ChiefLevel).order_by(ChiefLevel.rank, ChiefLevel.name)).all()


def holds_on(day: date) -> ColumnElement[bool]:
    """Appointments in force on this day, stand-ins included."""
    return (Appointment.starts_on <= day) & or_(Appointment.ends_on.is_(None), Appointment.ends_on >= day)


def _segments_answered_for(user_id: UUID, day: date) -> Select[UUID]:
    return select(Appointment.segment_id).where(Appointment.user_id == user_id, holds_on(day))


def segment_ids_of_chief(session: Session, user_id: UUID, day: date) -> frozenset[UUID]:
    """All segments the person answers for on this day."""
    return frozenset(session.scalars(_segments_answered_for(user_id, day)))


def answers_for(session: Session, user_id: UUID, segment_id: UUID, day: date) -> bool:
    """Whether the person is a chief of the segment on this day, at any level or as a stand-in."""
    mine = _segments_answered_for(user_id, day).where(Appointment.segment_id == segment_id)
    return session.execute(mine.limit(1)).first() is not None


def chief_on(session: Session, segment_id: UUID, day: date) -> UUID | None:
    """Who comes first of those who answer for the segment: the lowest level is nearest to the street."""
    first = (
        select(Appointment.user_id)
        .join(ChiefLevel, ChiefLevel.id == Appointment.level_id)
        .where(Appointment.segment_id == segment_id, holds_on(day))
        .order_by(Appointment.stands_in_for_id.is_(None), ChiefLevel.rank.desc(), Appointment.id)
    )
    return session.scalar(first.limit(1))


def chiefs_of(session: Session, segment_id: UUID, day: date | None) -> Sequence[AnyRow]:
    """Appointments of the segment on the day, or ever; the highest level first."""
    chiefs = (
        select(Appointment, User.name.label("user_name"), ChiefLevel.name.label("level_name"))
        .join(User, User.id == Appointment.user_id)
        .join(ChiefLevel, ChiefLevel.id == Appointment.level_id)
        .where(Appointment.segment_id == segment_id)
        .order_by(ChiefLevel.rank, Appointment.starts_on, Appointment.id)
    )
    return session.execute(chiefs if day is None else chiefs.where(holds_on(day))).all()
