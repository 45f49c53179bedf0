"""Bytes of an upload, and what may be wrong with them."""

import mmap
from typing import TypeAlias

Content: TypeAlias = bytes | mmap.mmap


class NotAPicture(Exception):
    """The bytes begin like a picture but are none, or of a sub-kind nobody can show."""


class Truncated(Exception):
    """The file stops before its picture does."""


class Unfolds(Exception):
    """A compressed part unfolds to more than any honest file holds."""


def take(content: Content, start: int, length: int) -> bytes:
    """These bytes in full; raises Truncated where the file is shorter."""
    piece = content[start : start + length]
    if len(piece) < length:
        raise Truncated
    return piece
