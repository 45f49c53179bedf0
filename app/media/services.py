"""Keep a photo, make what is shown of it, let its untouched bytes leave, forget it.

The file comes first and the row last, so that a row always has its bytes. What a failure in between leaves is
a file without a row, which the worker sweeps. A row being written or deleted is also the lock on its files.
"""

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from app.accounts.services.audit import record
from app.core import jobs
from app.core.actor import Actor
from app.core.clock import now
from app.core.dialect import insert_or_skip, upsert
from app.core.storage import storage
from app.media.authority import tell_arrival
from app.media.derivatives import Derivatives, hash_shown
from app.media.formats.content import Content
from app.media.intake import Picture
from app.media.keys import KINDS, key
from app.media.models import Photo, PhotoUpload

MAX_ATTEMPTS = 3


def store_original(sha256: str, content: Content) -> None:
    """Have the untouched bytes on disk. Before the transaction, so that nobody waits for the disk with us."""
    storage.put(key("original", sha256), content)


def keep_photo(session: Session, sha256: str, picture: Picture, content: Content, *, actor: Actor) -> bool:
    """Know the photo and who sent it, after `store_original`; whether it is new."""
    moment, notes = now(), picture.notes
    values = {
        "sha256": sha256,
        "content_type": picture.content_type,
        "byte_size": picture.byte_size,
        "width": picture.width,
        "height": picture.height,
        "exif_taken_at": notes.taken_at,
        "exif_lon": notes.lon,
        "exif_lat": notes.lat,
        "exif": notes.words,
        "received_at": moment,
        "next_try_at": moment,
        "attempts": 0,
    }
    is_new = insert_or_skip(session, Photo, values, ["sha256"])
    if is_new and not storage.has(key("original", sha256)):
        # A sweeper that held the row before us took the bytes for nobody's.
        store_original(sha256, content)
    sent = {"sha256": sha256, "user_id": actor.id, "uploaded_at": moment}
    upsert(session, PhotoUpload, sent, ["sha256", "user_id"], {"uploaded_at": moment})
    tell_arrival(session, sha256)
    return is_new


def store_derivatives(sha256: str, made: Derivatives) -> None:
    """Have the sizes we show on disk."""
    storage.put(key("thumb", sha256), made.thumb)
    storage.put(key("screen", sha256), made.screen)
    if made.full is not None:
        storage.put(key("full", sha256), made.full)


def note_derived(photo: Photo, perceptual_hash: int | None = None) -> None:
    """The sizes we show are on disk. Without a hash, the sweeper of older photos makes it."""
    photo.derived_at = now()
    photo.perceptual_hash = perceptual_hash
    jobs.finish(photo)


def hash_photo(session: Session, sha256: str) -> None:
    """Give an older photo its perceptual hash, from the copy we show; does nothing where that is gone."""
    try:
        found = hash_shown(storage.get(key("thumb", sha256)))
    except FileNotFoundError:
        return
    session.execute(update(Photo).where(Photo.sha256 == sha256).values(perceptual_hash=found))


def note_undecodable(photo: Photo, reason: str) -> None:
    """Try again a little later, and after a few times no more."""
    jobs.fail(photo, reason, MAX_ATTEMPTS)


def export_evidence(session: Session, photo: Photo, *, actor: Actor) -> None:
    """Note who takes the untouched bytes along; they may leave once this is committed."""
    record(session, "evidence_export", "photo", photo.sha256, actor=actor)


def forget_photo(session: Session, sha256: str) -> None:
    """Row and files, for a photo that nothing names."""
    session.execute(delete(PhotoUpload).where(PhotoUpload.sha256 == sha256))
    session.execute(delete(Photo).where(Photo.sha256 == sha256))
    _delete_files(sha256)


def forget_orphan(session: Session, sha256: str) -> None:
    """Files without a row. A row made and taken away again has a sender of the same bytes wait meanwhile."""
    placeholder = {"sha256": sha256, "content_type": "", "byte_size": 0, "width": 0, "height": 0}
    placeholder |= {"exif": {}, "received_at": now(), "attempts": 0}
    if insert_or_skip(session, Photo, placeholder, ["sha256"]):
        forget_photo(session, sha256)


def _delete_files(sha256: str) -> None:
    for kind in KINDS:
        storage.delete(key(kind, sha256))
