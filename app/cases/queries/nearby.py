"""Cases of the same kind at the same place: what "same" means is data of the category."""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, select, union_all
from sqlalchemy.orm import Session

from app.cases import policy
from app.cases.models import Case
from app.cases.statuses import has_status
from app.catalog.models import Category
from app.core.actor import Actor
from app.core.clock import local_date
from app.core.dialect import Box, in_box
from app.core.errors import Invalid, NotFound
from app.core.geo import Position, metres_per_degree

RULE = (Category.duplicate_radius_m, Category.duplicate_hours, Category.relapse_days)


@dataclass(frozen=True)
class Spot:
    """One thing on the street, reported or about to be; without a point it is like all of its segment."""

    category_id: UUID
    radius_m: float
    hours: float
    relapse_days: int
    point: Position | None
    segment_id: UUID | None
    observed_at: datetime
    received_at: datetime
    case_id: UUID | None = None

    def is_twin(self, session: Session, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
        """SQL: another case of the same kind and place that meets the conditions.

        Place is the square about the point, or the same segment for what has no point. Each is looked
        up by its own index: as one OR, PostgreSQL sooner goes through every open case of the city.
        """
        same = [Case.category_id == self.category_id, *conditions]
        if self.case_id is not None:
            same.append(Case.id != self.case_id)
        ways = [select(Case.id).where(way, *same).correlate(None) for way in self._ways(session)]
        return Case.id.in_(union_all(*ways) if len(ways) > 1 else ways[0])

    def _ways(self, session: Session) -> list[ColumnElement[bool]]:
        of_segment: ColumnElement[bool] = Case.segment_id == self.segment_id
        if self.point is None:
            return [of_segment]
        in_square = in_box(session, Case.location, _around(self.point, self.radius_m))
        return [in_square] + ([] if self.segment_id is None else [and_(Case.lon.is_(None), of_segment)])

    def distance_m(self, lon: float | None, lat: float | None) -> float | None:
        """From the point, to a tenth of a metre; None where one of the two has no point."""
        if self.point is None or lon is None or lat is None:
            return None
        per_lon, per_lat = metres_per_degree(self.point[1])
        east, north = (lon - self.point[0]) * per_lon, (lat - self.point[1]) * per_lat
        return round(math.hypot(east, north), 1)


def _around(point: Position, radius_m: float) -> Box:
    lon, lat = point
    per_lon, per_lat = metres_per_degree(lat)
    wide, high = radius_m / max(per_lon, 1.0), radius_m / per_lat
    return lon - wide, lat - high, lon + wide, lat + high


def spot_of_case(session: Session, case_id: UUID, *, actor: Actor, at: datetime) -> Spot:
    """Of a case this person may see; NotFound for others."""
    place = select(
        Case.category_id, Case.lon, Case.lat, Case.segment_id, Case.observed_at, Case.received_at, *RULE
    ).join(Category, Category.id == Case.category_id)
    this = session.execute(place.where(Case.id == case_id, policy.visible(actor, local_date(at)))).first()
    if this is None:
        raise NotFound("There is no such case for you", code="case_not_found")
    point = (this.lon, this.lat) if this.lon is not None else None
    return spot_of(
        this, this.category_id, point, this.segment_id, this.observed_at, this.received_at, case_id
    )


def spot_of_report(
    session: Session,
    category_code: str,
    point: Position | None,
    segment_id: UUID | None,
    *,
    observed_at: datetime,
    at: datetime,
) -> Spot:
    """Of what is about to be reported; Invalid where the category is not in use."""
    asked = select(Category.id, *RULE).where(Category.code == category_code, Category.is_active)
    category = session.execute(asked).first()
    if category is None:
        raise Invalid(fields={"category_code": ["There is no such category in use"]})
    return spot_of(category, category.id, point, segment_id, observed_at, at, None)


def spot_of(
    rule: Row[*tuple[Any, ...]],
    category_id: UUID,
    point: Position | None,
    segment_id: UUID | None,
    observed_at: datetime,
    received_at: datetime,
    case_id: UUID | None,
) -> Spot:
    """By a row that has the columns of RULE."""
    return Spot(
        category_id=category_id,
        radius_m=rule.duplicate_radius_m,
        hours=rule.duplicate_hours,
        relapse_days=rule.relapse_days,
        point=point,
        segment_id=segment_id,
        observed_at=observed_at,
        received_at=received_at,
        case_id=case_id,
    )


def closed_lately(spot: Spot, at: datetime) -> ColumnElement[bool]:
    """SQL: closed so short a time before that moment that the same again is a relapse."""
    since = at - timedelta(days=spot.relapse_days)
    return and_(has_status("closed"), Case.closed_at > since, Case.closed_at <= at)
