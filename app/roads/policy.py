"""Who may see and change roads and appointments."""

from uuid import UUID

from app.core.actor import Actor


def may_see_roads(actor: Actor) -> bool:
    """Everybody with a role, within their district; the map is no secret to whom it serves."""
    return bool(actor.grants)


def may_see_appointments(actor: Actor) -> bool:
    """The whole list with past and coming ones; who answers for a segment today, everybody sees."""
    return actor.has("admin", "supervisor", "viewer")


def units_of_appointments(actor: Actor) -> frozenset[UUID]:
    """The units whose appointments this person may list."""
    return actor.units_as("admin", "supervisor", "viewer")


def may_administer(actor: Actor) -> bool:
    """Whether anything here may be changed at all; where, `may_administer_unit` says."""
    return actor.has("admin")


def may_administer_unit(actor: Actor, unit_id: UUID) -> bool:
    """Segments and appointments belong to a unit, and so to its administrators."""
    return unit_id in actor.units_as("admin")
