"""Roads and segments, and which segment a point is on."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, TypeAlias
from uuid import UUID

import shapely
from geoalchemy2.shape import from_shape
from sqlalchemy import LargeBinary, Row, func, select
from sqlalchemy.orm import Session

from app.core import geo
from app.core.actor import Actor
from app.core.dialect import Box, among, in_box
from app.core.errors import NotFound
from app.core.geo import Line, Nearest, Position
from app.roads.models import Road, RoadSegment
from app.roads.queries.chiefs import answered_for

AnyRow: TypeAlias = Row[*tuple[Any, ...]]

STAMP = "roads"
"""Moves with roads, segments and levels."""

# Plain bytes on both databases, and no object for each row.
WKB = func.ST_AsBinary(RoadSegment.geometry, type_=LargeBinary)
SHOWN = (
    RoadSegment.id,
    RoadSegment.name,
    RoadSegment.road_id,
    RoadSegment.unit_id,
    RoadSegment.length_m,
    RoadSegment.is_key_area,
    RoadSegment.is_approximate,
    WKB.label("wkb"),
)


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
        among(RoadSegment.unit_id, unit_ids),
    )
    candidates = ((segment_id, lines_of(wkb)) for segment_id, wkb in session.execute(within))
    return geo.nearest(point, candidates, limit_m)


def _around(point: Position, metres: float) -> Box:
    per_lon, per_lat = geo.metres_per_degree(point[1])
    # A hundredth more than asked: SpatiaLite keeps its boxes in single precision.
    wide, high = metres * 1.01 / max(per_lon, 1.0) + 1e-5, metres * 1.01 / per_lat + 1e-5
    return point[0] - wide, point[1] - high, point[0] + wide, point[1] + high


def name_of(session: Session, segment_id: UUID) -> str | None:
    """What people call it."""
    return session.scalar(select(RoadSegment.name).where(RoadSegment.id == segment_id))


def get_segment(session: Session, segment_id: UUID, actor: Actor) -> AnyRow:
    """Row of a segment this person's district has, retired or not, or NotFound."""
    segment = select(*SHOWN, RoadSegment.retired_at, Road.name.label("road_name")).join(RoadSegment.road)
    here = RoadSegment.unit_id.in_(actor.district_unit_ids)
    found = session.execute(segment.where(RoadSegment.id == segment_id, here)).first()
    if found is None:
        raise NotFound("There is no such segment in your district")
    return found


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
        select(*SHOWN)
        .where(RoadSegment.retired_at.is_(None), RoadSegment.unit_id.in_(unit_ids))
        .order_by(RoadSegment.name, RoadSegment.id)
    )
    if box is not None:
        segments = segments.where(in_box(session, RoadSegment.geometry, box))
    if chief_id is not None:
        segments = segments.where(RoadSegment.id.in_(answered_for(chief_id, on)))
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
