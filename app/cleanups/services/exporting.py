"""Who takes the numbers along."""

from sqlalchemy.orm import Session

from app.accounts.services import record
from app.cleanups.schemas.plan import SessionFilter
from app.core.actor import Actor


def note_export(session: Session, wanted: SessionFilter, *, actor: Actor) -> None:
    """The audit row of an export; staff's names stand in it, those of participants exist nowhere."""
    asked, unit_id = wanted.model_dump(mode="json", exclude_none=True), wanted.unit_id
    record(session, "cleanups_exported", "cleanup_sessions", "", actor=actor, unit_id=unit_id, asked=asked)
