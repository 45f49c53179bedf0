"""What its reporter has looked at."""

from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from app.cases.models import Case
from app.core.actor import Actor


def mark_seen(session: Session, case_id: UUID, version: int, *, actor: Actor) -> None:
    """Take away the unread mark up to a version; does nothing to other people's reports or older looks."""
    mine = (Case.id == case_id, Case.reporter_id == actor.id)
    newer = (Case.reporter_seen_version < version, Case.version >= version)
    session.execute(
        update(Case)
        .where(*mine, *newer)
        .values(reporter_seen_version=version)
        .execution_options(synchronize_session=False)
    )
