"""What goes along when segments are given to another unit. Roads know no cases; who does, says so here."""

from collections.abc import Callable, Sequence
from typing import TypeAlias
from uuid import UUID

from sqlalchemy.orm import Session

Follower: TypeAlias = Callable[[Session, Sequence[UUID], UUID], None]
"""Told in the same transaction which segments belong to which unit from now on."""

_followers: list[Follower] = []


def register_follower(follower: Follower) -> None:
    """Have this one told, too; telling it twice would change nothing."""
    if follower not in _followers:
        _followers.append(follower)


def tell_followers(session: Session, segment_ids: Sequence[UUID], unit_id: UUID) -> None:
    """Say that these segments have gone to this unit."""
    for follower in _followers:
        follower(session, segment_ids, unit_id)
