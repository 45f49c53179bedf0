"""What a camera noted about place, time and orientation. Broken notes give nothing, never an error.

Read by hand, only the dozen values we want: a general reader follows every entry of a hostile directory, and
thousands of entries may all point at the same long value.
"""

import math
import struct
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias

from app.core.clock import LOCAL_ZONE

MAKE, MODEL, SOFTWARE = 0x010F, 0x0110, 0x0131
ORIENTATION, DATE_TIME, EXIF_IFD, GPS_IFD = 0x0112, 0x0132, 0x8769, 0x8825
TAKEN = ((0x9003, 0x9011), (0x9004, 0x9012))
"""DateTimeOriginal and DateTimeDigitized, each with the tag of its offset."""
OFFSET_TIME = 0x9010
GPS_LAT_REF, GPS_LAT, GPS_LON_REF, GPS_LON, GPS_STATUS = 1, 2, 3, 4, 9
BYTE_ORDERS = {b"II*\0": "<", b"MM\0*": ">"}
TEXT, SHORT, LONG, RATIONAL = 2, 3, 4, 5
MAX_ENTRIES, MAX_VALUES = 1000, 64

Values: TypeAlias = str | tuple[float, ...]
Directory: TypeAlias = dict[int, Values]


@dataclass(frozen=True)
class Notes:
    """As the camera says, which may be wrong or forged. `orientation` is EXIF's 1 to 8; degrees of WGS-84.

    `words` has, where noted, `make`, `model`, `software`, and `taken_at` with its `offset` as written.
    """

    taken_at: datetime | None = None
    lon: float | None = None
    lat: float | None = None
    orientation: int = 1
    words: dict[str, str] = field(default_factory=dict)


def read(raw: bytes | None) -> Notes:
    """The notes in an Exif block, with or without its `Exif\\0\\0` name."""
    raw = (raw or b"").removeprefix(b"Exif\0\0")
    order = BYTE_ORDERS.get(raw[:4])
    if order is None:
        return Notes()
    first = _directory(raw, order, _long(raw, order, 4))
    details = _directory(raw, order, _pointer(first, EXIF_IFD))
    lon, lat = _place(_directory(raw, order, _pointer(first, GPS_IFD)))
    moment, written = _taken_at(first, details)
    found = {"make": first.get(MAKE), "model": first.get(MODEL), "software": first.get(SOFTWARE)} | written
    words = {name: text for name, text in found.items() if isinstance(text, str) and text}
    return Notes(moment, lon, lat, _orientation(first), words)


def _long(raw: bytes, order: str, at: int) -> int:
    return int(struct.unpack_from(order + "I", raw, at)[0]) if at + 4 <= len(raw) else 0


def _pointer(directory: Directory, tag: int) -> int:
    value = directory.get(tag)
    return int(value[0]) if isinstance(value, tuple) and value else 0


def _directory(raw: bytes, order: str, at: int) -> Directory:
    """The entries we can read of the directory at this offset; offset 0 is none."""
    if not 8 <= at <= len(raw) - 2:
        return {}
    (count,) = struct.unpack_from(order + "H", raw, at)
    last = min(count, MAX_ENTRIES, (len(raw) - at - 2) // 12)
    entries: Directory = {}
    for position in range(at + 2, at + 2 + 12 * last, 12):
        tag, kind, length = struct.unpack_from(order + "HHI", raw, position)
        value = _value(raw, order, position + 8, kind, length)
        if value is not None:
            entries.setdefault(tag, value)
    return entries


def _value(raw: bytes, order: str, at: int, kind: int, count: int) -> Values | None:
    width = {TEXT: 1, SHORT: 2, LONG: 4, RATIONAL: 8}.get(kind)
    if width is None or not 1 <= count <= MAX_VALUES:
        return None
    start = at if width * count <= 4 else _long(raw, order, at)
    piece = raw[start : start + width * count]
    if len(piece) < width * count:
        return None
    if kind == TEXT:
        return piece.split(b"\0")[0].decode("ascii", "replace").strip()
    numbers = struct.unpack(
        f"{order}{count * (width // min(width, 4))}{'H' if kind == SHORT else 'I'}", piece
    )
    return tuple(map(_ratio, numbers[::2], numbers[1::2])) if kind == RATIONAL else numbers


def _ratio(top: int, bottom: int) -> float:
    return top / bottom if bottom else math.nan


def _orientation(first: Directory) -> int:
    value = _pointer(first, ORIENTATION)
    return value if 1 <= value <= 8 else 1


def _taken_at(first: Directory, details: Directory) -> tuple[datetime | None, dict[str, Values | None]]:
    """The best time noted, and how it was written."""
    pairs = [(details.get(time), details.get(offset)) for time, offset in TAKEN]
    for text, offset in [*pairs, (first.get(DATE_TIME), details.get(OFFSET_TIME))]:
        moment = _moment(text, offset)
        if moment is not None:
            return moment, {"taken_at": text, "offset": offset}
    return None, {}


def _moment(text: Values | None, offset: Values | None) -> datetime | None:
    """A camera without an offset is taken to run on local time."""
    if not isinstance(text, str):
        return None
    try:
        local = datetime.strptime(text, "%Y:%m:%d %H:%M:%S").replace(tzinfo=LOCAL_ZONE)
    except ValueError:
        return None
    try:
        return datetime.strptime(f"{text} {offset}", "%Y:%m:%d %H:%M:%S %z")
    except ValueError:
        return local


def _place(gps: Directory) -> tuple[float, float] | tuple[None, None]:
    lat = _degrees(gps.get(GPS_LAT), gps.get(GPS_LAT_REF), "NS", 90.0)
    lon = _degrees(gps.get(GPS_LON), gps.get(GPS_LON_REF), "EW", 180.0)
    if lat is None or lon is None or gps.get(GPS_STATUS) == "V" or (lon, lat) == (0.0, 0.0):
        return None, None
    return lon, lat


def _degrees(parts: Values | None, hemisphere: Values | None, signs: str, limit: float) -> float | None:
    """Degrees, minutes and seconds as one number; nothing where they make no sense on this globe."""
    if not isinstance(parts, tuple) or not 1 <= len(parts) <= 3:
        return None
    if not isinstance(hemisphere, str) or hemisphere.upper() not in tuple(signs):
        return None
    value = sum(part / 60.0**power for power, part in enumerate(parts))
    if not value <= limit:  # NaN, too
        return None
    return -value if hemisphere.upper() == signs[1] else value
