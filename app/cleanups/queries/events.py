"""What organisers did to a session."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.cleanups.models import CleanupEvent
from app.cleanups.queries.adding import Shape
from app.cleanups.queries.places import get_session
from app.core.actor import Actor

MOST = 200


def list_events(session: Session, session_id: UUID, *, actor: Actor) -> list[Shape]:
    """The shape of `SessionEvent`, the latest first."""
    get_session(session, session_id, actor)
    names = ("action_id", "action", "actor_id", "actor_name", "at", "version", "note", "data")
    columns = (getattr(CleanupEvent, name) for name in names)
    own = CleanupEvent.session_id == session_id
    rows = session.execute(select(*columns).where(own).order_by(CleanupEvent.id.desc()).limit(MOST))
    return [dict(row._mapping) for row in rows]  # noqa: SLF001  SQLAlchemy's public name
