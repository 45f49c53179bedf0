"""PNG: a chain of named chunks, each with a check sum."""

import zlib
from collections.abc import Iterator
from typing import NamedTuple

from app.media.formats.content import Content, NotAPicture, Truncated, Unfolds, take

START = b"\x89PNG\r\n\x1a\n"
COMPRESSED_TEXT = frozenset({b"zTXt", b"iTXt", b"iCCP"})
MAX_UNFOLDED = 1 << 20
MAX_UNFOLDED_TOTAL = 4 << 20


class Chunk(NamedTuple):
    """A name and where its payload lies."""

    name: bytes
    start: int
    end: int


def is_like(content: Content) -> bool:
    return content[:8] == START


def chunks(content: Content) -> Iterator[Chunk]:
    """Every chunk up to and with IEND. A wrong check sum is a file damaged on its way."""
    position = len(START)
    while True:
        head = take(content, position, 8)
        length = int.from_bytes(head[:4], "big")
        if position + 12 + length > len(content):
            raise Truncated
        named = content[position + 4 : position + 8 + length]
        if zlib.crc32(named) != int.from_bytes(take(content, position + 8 + length, 4), "big"):
            raise Truncated
        yield Chunk(head[4:], position + 8, position + 8 + length)
        position += 12 + length
        if head[4:] == b"IEND":
            return


def size(content: Content) -> tuple[int, int]:
    """From the header, which must come first; its check sum waits for `end`, so that a bomb is called one."""
    head = take(content, len(START), 16)
    width, height = int.from_bytes(head[8:12], "big"), int.from_bytes(head[12:16], "big")
    if head[4:8] != b"IHDR" or not width or not height:
        raise NotAPicture
    return width, height


def end(content: Content) -> int:
    """Behind IEND; raises Unfolds for text or a colour profile that is small only while compressed."""
    unfolded, has_pixels, position = 0, False, 0
    for chunk in chunks(content):
        has_pixels = has_pixels or chunk.name == b"IDAT"
        position = chunk.end + 4
        if chunk.name in COMPRESSED_TEXT:
            unfolded += _unfolded_size(chunk.name, content[chunk.start : chunk.end])
            if unfolded > MAX_UNFOLDED_TOTAL:
                raise Unfolds
    if not has_pixels:
        raise NotAPicture
    return position


def _unfolded_size(name: bytes, payload: bytes) -> int:
    _keyword, _, rest = payload.partition(b"\0")
    if name == b"iTXt":
        is_compressed, rest = rest[:1] == b"\1", rest[2:].split(b"\0", 2)[-1]
        if not is_compressed:
            return 0
    else:
        rest = rest[1:]
    stream = zlib.decompressobj()
    try:
        length = len(stream.decompress(rest, MAX_UNFOLDED))
    except zlib.error:
        return 0
    if stream.unconsumed_tail:
        raise Unfolds
    return length


def exif(content: Content) -> bytes | None:
    """The eXIf chunk."""
    return next(
        (content[chunk.start : chunk.end] for chunk in chunks(content) if chunk.name == b"eXIf"), None
    )
