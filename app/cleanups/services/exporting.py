"""Who takes the numbers along."""

from sqlalchemy.orm import Session

from app.accounts.services import record
from app.cleanups.schemas.plan import SessionFilter
from app.core.actor import Actor


def note_export(session: Session, wanted: SessionFilter, *, actor: Actor) -> None:
    """The audit row of an export; staff's names stand in it, those of participants exist nowhere."""
    detail = wanted.model_dump(mode="json", exclude_none=True)
    record(session, "cleanups_exported", "cleanup_sessions", "", actor=actor, **detail)
