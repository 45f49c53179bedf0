"""A session or a site this person may see, as a first look that everything else begins with."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, exists, select
from sqlalchemy.orm import Session

from app.cleanups import policy
from app.cleanups.models import CleanupSeries, CleanupSession, CleanupSite, CleanupSitePerson
from app.core.actor import Actor
from app.core.errors import Forbidden, NotFound


def get_session(session: Session, session_id: UUID, actor: Actor, *, lock: bool = False) -> CleanupSession:
    """NotFound for one this person may not see; with `lock` waits for whoever is changing it."""
    one = select(CleanupSession).where(CleanupSession.id == session_id, policy.visible(actor))
    if lock:
        one = one.with_for_update(of=CleanupSession).execution_options(populate_existing=True)
    found = session.scalar(one)
    if found is None:
        raise NotFound("There is no such session for you")
    return found


def get_organised(session: Session, session_id: UUID, actor: Actor, *, lock: bool = False) -> CleanupSession:
    """The same for those who plan it: Forbidden for others who see it."""
    found = get_session(session, session_id, actor, lock=lock)
    if not policy.organises(actor, found.unit_id):
        raise Forbidden("This session is planned by others")
    return found


def get_organised_series(session: Session, series_id: UUID, actor: Actor) -> CleanupSeries:
    """NotFound outside the caller's units, Forbidden where they only read."""
    found = session.get(CleanupSeries, series_id, with_for_update=True, populate_existing=True)
    if found is None or found.unit_id not in actor.units_as(*policy.READERS):
        raise NotFound("There is no such series for you")
    if not policy.organises(actor, found.unit_id):
        raise Forbidden("This series is planned by others")
    return found


def is_person_of_site(actor: Actor) -> ColumnElement[bool]:
    """SQL over CleanupSite: this person leads or helps there."""
    return exists().where(CleanupSitePerson.site_id == CleanupSite.id, CleanupSitePerson.user_id == actor.id)


def get_worked_site(
    session: Session, session_id: UUID, site_id: UUID, actor: Actor, *, lock: bool = False
) -> Row[*tuple[Any, ...]]:
    """(CleanupSite, CleanupSession) to count at: NotFound out of sight, Forbidden for whom it is not."""
    one = (
        select(CleanupSite, CleanupSession, is_person_of_site(actor))
        .join(CleanupSession, CleanupSession.id == CleanupSite.session_id)
        .where(CleanupSite.id == site_id, CleanupSite.session_id == session_id, policy.visible(actor))
    )
    if lock:
        one = one.with_for_update(of=CleanupSite).execution_options(populate_existing=True)
    found = session.execute(one).first()
    if found is None:
        raise NotFound("There is no such site for you")
    if not policy.works_at(actor, found.CleanupSession.unit_id, is_person=bool(found[2])):
        raise Forbidden("This site is not yours to work at")
    return found


def get_organised_site(session: Session, session_id: UUID, site_id: UUID, actor: Actor) -> CleanupSite:
    """A site of a session the caller plans."""
    get_organised(session, session_id, actor)
    site = session.get(CleanupSite, site_id)
    if site is None or site.session_id != session_id:
        raise NotFound("There is no such site in this session")
    return site
