"""Where files are kept: a folder, or anything that speaks S3. What was put is safe when `put` returns."""

import hashlib
import mmap
import os
from collections.abc import Iterator
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import IO, NamedTuple

import obstore
from obstore.exceptions import AlreadyExistsError
from obstore.store import LocalStore, ObjectStore, from_url

FOLDER_SCHEME = "file://"
PIECE = 1_000_000
SENT_AT_ONCE = 2


class Stored(NamedTuple):
    """A file as a listing shows it."""

    key: str
    byte_size: int
    stored_at: datetime


class Storage:
    """Content-addressed files: whoever puts the same key puts the same bytes. Bound once by create_app."""

    _url: str
    _settles: bool

    def bind(self, url: str, *, settles: bool = True) -> None:
        """`file:///folder`, or `s3://bucket/prefix` with the usual AWS_* variables for the rest.

        Where `settles` is false, the caller puts many files and then has them all on disk by one `os.sync`.
        """
        self._url = url
        self._settles = settles
        self.__dict__.pop("_store", None)

    @property
    def _folder(self) -> Path | None:
        is_folder = self._url.startswith(FOLDER_SCHEME)
        return Path(self._url.removeprefix(FOLDER_SCHEME)) if is_folder else None

    @cached_property
    def _store(self) -> ObjectStore:
        if self._folder is not None:
            return LocalStore(self._folder, mkdir=True)
        allow_http = os.environ.get("AWS_ENDPOINT_URL", "").startswith("http://")
        return from_url(self._url, client_options={"allow_http": allow_http})

    def put(self, key: str, content: bytes | mmap.mmap) -> None:
        """Keep these bytes under this key, on disk and not only on its way there."""
        try:
            obstore.put(self._store, key, content, mode="create")
        except AlreadyExistsError:
            # A power cut may have left a name without its bytes; nobody would ever notice but here.
            if self._folder is not None and not self._holds(key, content):
                obstore.put(self._store, key, content, mode="overwrite")
        if self._folder is not None and self._settles:
            _settle(self._folder, key)

    def _holds(self, key: str, content: bytes | mmap.mmap) -> bool:
        try:
            return hashlib.sha256(self.get(key)).digest() == hashlib.sha256(content).digest()
        except FileNotFoundError:
            return False

    def put_file(self, key: str, file: IO[bytes]) -> None:
        """The same for a file of any length, piece by piece; nobody may have put this key before."""
        if self._folder is not None:
            self._drop_leftovers(self._folder / key)
        obstore.put(self._store, key, file, max_concurrency=SENT_AT_ONCE)
        if self._folder is not None and self._settles:
            _settle(self._folder, key)

    def pieces(self, key: str) -> Iterator[bytes]:
        """The bytes piece by piece; raises FileNotFoundError at once, not at the first piece."""
        found = obstore.get(self._store, key)
        return (bytes(piece) for piece in found.stream(min_chunk_size=PIECE))

    def get(self, key: str) -> bytes:
        """The bytes; raises FileNotFoundError."""
        return bytes(obstore.get(self._store, key).bytes())

    def has(self, key: str) -> bool:
        """Whether the key is there."""
        try:
            obstore.head(self._store, key)
        except FileNotFoundError:
            return False
        return True

    def delete(self, key: str) -> None:
        """Forget the key; it need not be there."""
        if self._folder is not None:
            self._drop_leftovers(self._folder / key)
        try:
            obstore.delete(self._store, key)
        except FileNotFoundError:
            return

    @staticmethod
    def _drop_leftovers(path: Path) -> None:
        """What a process that was killed while putting has left: the store writes beside the name first."""
        for leftover in path.parent.glob(f"{path.name}#*"):
            leftover.unlink(missing_ok=True)

    def list(self, prefix: str) -> Iterator[Stored]:
        """All files below a prefix, in no order."""
        for page in obstore.list(self._store, prefix):
            for entry in page:
                yield Stored(entry["path"], entry["size"], entry["last_modified"])


def _settle(folder: Path, key: str) -> None:
    """A file outlives a power cut only once it and every folder above it were synced."""
    path = folder / key
    for place in (path, *path.parents):
        _sync(place)
        if place == folder:
            return


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


storage = Storage()
