"""Whom an act on everything that a filter finds means, page by page."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session

from app.cases.models import Case
from app.cases.queries.filters import conditions
from app.cases.schemas.many import ManyFilter
from app.cases.workflow import OPEN
from app.core.actor import Actor


def list_meant(
    session: Session, wanted: ManyFilter, *, after_id: UUID | None, as_of: datetime, most: int, actor: Actor
) -> Sequence[Row[UUID, int, datetime]]:
    """Id, version and last change of so many cases behind `after_id`, by id; none that arrived after `as_of`.

    By id, as that alone never changes: whatever the act makes of a case, the next page begins behind it.
    """
    found = conditions(session, wanted, actor, as_of)
    behind = [Case.id > after_id] if after_id is not None else []
    meant = select(Case.id, Case.version, Case.updated_at).where(*found, *behind, Case.received_at <= as_of)
    page = _among_open(meant) if is_of_open(wanted) else meant.order_by(Case.id)
    return session.execute(page.limit(most)).all()


def is_of_open(wanted: ManyFilter) -> bool:
    """Whether the filter finds nothing of the archive, as nearly every one that is acted on."""
    is_open = bool(wanted.status) and set(wanted.status) <= set(OPEN)
    return is_open or bool(wanted.task or wanted.light or wanted.overdue)


def _among_open(meant: Select[UUID, int, datetime]) -> Select[UUID, int, datetime]:
    """Found first, then sorted: along the ids one would walk through the archive, last pages above all."""
    found = meant.cte("meant").prefix_with("MATERIALIZED")
    return select(found.c.id, found.c.version, found.c.updated_at).order_by(found.c.id)
