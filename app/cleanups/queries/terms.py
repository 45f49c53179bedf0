"""Reading categories of participants, kinds of results and stationed units."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.units import unit_tree
from app.cleanups import policy
from app.cleanups.models import ParticipantCategory, ResultKind, StationedUnit
from app.core.actor import Actor
from app.core.dialect import among

STAMP = "cleanup_terms"
"""Moves with categories and kinds."""


def list_categories(session: Session) -> Sequence[ParticipantCategory]:
    """In the order of the buttons; those out of use too, as old sessions still name them."""
    order = ParticipantCategory.rank, ParticipantCategory.code
    return session.scalars(select(ParticipantCategory).order_by(*order)).all()


def list_kinds(session: Session) -> Sequence[ResultKind]:
    """In the order they are asked for."""
    return session.scalars(select(ResultKind).order_by(ResultKind.rank, ResultKind.code)).all()


def list_stationed_units(session: Session, actor: Actor, unit_id: UUID | None) -> Sequence[StationedUnit]:
    """Of the caller's units, or of one of them and all below it."""
    units = actor.units_as(*policy.READERS)
    if unit_id is not None:
        units &= unit_tree(session).subtree(unit_id)
    here = select(StationedUnit).where(among(StationedUnit.unit_id, units))
    return session.scalars(here.order_by(StationedUnit.name, StationedUnit.id)).all()
