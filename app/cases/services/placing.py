"""Where a case is: point, segment, side, unit, and the chief of that day."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from app.cases import policy
from app.cases.schemas.incoming import Location, PlacedBy
from app.core.actor import Actor
from app.core.errors import Invalid
from app.core.geo import Datum, Position, measure, to_wgs84
from app.roads.models import RoadSegment
from app.roads.queries import WKB, find_nearest_segment, first_chief, lines_of


@dataclass(frozen=True)
class Point:
    """A position in WGS-84 as the case keeps it."""

    lon: float
    lat: float
    datum: Datum
    accuracy_m: float | None
    heading: float | None
    location_sent: dict[str, Any]

    @classmethod
    def of(cls, sent: Location) -> "Point":
        """Converted once; what was sent is kept beside it."""
        lon, lat = to_wgs84((sent.lon, sent.lat), sent.datum)
        return cls(lon, lat, sent.datum, sent.accuracy_m, sent.heading, sent.model_dump())

    def columns(self) -> dict[str, Any]:
        """Columns of the case."""
        return asdict(self) | {"location": f"SRID=4326;POINT({self.lon!r} {self.lat!r})"}


@dataclass(frozen=True)
class Place:
    """What the segment says about a case; `segment_id` None means unplaced."""

    unit_id: UUID
    segment_id: UUID | None = None
    segment_name: str | None = None
    road_id: UUID | None = None
    segment_distance_m: float | None = None
    side: str | None = None
    chief_id: UUID | None = None
    placed_by: PlacedBy = "gps"
    is_chief: bool = False
    """Whether the one who places it is a chief of the segment."""

    def columns(self) -> dict[str, Any]:
        """Columns of the case."""
        columns = asdict(self)
        del columns["segment_name"], columns["road_id"], columns["is_chief"]
        return columns


def find_place(
    session: Session,
    point: Position | None,
    segment_id: UUID | None,
    *,
    actor: Actor,
    home_unit_id: UUID,
    day: date,
    limit_m: float,
    placed_by: PlacedBy | None = None,
) -> Place:
    """The segment a person chose, else the one the point is on, else none.

    A chosen segment holds however far off the point is: the person stood there, the position may be wrong,
    and the distance is kept for all to see. One no longer on the map yields to the point, if there is one.
    """
    if segment_id is not None:
        chosen = _find_segment(session, segment_id, day, actor)
        if chosen is None or chosen.unit_id not in actor.district_unit_ids:
            raise Invalid(fields={"segment_id": ["There is no such segment in your district"]})
        if chosen.retired_at is None or point is None:
            distance, side = measure(point, lines_of(chosen.wkb)) if point else (None, None)
            return _place(chosen, distance, side, placed_by or "segment")
    if point is None:
        return Place(home_unit_id)
    found = find_nearest_segment(session, point, limit_m, actor.district_unit_ids)
    segment = found and _find_segment(session, found.id, day, actor)
    if not found or not segment:
        return Place(home_unit_id, placed_by=placed_by or "gps")
    return _place(segment, found.distance_m, found.side, placed_by or "gps")


def _place(
    segment: Row[*tuple[Any, ...]], distance_m: float | None, side: str | None, placed_by: PlacedBy
) -> Place:
    return Place(
        unit_id=segment.unit_id,
        segment_id=segment.id,
        segment_name=segment.name,
        road_id=segment.road_id,
        segment_distance_m=distance_m,
        side=side,
        chief_id=segment.chief_id,
        placed_by=placed_by,
        is_chief=bool(segment.is_chief),
    )


def _find_segment(
    session: Session, segment_id: UUID, day: date, actor: Actor
) -> Row[*tuple[Any, ...]] | None:
    return session.execute(
        select(
            RoadSegment.id,
            RoadSegment.name,
            RoadSegment.road_id,
            RoadSegment.unit_id,
            RoadSegment.retired_at,
            WKB.label("wkb"),
            first_chief(RoadSegment.id, day).scalar_subquery().label("chief_id"),
            policy.is_chief(actor, day, RoadSegment.id).label("is_chief"),
        ).where(RoadSegment.id == segment_id)
    ).first()
