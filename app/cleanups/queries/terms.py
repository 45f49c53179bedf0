"""Reading categories of participants and kinds of results."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.cleanups.models import ParticipantCategory, ResultKind

STAMP = "cleanup_terms"
"""Moves with categories and kinds."""


def list_categories(session: Session) -> Sequence[ParticipantCategory]:
    """In the order of the buttons; those out of use too, as old sessions still name them."""
    order = ParticipantCategory.rank, ParticipantCategory.code
    return session.scalars(select(ParticipantCategory).order_by(*order)).all()


def list_kinds(session: Session) -> Sequence[ResultKind]:
    """In the order they are asked for."""
    return session.scalars(select(ResultKind).order_by(ResultKind.rank, ResultKind.code)).all()
