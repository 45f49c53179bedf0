"""What its reporter has looked at."""

from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.cases import policy
from app.cases.models import Case
from app.cases.services.log import note_change, scope_of
from app.core.actor import Actor
from app.core.clock import now, today
from app.core.errors import NotFound


def mark_seen(session: Session, case_id: UUID, version: int, *, actor: Actor) -> None:
    """Take away the unread mark up to a version; does nothing to other people's reports or older looks."""
    case = session.scalar(select(Case).where(Case.id == case_id, policy.visible(actor, today())))
    if case is None:
        raise NotFound("There is no such case for you", code="case_not_found")
    mine = (Case.id == case_id, Case.reporter_id == actor.id)
    newer = (Case.reporter_seen_version < version, Case.version >= version)
    seen = session.scalar(
        update(Case)
        .where(*mine, *newer)
        .values(reporter_seen_version=version)
        .returning(Case.id)
        .execution_options(synchronize_session=False)
    )
    if seen is not None:
        # The reporter's other phone still shows the mark.
        note_change(session, case_id, scope_of(case), now())
