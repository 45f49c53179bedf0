"""The photos that sites name: which bytes are there, and who sees them."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, select
from sqlalchemy.orm import Session

from app.cleanups import policy
from app.cleanups.models import CleanupPhoto, CleanupSession, CleanupSite
from app.cleanups.queries.adding import Shape
from app.core.actor import Actor
from app.media.models import Photo, PhotoUpload


def is_present() -> ColumnElement[bool]:
    """SQL over CleanupPhoto: whoever named it has sent the bytes. Naming a hash alone proves nothing."""
    return exists().where(
        PhotoUpload.sha256 == CleanupPhoto.sha256, PhotoUpload.user_id == CleanupPhoto.named_by_id
    )


def list_photos_of_sites(session: Session, sites: Select[Any]) -> defaultdict[UUID, list[Shape]]:
    """By site, pair by pair, before first."""
    rows = session.execute(
        select(CleanupPhoto, is_present(), Photo.derived_at)
        .outerjoin(Photo, Photo.sha256 == CleanupPhoto.sha256)
        .where(CleanupPhoto.site_id.in_(sites), CleanupPhoto.withdrawn_at.is_(None))
        .order_by(CleanupPhoto.pair, CleanupPhoto.role.desc(), CleanupPhoto.id)
    )
    found: defaultdict[UUID, list[Shape]] = defaultdict(list)
    for named, present, derived_at in rows:
        found[named.site_id].append(_as_photo(named, bool(present), is_derived=derived_at is not None))
    return found


def _as_photo(named: CleanupPhoto, present: bool, *, is_derived: bool) -> Shape:
    names = ("sha256", "role", "pair", "taken_at", "named_by_id", "named_at")
    shape = {name: getattr(named, name) for name in names}
    return shape | {"present": present, "ready": present and is_derived}


def may_see_photo(session: Session, actor: Actor, sha256: str) -> bool:
    """Whether a session this person may see names it, and who named it has sent the bytes."""
    seen = (
        select(CleanupPhoto.id)
        .join(CleanupSite, CleanupSite.id == CleanupPhoto.site_id)
        .join(CleanupSession, CleanupSession.id == CleanupSite.session_id)
        .where(CleanupPhoto.sha256 == sha256, CleanupPhoto.withdrawn_at.is_(None))
        .where(is_present(), policy.visible(actor))
    )
    return session.execute(seen.limit(1)).first() is not None


def list_named(session: Session, sha256s: list[str]) -> Iterable[str]:
    """Those of these photos that a site names, withdrawn ones too: a session's record is kept."""
    return session.scalars(select(CleanupPhoto.sha256).where(CleanupPhoto.sha256.in_(sha256s)).distinct())
