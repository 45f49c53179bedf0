"""The same kind of case at the same place soon after closing: marked on the new one, and so on both."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.cases.models import Case
from app.cases.queries.nearby import Spot, closed_lately

LOOKED_AT = 200
"""Nobody closes more at one place within the days of a relapse; it bounds what a report costs."""


def find_relapsed(session: Session, spot: Spot, at: datetime) -> UUID | None:
    """The case closed last there before that moment, if short enough before."""
    closed = (
        select(Case.id, Case.lon, Case.lat)
        .where(spot.is_twin(session, closed_lately(spot, at)))
        .order_by(Case.closed_at.desc(), Case.id)
        .limit(LOOKED_AT)
    )
    for case_id, lon, lat in session.execute(closed):
        distance_m = spot.distance_m(lon, lat)
        if distance_m is None or distance_m <= spot.radius_m:
            found: UUID = case_id
            return found
    return None
