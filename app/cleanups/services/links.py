"""Give out links to helpers, and take them back."""

from uuid import UUID

from sqlalchemy.orm import Session

from app.accounts.services import record
from app.cleanups.models import CleanupLink, CleanupSession
from app.cleanups.queries.places import get_organised, get_organised_site
from app.core.actor import Actor
from app.core.clock import now
from app.core.dialect import insert_or_skip
from app.core.errors import Conflict, NotFound


def put_link(
    session: Session, session_id: UUID, site_id: UUID, link_id: UUID, label: str, *, actor: Actor
) -> bool:
    """Make a link under an id of the caller's making, or name it anew; whether it is new."""
    this = get_organised(session, session_id, actor)
    get_organised_site(session, session_id, site_id, actor)
    values = {"id": link_id, "site_id": site_id, "label": label, "made_by_id": actor.id, "made_at": now()}
    if insert_or_skip(session, CleanupLink, values, ["id"]):
        _record(session, "cleanup_link_made", link_id, this, actor)
        return True
    link = session.get_one(CleanupLink, link_id)
    if link.site_id != site_id:
        raise Conflict("This id stands for a link of another site", code="link_elsewhere")
    link.label = label
    session.flush()
    return False


def revoke_link(session: Session, session_id: UUID, site_id: UUID, link_id: UUID, *, actor: Actor) -> None:
    """It takes nothing more from now on. What came by it stays, to be struck out where that is wanted."""
    this = get_organised(session, session_id, actor)
    link = session.get(CleanupLink, link_id, with_for_update=True)
    if link is None or link.site_id != site_id:
        raise NotFound("There is no such link at this site")
    get_organised_site(session, session_id, site_id, actor)
    if link.revoked_at is None:
        link.revoked_at = now()
        _record(session, "cleanup_link_revoked", link_id, this, actor)
        session.flush()


def _record(session: Session, action: str, link_id: UUID, this: CleanupSession, actor: Actor) -> None:
    detail = {"session_id": str(this.id)}
    record(session, action, "cleanup_link", link_id, actor=actor, unit_id=this.unit_id, **detail)
