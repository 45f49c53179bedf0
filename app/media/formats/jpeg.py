"""JPEG: a chain of marked segments, then scans up to the end marker."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from app.media.formats.content import Content, NotAPicture, Truncated, take

START = b"\xff\xd8\xff"
END, SCAN, EXIF = 0xD9, 0xDA, 0xE1
FRAMES = frozenset({0xC0, 0xC1, 0xC2})
EXOTIC_FRAMES = frozenset(range(0xC3, 0xD0)) - {0xC4, 0xC8, 0xCC}
# Inside a scan FF00 is a stuffed FF and FFD0-FFD7 are restarts; neither ends it.
MARKER = re.compile(rb"\xff+([\x02-\xcf\xd9-\xfe])", re.DOTALL)


class Segment(NamedTuple):
    """A marker and where its payload lies."""

    marker: int
    start: int
    end: int


def is_like(content: Content) -> bool:
    return content[:3] == START


def segments(content: Content, start: int = 0) -> Iterator[Segment]:
    """Every segment up to and with the end marker, which has no payload."""
    position = start + 2
    while found := MARKER.search(content, position):
        marker, position = content[found.end() - 1], found.end()
        if marker == END:
            yield Segment(END, position, position)
            return
        length = int.from_bytes(take(content, position, 2), "big")
        if length < 2 or position + length > len(content):
            raise Truncated
        yield Segment(marker, position + 2, position + length)
        position += length
    raise Truncated


def size(content: Content) -> tuple[int, int]:
    """From the first frame header; raises NotAPicture for lossless, arithmetic and 12-bit frames."""
    for segment in segments(content):
        if segment.marker in FRAMES:
            precision, *sides = take(content, segment.start, 5)
            height, width = sides[0] << 8 | sides[1], sides[2] << 8 | sides[3]
            if precision == 8 and width and height:
                return width, height
        if segment.marker in FRAMES | EXOTIC_FRAMES | {SCAN, END}:
            break
    raise NotAPicture


def end(content: Content, start: int = 0) -> int:
    """Behind the end marker; a file without any scan is no picture."""
    markers = [(segment.marker, segment.end) for segment in segments(content, start)]
    if SCAN not in {marker for marker, _ in markers}:
        raise NotAPicture
    return markers[-1][1]


def exif(content: Content) -> bytes | None:
    """The first Exif segment, without its name."""
    for segment in segments(content):
        if segment.marker == EXIF and content[segment.start : segment.start + 6] == b"Exif\0\0":
            return content[segment.start + 6 : segment.end]
    return None
