"""Photos as this person may see them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.errors import NotFound
from app.core.storage import storage
from app.media.authority import is_shown_to
from app.media.keys import is_sha256, key
from app.media.models import Photo, PhotoUpload
from app.media.schemas import Size

RETRY_AFTER_S = 2


def get_photo(session: Session, sha256: str, *, actor: Actor) -> Photo:
    """The photo; NotFound where this person neither sent it nor may see anything that names it."""
    sent = exists().where(PhotoUpload.sha256 == sha256, PhotoUpload.user_id == actor.id)
    one = select(Photo, sent).where(Photo.sha256 == sha256)
    # What is no address may hold characters that PostgreSQL refuses to look for.
    found = session.execute(one).first() if is_sha256(sha256) else None
    if found is None or not (found[1] or is_shown_to(session, actor, sha256)):
        raise NotFound("There is no such photo for you", code="photo_not_found")
    photo: Photo = found[0]
    return photo


def read_shown(photo: Photo, size: Size) -> bytes:
    """The JPEG we made of it; NotFound `photo_not_ready` until then, `photo_unreadable` if it cannot be."""
    if photo.derived_at is None:
        if photo.next_try_at is None:
            raise NotFound("No picture could be made of these bytes", code="photo_unreadable")
        headers = {"Retry-After": str(RETRY_AFTER_S), "Cache-Control": "no-store"}
        raise NotFound("The photo is being prepared", code="photo_not_ready", headers=headers)
    if size == "original":
        try:
            return storage.get(key("full", photo.sha256))
        except FileNotFoundError:
            size = "screen"  # small photos are kept once
    return storage.get(key(size, photo.sha256))


def list_unsent_since(
    session: Session, moment: datetime, after: str = "", limit: int = 500, only: str | None = None
) -> list[str]:
    """SHA-256s behind `after`, in their order, of photos that nobody has sent since the moment."""
    sent_since = exists().where(PhotoUpload.sha256 == Photo.sha256, PhotoUpload.uploaded_at >= moment)
    old = select(Photo.sha256).where(Photo.received_at < moment, Photo.sha256 > after, ~sent_since)
    if only is not None:
        old = old.where(Photo.sha256 == only)
    return list(session.scalars(old.order_by(Photo.sha256).limit(limit)))


def list_unhashed(session: Session, after: str = "", limit: int = 20) -> list[str]:
    """SHA-256s behind `after`, in their order, of photos from before there were perceptual hashes."""
    older = select(Photo.sha256).where(Photo.perceptual_hash.is_(None), Photo.derived_at.is_not(None))
    return list(session.scalars(older.where(Photo.sha256 > after).order_by(Photo.sha256).limit(limit)))


def find_unknown(session: Session, sha256s: Sequence[str]) -> list[str]:
    """Those of these SHA-256s that no photo has."""
    known = set(session.scalars(select(Photo.sha256).where(Photo.sha256.in_(sha256s))))
    return [sha256 for sha256 in sha256s if sha256 not in known]
