"""Whom an act on everything that a filter finds means, page by page."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from app.cases.models import Case
from app.cases.queries.filters import conditions
from app.cases.schemas.many import ManyFilter
from app.core.actor import Actor


def list_meant(
    session: Session, wanted: ManyFilter, *, after_id: UUID | None, as_of: datetime, most: int, actor: Actor
) -> Sequence[Row[UUID, int, datetime]]:
    """Id, version and last change of so many cases behind `after_id`, by id; none that arrived after `as_of`.

    By id, as that alone never changes: whatever the act makes of a case, the next page begins behind it.
    """
    found = conditions(session, wanted, actor, as_of)
    behind = [Case.id > after_id] if after_id is not None else []
    page = select(Case.id, Case.version, Case.updated_at).where(*found, *behind, Case.received_at <= as_of)
    return session.execute(page.order_by(Case.id).limit(most)).all()
