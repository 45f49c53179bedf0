"""The same kind of case at the same place: a likely duplicate while open, a relapse when closed lately."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, or_, select
from sqlalchemy.orm import Session

from app.cases import policy
from app.cases.models import Case
from app.cases.queries.columns import Shape, as_rows, select_rows
from app.cases.workflow import OPEN
from app.core.actor import Actor
from app.core.clock import local_date
from app.core.dialect import Box, in_box
from app.core.errors import NotFound
from app.core.geo import metres_per_degree

NEAR_M = 50.0
"""Two phones at one stall are seldom farther apart, two stalls of a market often are."""
LATELY = timedelta(days=30)
MOST = 20


def list_similar(session: Session, case_id: UUID, *, actor: Actor, at: datetime) -> Shape:
    """The shape of `SimilarCases`, newest first; NotFound for a case this person may not see."""
    sees = policy.visible(actor, local_date(at))
    place = select(Case.category_id, Case.segment_id, Case.lon, Case.lat)
    this = session.execute(place.where(Case.id == case_id, sees)).first()
    if this is None:
        raise NotFound("There is no such case for you", code="case_not_found")
    similar = (
        select_rows(actor, at)
        .where(Case.category_id == this.category_id, Case.id != case_id, sees)
        .where(or_(Case.status.in_(OPEN), Case.closed_at > at - LATELY))
        .where(_is_near(session, this))
        .order_by(Case.received_at.desc(), Case.id.desc())
        .limit(MOST)
    )
    return {"items": as_rows(session.execute(similar))}


def _is_near(session: Session, this: Row[*tuple[Any, ...]]) -> ColumnElement[bool]:
    """Around the point; a case known by its segment alone is like all others of the segment."""
    lon, lat, segment_id = this.lon, this.lat, this.segment_id
    if lon is None:
        on_segment: ColumnElement[bool] = Case.segment_id == segment_id
        return on_segment
    return in_box(session, Case.location, _around(lon, lat))


def _around(lon: float, lat: float) -> Box:
    per_lon, per_lat = metres_per_degree(lat)
    wide, high = NEAR_M / max(per_lon, 1.0), NEAR_M / per_lat
    return lon - wide, lat - high, lon + wide, lat + high
