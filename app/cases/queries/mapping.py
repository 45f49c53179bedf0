"""Cases as points of a map, many at once."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.cases.deadlines import light
from app.cases.models import Case
from app.cases.queries.columns import Shape
from app.cases.queries.filters import conditions
from app.cases.schemas.incoming import CaseFilter
from app.core.actor import Actor

MOST_POINTS = 5000


def map_cases(session: Session, wanted: CaseFilter, *, actor: Actor, at: datetime) -> Shape:
    """The shape of `CaseMap`: bare tuples, as names would be most of what is sent."""
    points = (
        select(Case.id, Case.lon, Case.lat, Case.status, light(at), Case.category_code)
        .where(Case.lon.is_not(None), *conditions(session, wanted, actor, at))
        .order_by(Case.received_at.desc(), Case.id.desc())
        .limit(MOST_POINTS + 1)
    )
    found = [tuple(row) for row in session.execute(points)]
    return {"points": found[:MOST_POINTS], "truncated": len(found) > MOST_POINTS}
