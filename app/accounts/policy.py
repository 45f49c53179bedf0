"""Who may administer whom and what."""

from collections.abc import Iterable
from uuid import UUID

from app.core.actor import Actor


def may_administer(actor: Actor) -> bool:
    """Whether there is anything for this person to administer."""
    return actor.has("admin")


def may_list_people(actor: Actor) -> bool:
    """Administrators appoint people, supervisors assign cases to them."""
    return actor.has("admin", "supervisor")


def may_administer_units(actor: Actor, unit_ids: Iterable[UUID]) -> bool:
    """Whether all of these lie where this person is an administrator."""
    return actor.units_as("admin").issuperset(unit_ids)


def may_administer_person(actor: Actor, held_in: frozenset[UUID]) -> bool:
    """Whether every role of the person (held in these units) lies within reach.

    One that reaches further could be taken over by a reset password. A person without any role is nobody's.
    """
    return may_administer(actor) and may_administer_units(actor, held_in)
