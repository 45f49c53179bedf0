"""Who sets up robots."""

from uuid import UUID

from app.core.actor import Actor


def may_administer(actor: Actor) -> bool:
    """Whether there is any unit whose robots are this person's to set up."""
    return actor.has("admin")


def administers(actor: Actor, unit_id: UUID) -> bool:
    """A robot belongs to a unit, and so to its administrators."""
    return unit_id in actor.units_as("admin")
