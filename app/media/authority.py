"""What media asks and tells those who name photos: who may see one, which are named, which have come."""

from collections.abc import Callable, Iterable
from typing import TypeAlias

from sqlalchemy.orm import Session

from app.core.actor import Actor

Viewer: TypeAlias = Callable[[Session, Actor, str], bool]
"""Whether this person may see the photo of this SHA-256 because of something that names it."""

Namer: TypeAlias = Callable[[Session, list[str]], Iterable[str]]
"""Which of these photos something names."""

Hearer: TypeAlias = Callable[[Session, str], None]
"""Told, in the transaction that takes them in, that somebody has sent the bytes of this SHA-256."""

_viewers: list[Viewer] = []
_namers: list[Namer] = []
_hearers: list[Hearer] = []


def register_viewer(viewer: Viewer) -> None:
    """Have this one asked, too; asking it twice would change nothing."""
    if viewer not in _viewers:
        _viewers.append(viewer)


def register_namer(namer: Namer) -> None:
    """Have this one asked, too. Without any, no photo is ever swept."""
    if namer not in _namers:
        _namers.append(namer)


def register_hearer(hearer: Hearer) -> None:
    """Have this one told, too."""
    if hearer not in _hearers:
        _hearers.append(hearer)


def tell_arrival(session: Session, sha256: str) -> None:
    """Have whatever names this photo know that the bytes are there."""
    for hearer in _hearers:
        hearer(session, sha256)


def is_shown_to(session: Session, actor: Actor, sha256: str) -> bool:
    """Whether anything lets this person see the photo."""
    return any(viewer(session, actor, sha256) for viewer in _viewers)


def unnamed(session: Session, sha256s: list[str]) -> list[str]:
    """Those of these photos that nothing names."""
    if not sha256s or not _namers:
        return []
    named = {sha256 for namer in _namers for sha256 in namer(session, sha256s)}
    return [sha256 for sha256 in sha256s if sha256 not in named]
