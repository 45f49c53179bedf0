"""The worker's part: make what we show and hash it, forget unnamed photos, sweep files nobody knows."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from itertools import chain, islice

from app.core import jobs
from app.core.clock import now
from app.core.db import reading, unit_of_work
from app.core.jobs import Sweeper
from app.core.storage import Stored, storage
from app.media import queries, services
from app.media.authority import unnamed
from app.media.decoder import Undecodable, derive_apart
from app.media.keys import KINDS, key, sha256_of
from app.media.models import Photo
from config import Config

DAY_S = 86_400.0
BATCH = 500
ORPHAN_AGE = timedelta(days=1)
"""No upload takes longer from its file to its row."""


def make_sweepers(settings: Config) -> list[Sweeper]:
    """The sweepers of one worker."""
    age = timedelta(days=settings.unnamed_photo_days)
    return [
        Sweeper("derive photos", partial(derive_next, settings.max_photo_pixels)),
        Sweeper("hash older photos", OlderHasher().sweep, every=DAY_S),
        Sweeper("forget unnamed photos", Forgetter(age).sweep, every=DAY_S),
        Sweeper("sweep orphaned files", OrphanSweep().sweep, every=DAY_S),
    ]


def derive_next(max_pixels: int) -> bool:
    """Make the sizes we show of the photo that waits longest."""
    with reading() as session:
        if not jobs.is_due(session, Photo):
            return False
    with unit_of_work() as session:
        photo = jobs.claim(session, Photo)
    if photo is None:
        return False
    made = _derive(photo.sha256, max_pixels)
    with unit_of_work() as session:
        current = session.get(Photo, photo.sha256)
        if current is not None and isinstance(made, int):
            services.note_derived(current, made)
        elif current is not None:
            services.note_undecodable(current, str(made))
    return True


def _derive(sha256: str, max_pixels: int) -> int | str:
    """The perceptual hash, or why it failed.

    A store that cannot be reached is another matter: that is raised, and does not count.
    """
    try:
        made = derive_apart(storage.get(key("original", sha256)), max_pixels)
        services.store_derivatives(sha256, made)
    except Undecodable as error:
        return str(error)
    except FileNotFoundError:
        return "the original is gone"
    return made.perceptual_hash


class OlderHasher:
    """Goes through the photos from before there were perceptual hashes, a batch each turn."""

    def __init__(self) -> None:
        self.after = ""

    def sweep(self) -> bool:
        with reading() as session:
            batch = queries.list_unhashed(session, self.after)
        for sha256 in batch:
            with unit_of_work() as session:
                services.hash_photo(session, sha256)
        self.after = batch[-1] if batch else ""
        return bool(batch)


class Forgetter:
    """Goes through all old photos, a batch each turn, and forgets those nothing names."""

    def __init__(self, age: timedelta) -> None:
        self.age = age
        self.after = ""

    def sweep(self) -> bool:
        with reading() as session:
            batch = queries.list_unsent_since(session, now() - self.age, self.after, BATCH)
            candidates = unnamed(session, batch)
        for sha256 in candidates:
            self._forget(sha256)
        self.after = batch[-1] if batch else ""
        return bool(batch)

    def _forget(self, sha256: str) -> None:
        with unit_of_work() as session:
            # Somebody may have sent or named it a moment ago.
            still = queries.list_unsent_since(session, now() - self.age, only=sha256)
            if unnamed(session, still):
                services.forget_photo(session, sha256)


class OrphanSweep:
    """Goes through all photos stored, a batch each turn, for files whose upload failed before its row."""

    def __init__(self) -> None:
        self.files: Iterator[Stored] = iter(())
        self.is_under_way = False

    def sweep(self) -> bool:
        if not self.is_under_way:
            # The store keeps other things beside photos.
            self.files = chain.from_iterable(storage.list(f"{kind}/") for kind in KINDS)
        batch = list(islice(self.files, BATCH))
        self.is_under_way = bool(batch)
        self._sweep(batch, now() - ORPHAN_AGE)
        return self.is_under_way

    def _sweep(self, batch: list[Stored], before: datetime) -> None:
        old = sorted({sha256_of(file.key) for file in batch if file.stored_at < before})
        with reading() as session:
            orphans = queries.find_unknown(session, old)
        for sha256 in orphans:
            with unit_of_work() as session:
                services.forget_orphan(session, sha256)
