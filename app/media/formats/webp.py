"""WebP: a RIFF file of named chunks."""

from collections.abc import Iterator

from app.media.formats.content import Content, NotAPicture, Truncated, take


def is_like(content: Content) -> bool:
    return content[:4] == b"RIFF" and content[8:12] == b"WEBP"


def chunks(content: Content) -> Iterator[tuple[bytes, int, int]]:
    """Name, start and end of each chunk; raises Truncated where one leaves its file."""
    position, stop = 12, end(content)
    while position + 8 <= stop:
        head = take(content, position, 8)
        start, length = position + 8, int.from_bytes(head[4:], "little")
        if start + length > stop:
            raise Truncated
        yield head[:4], start, start + length
        position = start + length + length % 2


def size(content: Content) -> tuple[int, int]:
    """From whichever of the three headers opens the file."""
    name, head = content[12:16], content[20:30]
    if len(head) < 10:
        raise Truncated
    if name == b"VP8X":
        return int.from_bytes(head[4:7], "little") + 1, int.from_bytes(head[7:10], "little") + 1
    if name == b"VP8L" and head[0] == 0x2F:
        bits = int.from_bytes(head[1:5], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if name == b"VP8 " and head[3:6] == b"\x9d\x01\x2a":
        return int.from_bytes(head[6:8], "little") & 0x3FFF, int.from_bytes(head[8:10], "little") & 0x3FFF
    raise NotAPicture


def end(content: Content) -> int:
    """Behind the RIFF file as its own header measures it."""
    stop = 8 + int.from_bytes(take(content, 4, 4), "little")
    if stop > len(content):
        raise Truncated
    return stop


def exif(content: Content) -> bytes | None:
    """The EXIF chunk."""
    return next((content[start:stop] for name, start, stop in chunks(content) if name == b"EXIF"), None)
