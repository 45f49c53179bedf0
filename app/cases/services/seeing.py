"""What its reporter has looked at."""

from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.cases import policy
from app.cases.models import Case
from app.core.actor import Actor
from app.core.clock import today
from app.core.errors import NotFound


def mark_seen(session: Session, case_id: UUID, version: int, *, actor: Actor) -> None:
    """Take away the unread mark up to a version; does nothing to other people's reports or older looks."""
    if session.scalar(select(Case.id).where(Case.id == case_id, policy.visible(actor, today()))) is None:
        raise NotFound("There is no such case for you", code="case_not_found")
    mine = (Case.id == case_id, Case.reporter_id == actor.id)
    newer = (Case.reporter_seen_version < version, Case.version >= version)
    session.execute(
        update(Case)
        .where(*mine, *newer)
        .values(reporter_seen_version=version)
        .execution_options(synchronize_session=False)
    )
