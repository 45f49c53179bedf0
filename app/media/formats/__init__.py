"""The kinds of picture taken in, told apart by content. Nothing here decodes a pixel."""

from collections.abc import Callable
from dataclasses import dataclass

from app.media.formats import heif, jpeg, png, webp
from app.media.formats.content import Content


@dataclass(frozen=True)
class Format:
    """How one kind of file is read. Each function raises NotAPicture or Truncated from `content`."""

    content_type: str
    is_like: Callable[[Content], bool]
    size: Callable[[Content], tuple[int, int]]
    """Width and height in pixels as the header states them, before orientation."""
    end: Callable[[Content], int]
    """The offset just behind the picture; whatever follows is not part of it."""
    exif: Callable[[Content], bytes | None]


FORMATS = tuple(
    Format(content_type, kind.is_like, kind.size, kind.end, kind.exif)
    for content_type, kind in (
        ("image/jpeg", jpeg),
        ("image/png", png),
        ("image/webp", webp),
        ("image/heic", heif),
    )
)


def recognise(content: Content) -> Format | None:
    """The format of these bytes, whatever their sender called them."""
    return next((kind for kind in FORMATS if kind.is_like(content)), None)
