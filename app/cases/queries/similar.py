"""The same kind of case at the same place: a likely duplicate while open, a relapse when closed lately."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import or_
from sqlalchemy.orm import Session

from app.cases import policy
from app.cases.models import Case
from app.cases.queries.columns import Shape, as_rows, select_rows
from app.cases.queries.nearby import closed_lately, spot_of_case
from app.cases.workflow import OPEN
from app.core.actor import Actor
from app.core.clock import local_date

MOST = 20


def list_similar(session: Session, case_id: UUID, *, actor: Actor, at: datetime) -> Shape:
    """The shape of `SimilarCases`, newest first; NotFound for a case this person may not see."""
    spot = spot_of_case(session, case_id, actor=actor, at=at)
    similar = (
        select_rows(actor, at)
        .where(spot.is_twin(session, or_(Case.status.in_(OPEN), closed_lately(spot, at))))
        .where(policy.visible(actor, local_date(at)))
        .order_by(Case.received_at.desc(), Case.id.desc())
        .limit(MOST)
    )
    return {"items": as_rows(session.execute(similar))}
