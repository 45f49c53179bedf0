"""Pictures for tests: honest ones of every kind, and the tricks people play with them."""

import hashlib
import io
import struct
import zipfile
import zlib
from typing import Any

import pillow_heif
from PIL import Image

PNG_START = b"\x89PNG\r\n\x1a\n"
ENDLESS = zlib.compress(b"\0" * 60_000_000, 9)
"""58 kB that unfold to 60 MB."""


def sha(content: bytes) -> str:
    """The address of these bytes."""
    return hashlib.sha256(content).hexdigest()


def picture(size: tuple[int, int] = (64, 48), kind: str = "JPEG", mode: str = "RGB", **given: Any) -> bytes:
    """A gradient, so that the left top corner is dark and orientation can be told."""
    image = Image.merge("RGB", [Image.linear_gradient("L").resize(size)] * 3).convert(mode)
    out = io.BytesIO()
    pillow_heif.register_heif_opener()
    image.save(out, kind, **given)
    return out.getvalue()


def noted(**tags: Any) -> Image.Exif:
    """EXIF by tag name of this file's table."""
    exif = Image.Exif()
    for name, value in tags.items():
        directory, tag = TAGS[name]
        holder: Any = exif.get_ifd(directory) if directory else exif
        holder[tag] = value
    return exif


TAGS = {
    "make": (0, 0x010F),
    "model": (0, 0x0110),
    "orientation": (0, 0x0112),
    "software": (0, 0x0131),
    "changed": (0, 0x0132),
    "taken": (0x8769, 0x9003),
    "digitized": (0x8769, 0x9004),
    "offset": (0x8769, 0x9010),
    "taken_offset": (0x8769, 0x9011),
    "lat_ref": (0x8825, 1),
    "lat": (0x8825, 2),
    "lon_ref": (0x8825, 3),
    "lon": (0x8825, 4),
    "gps_status": (0x8825, 9),
}
ZHENGZHOU: dict[str, Any] = {
    "lat_ref": "N",
    "lat": (34.0, 44.0, 52.8),
    "lon_ref": "E",
    "lon": (113.0, 36.0, 43.2),
}
"""34.748 N, 113.612 E."""


def noted_picture(kind: str = "JPEG", size: tuple[int, int] = (64, 48), **tags: Any) -> bytes:
    """A picture with these notes of its camera."""
    return picture(size, kind, exif=noted(**tags).tobytes())


def chunk(name: bytes, payload: bytes) -> bytes:
    """One PNG chunk with its check sum."""
    return struct.pack(">I", len(payload)) + name + payload + struct.pack(">I", zlib.crc32(name + payload))


def png_with(*extra: bytes, width: int = 8, height: int = 8, pixels: bytes | None = None) -> bytes:
    """A PNG by hand: grey, with extra chunks in front of the pixels."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    pixels = zlib.compress(b"\0" * (width + 1) * height) if pixels is None else pixels
    return PNG_START + head + b"".join(extra) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def huge_png() -> bytes:
    """A few dozen kB that claim, and have, 400 million pixels."""
    return png_with(width=20_000, height=20_000, pixels=ENDLESS)


def huge_jpeg() -> bytes:
    """A tiny JPEG whose frame header was changed to 65,000 by 65,000."""
    honest = bytearray(picture((16, 16)))
    at = honest.index(b"\xff\xc0") + 5
    honest[at : at + 4] = struct.pack(">HH", 65_000, 65_000)
    return bytes(honest)


def huge_webp() -> bytes:
    """A tiny WebP whose canvas was changed to 16,000 by 16,000."""
    honest = bytearray(picture((16, 16), "WEBP", exif=noted(make="x")))
    honest[24:30] = (15_999).to_bytes(3, "little") * 2
    return bytes(honest)


def huge_heic() -> bytes:
    """A HEIC whose every size box was changed to 30,000 by 30,000."""
    honest = picture((64, 64), "HEIF")
    at = honest.index(b"ispe") + 8
    return honest[:at] + struct.pack(">II", 30_000, 30_000) + honest[at + 8 :]


def zipped() -> bytes:
    """An archive with a web page in it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("index.html", "<script>alert(1)</script>")
    return out.getvalue()
