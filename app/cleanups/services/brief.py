"""Keep the words of a brief."""

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.accounts.services import record
from app.cleanups.models import CleanupBrief
from app.cleanups.queries.brief import WORDS, show_brief
from app.cleanups.queries.places import get_organised
from app.cleanups.schemas.brief import BriefIn
from app.core.actor import Actor
from app.core.clock import now
from app.core.dialect import insert_or_skip
from app.core.errors import Conflict


def put_brief(session: Session, session_id: UUID, wanted: BriefIn, *, actor: Actor) -> None:
    """Of two who edit at once the second is shown what the first wrote."""
    at = now()
    this = get_organised(session, session_id, actor)
    values: dict[str, Any] = wanted.model_dump(mode="json", exclude={"version"})
    values |= {"edited_by_id": actor.id, "edited_at": at}
    first = {"session_id": session_id, "version": 1, **values}
    if wanted.version == 0 and insert_or_skip(session, CleanupBrief, first, ["session_id"]):
        record(
            session, "cleanup_brief_written", "cleanup_session", this.id, actor=actor, unit_id=this.unit_id
        )
        return
    stored = session.get(CleanupBrief, session_id, with_for_update=True, populate_existing=True)
    if stored is not None and all(getattr(stored, name) == values[name] for name in WORDS):
        return
    if stored is None or wanted.version != stored.version:
        current = show_brief(session, session_id, actor=actor, at=at)
        raise Conflict("The brief has changed since you saw it", code="stale_version", brief=current)
    for name, value in values.items():
        setattr(stored, name, value)
    stored.version += 1
    session.flush()
