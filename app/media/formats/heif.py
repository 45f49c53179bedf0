"""HEIC and HEIF: boxes in boxes. The outer ones are walked here, the header's detail is libheif's."""

import io

import pillow_heif

from app.media.formats.content import Content, NotAPicture, Truncated, take

BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx"})
"""HEVC inside; AV1 (`avif`) is another codec that we cannot decode."""
GENERIC_BRANDS = frozenset({b"mif1", b"msf1", b"mif2"})
BOXES = frozenset(
    {
        b"ftyp",
        b"meta",
        b"mdat",
        b"idat",
        b"moov",
        b"moof",
        b"mfra",
        b"free",
        b"skip",
        b"wide",
        b"uuid",
        b"pdin",
    }
    | {b"mpvd", b"sefd"}  # a phone maker's motion photo and its notes
)


def is_like(content: Content) -> bool:
    if content[4:8] != b"ftyp":
        return False
    length = min(int.from_bytes(content[:4], "big"), 512)
    brands = {content[8:12]} | {content[at : at + 4] for at in range(16, length, 4)}
    return content[8:12] in BRANDS | GENERIC_BRANDS and bool(brands & BRANDS)


def size(content: Content) -> tuple[int, int]:
    """The primary picture's, or the largest of all where a file lies about which that is."""
    return max((image.size for image in _open(content)), key=lambda sides: sides[0] * sides[1])


def _open(content: Content) -> pillow_heif.HeifFile:
    try:
        opened = pillow_heif.open_heif(io.BytesIO(content), convert_hdr_to_8bit=True)
    except (OSError, ValueError, SyntaxError, RuntimeError, EOFError) as error:
        end(content)  # where the file stops short, say that instead
        raise NotAPicture from error
    if not len(opened):
        raise NotAPicture
    return opened


def end(content: Content, start: int = 0) -> int:
    """Behind the last box in a row of known ones."""
    position = start
    while content[position + 4 : position + 8] in BOXES:
        position += _box_length(content, position)
        if position > len(content):
            raise Truncated
    return position


def _box_length(content: Content, position: int) -> int:
    length = int.from_bytes(take(content, position, 4), "big")
    if length == 0:
        return len(content) - position
    if length == 1:
        length = int.from_bytes(take(content, position + 8, 8), "big")
    if length < 8:
        raise NotAPicture
    return length


def exif(content: Content) -> bytes | None:
    """The Exif item of the primary picture."""
    raw: bytes | None = _open(content).info.get("exif")
    return raw
