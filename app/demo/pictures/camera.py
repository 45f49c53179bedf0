"""Turns a drawn street into the JPEG a phone would have sent: frame, light, place and time inside."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from random import Random

from PIL import Image, ImageChops, TiffImagePlugin

from app.demo.pictures.canvas import Canvas
from app.demo.pictures.problems import FIXTURES, KINDS
from app.demo.pictures.street import build_street

SIZE = (1280, 960)
MARK = "示意图"
GPS_BLOCK, EXIF_BLOCK, TAKEN_AT, OFFSET, MODEL, MAKE = 0x8825, 0x8769, 0x9003, 0x9011, 0x0110, 0x010F


@dataclass(frozen=True)
class Shot:
    lon: float
    lat: float
    taken_at: datetime
    """With the zone the phone stood in."""
    is_cleared: bool = False


def take(kind: str, seed: int, shots: Sequence[Shot]) -> list[bytes]:
    """One scene as several people photographed it, with its problem or cleared."""
    random = Random(seed)
    street = build_street(random, is_dusk=shots[0].taken_at.hour >= 18)
    if kind in FIXTURES:
        FIXTURES[kind](street.canvas, street, random)
    spoiled = street.canvas.copy() if any(shot.is_cleared for shot in shots) else street.canvas
    KINDS[kind](spoiled, street, random)
    return [
        _develop(street.canvas if shot.is_cleared else spoiled, street.spot, random, shot) for shot in shots
    ]


def _develop(canvas: Canvas, focus: float, random: Random, shot: Shot) -> bytes:
    picture = _tinted(_framed(canvas, focus, random), shot.taken_at.hour)
    _mark(picture)
    out = BytesIO()
    picture.save(out, "JPEG", quality=80, exif=_exif(shot))
    return out.getvalue()


def _framed(canvas: Canvas, focus: float, random: Random) -> Image.Image:
    """No two shots by hand are quite alike: each stands a little aside."""
    left = round(focus * canvas.scale - SIZE[0] / 2 + random.uniform(-50, 50))
    left = min(max(left, 0), canvas.image.width - SIZE[0])
    top = round((canvas.image.height - SIZE[1]) * random.uniform(0.6, 0.95))
    return canvas.image.crop((left, top, left + SIZE[0], top + SIZE[1]))


def _tinted(picture: Image.Image, hour: int) -> Image.Image:
    if hour < 8:
        light = (255, 240, 222)
    elif hour < 16:
        return picture
    elif hour < 18:
        light = (255, 226, 190)
    else:
        light = (188, 182, 208)
    return ImageChops.multiply(picture, Image.new("RGB", picture.size, light))


def _mark(picture: Image.Image) -> None:
    corner, (x, y) = Canvas(1, picture), (SIZE[0] - 62, SIZE[1] - 32)
    corner.box(x - 44, y - 19, 88, 38, (20, 24, 28, 150), round_by=7)
    corner.write(x, y - 1, MARK, 24, (255, 255, 255), fit=76)


def _exif(shot: Shot) -> Image.Exif:
    exif = Image.Exif()
    exif[MAKE], exif[MODEL] = "Demo", "Drawn street"
    offset = shot.taken_at.strftime("%z")
    exif.get_ifd(EXIF_BLOCK).update(
        {TAKEN_AT: shot.taken_at.strftime("%Y:%m:%d %H:%M:%S"), OFFSET: f"{offset[:3]}:{offset[3:]}"}
    )
    exif.get_ifd(GPS_BLOCK).update(
        {
            1: "N" if shot.lat >= 0 else "S",
            2: _degrees(shot.lat),
            3: "E" if shot.lon >= 0 else "W",
            4: _degrees(shot.lon),
        }
    )
    return exif


def _degrees(value: float) -> tuple[TiffImagePlugin.IFDRational, ...]:
    whole, rest = divmod(abs(value), 1)
    minutes, rest = divmod(rest * 60, 1)
    parts = ((whole, 1), (minutes, 1), (round(rest * 60 * 10_000), 10_000))
    return tuple(TiffImagePlugin.IFDRational(int(top), bottom) for top, bottom in parts)
