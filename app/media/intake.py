"""The door for uploads: read to disk, judged by content, refused with a reason before anything is kept."""

import hashlib
import mmap
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Protocol

from app.core.errors import Invalid, TooLarge, UnsupportedMedia
from app.media import exif
from app.media.formats import Format, recognise
from app.media.formats.content import Content, NotAPicture, Truncated, Unfolds
from app.media.polyglots import is_polyglot

CHUNK = 1 << 16
MAX_SIDE = 65_535
"""JPEG cannot be longer, and what we show is JPEG."""


class Readable(Protocol):
    """A request's body."""

    def read(self, size: int = -1, /) -> bytes: ...


@dataclass(frozen=True)
class Picture:
    """What an upload turned out to be. Width and height in pixels as shown; `notes` are the camera's."""

    content_type: str
    byte_size: int
    width: int
    height: int
    notes: exif.Notes


@contextmanager
def received(body: Readable, sha256: str, max_bytes: int, folder: Path) -> Iterator[mmap.mmap]:
    """The whole body on disk below `folder`, without a name, so that it is gone with the request.

    Raises TooLarge having read one byte too many at most, and Invalid `hash_mismatch`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=folder) as file:
        if _copy(body, file, max_bytes) != sha256:
            raise Invalid(
                "The bytes that arrived have another SHA-256 than the address", code="hash_mismatch"
            )
        if not file.tell():
            raise _no_picture()
        file.flush()
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
            yield content


def _copy(body: Readable, file: IO[bytes], max_bytes: int) -> str:
    """The SHA-256 of what was copied."""
    digest, size = hashlib.sha256(), 0
    while chunk := body.read(min(CHUNK, max_bytes + 1 - size)):
        size += len(chunk)
        if size > max_bytes:
            raise too_many_bytes(max_bytes)
        digest.update(chunk)
        file.write(chunk)
    return digest.hexdigest()


def discard(body: Readable, max_bytes: int) -> None:
    """Read what is left of a body, within reason, and keep nothing of it."""
    while max_bytes > 0 and (chunk := body.read(CHUNK)):
        max_bytes -= len(chunk)


def judge(content: Content, max_pixels: int) -> Picture:
    """What these bytes are; raises UnsupportedMedia or TooLarge. Only headers are read, no bomb is opened."""
    kind = recognise(content)
    if kind is None:
        raise _no_picture()
    try:
        width, height = kind.size(content)
        if width * height > max_pixels or max(width, height) > MAX_SIDE:
            raise TooLarge(
                f"{width} × {height} is more than {max_pixels} pixels", code="photo_too_many_pixels"
            )
        if is_polyglot(content, kind.end(content)):
            raise UnsupportedMedia("The picture carries a file of another kind", code="photo_is_two_files")
        notes = exif.read(kind.exif(content))
    except Truncated as error:
        raise UnsupportedMedia("The picture stops in the middle", code="photo_truncated") from error
    except Unfolds as error:
        raise TooLarge("A compressed part unfolds without end", code="photo_too_large") from error
    except NotAPicture as error:
        raise _no_picture() from error
    return _picture(kind, content, width, height, notes)


def _picture(kind: Format, content: Content, width: int, height: int, notes: exif.Notes) -> Picture:
    # libheif has turned the size already.
    if notes.orientation >= 5 and kind.content_type != "image/heic":
        width, height = height, width
    return Picture(kind.content_type, len(content), width, height, notes)


def _no_picture() -> UnsupportedMedia:
    return UnsupportedMedia("Only JPEG, PNG, WebP and HEIC pictures are taken", code="photo_not_a_picture")


def too_many_bytes(max_bytes: int) -> TooLarge:
    """The refusal of a body beyond the limit."""
    return TooLarge(f"A photo may have {max_bytes} bytes at most", code="photo_too_large")
