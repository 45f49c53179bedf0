"""Who plans cleanups, who counts at a site, and who reads the numbers."""

from uuid import UUID

from sqlalchemy import ColumnElement, or_, select

from app.cleanups.models import CleanupSession, CleanupSite, CleanupSitePerson
from app.core.actor import Actor, Role
from app.core.dialect import among

READERS: tuple[Role, ...] = ("supervisor", "viewer", "organiser", "admin")
"""These see every cleanup of their units."""
ON_THE_SPOT: tuple[Role, ...] = ("organiser", "supervisor", "road_chief", "handler")
"""Those of them who are out count, too; a viewer or administrator only looks."""
COUNTERS: tuple[Role, ...] = ("organiser", "supervisor")
"""These count at every site of their units, others where they lead or help."""


def may_organise(actor: Actor) -> bool:
    """Whether there is anything for this person to plan; where, `organises` says."""
    return actor.has("organiser")


def organises(actor: Actor, unit_id: UUID) -> bool:
    """Series, sessions and shops belong to a unit, and so to its organisers."""
    return unit_id in actor.units_as("organiser")


def may_work(actor: Actor) -> bool:
    """Whether this person may be out at a site at all."""
    return actor.has(*ON_THE_SPOT)


def works_at(actor: Actor, unit_id: UUID, *, is_person: bool) -> bool:
    """Whether this person counts, ticks shops and names photos at a site of the unit."""
    return unit_id in actor.units_as(*COUNTERS) or (is_person and may_work(actor))


def may_read(actor: Actor) -> bool:
    """Numbers of offices and places; who works at one site sees that session alone."""
    return actor.has(*READERS)


def may_administer(actor: Actor) -> bool:
    """Categories and kinds of results are the whole deployment's."""
    return actor.has("admin")


def visible(actor: Actor) -> ColumnElement[bool]:
    """SQL: whether this person may see the session: by office, or as somebody of one of its sites."""
    own = (
        select(CleanupSite.session_id)
        .join(CleanupSitePerson, CleanupSitePerson.site_id == CleanupSite.id)
        .where(CleanupSitePerson.user_id == actor.id)
    )
    return or_(among(CleanupSession.unit_id, actor.units_as(*READERS)), CleanupSession.id.in_(own))
