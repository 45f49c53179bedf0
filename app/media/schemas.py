"""What goes in and out beside the bytes themselves."""

from datetime import datetime
from typing import Literal, TypeAlias

from app.core.http import Answer, Query
from app.media.intake import Picture

Size: TypeAlias = Literal["thumb", "screen", "original"]


class PhotoQuery(Query):
    """Which size is wanted; `original` has every pixel, but neither metadata nor the untouched bytes."""

    size: Size = "screen"


class PhotoReceipt(Answer):
    """What was received. Width and height in pixels as shown; place and time as the camera noted them."""

    sha256: str
    content_type: str
    byte_size: int
    width: int
    height: int
    exif_taken_at: datetime | None
    exif_lon: float | None
    exif_lat: float | None

    @classmethod
    def of(cls, sha256: str, picture: Picture) -> "PhotoReceipt":
        """The receipt for bytes just judged."""
        notes = picture.notes
        return cls(
            sha256=sha256,
            content_type=picture.content_type,
            byte_size=picture.byte_size,
            width=picture.width,
            height=picture.height,
            exif_taken_at=notes.taken_at,
            exif_lon=notes.lon,
            exif_lat=notes.lat,
        )
