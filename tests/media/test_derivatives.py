"""What is shown of a photo is our own JPEG: upright, in sRGB, opaque, and silent about where it was taken."""

import io
import os
import time
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageCms

from app.media import decoder
from app.media.decoder import Undecodable, derive_apart
from app.media.derivatives import SCREEN_SIDE, THUMB_SIDE, derive
from app.media.formats import jpeg
from tests.media import pictures as made

LIMIT = 64_000_000


def opened(content: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(content), formats=["JPEG"])
    image.load()
    return image


def grey(content: bytes, at: tuple[float, float]) -> float:
    """Brightness 0–255 at a place given as shares of width and height."""
    image = opened(content).convert("L")
    value = image.getpixel((int(at[0] * (image.width - 1)), int(at[1] * (image.height - 1))))
    assert isinstance(value, int | float)
    return value


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_three_sizes_of_every_kind(kind: str) -> None:
    result = derive(made.picture((2400, 1200), kind), LIMIT)
    assert result.full is not None
    assert opened(result.full).size == (2400, 1200)
    assert opened(result.screen).size == (SCREEN_SIDE, SCREEN_SIDE // 2)
    assert opened(result.thumb).size == (THUMB_SIDE, THUMB_SIDE // 2)


def test_small_pictures_are_not_blown_up() -> None:
    result = derive(made.picture((100, 50)), LIMIT)
    assert result.full is None
    assert opened(result.screen).size == opened(result.thumb).size == (100, 50)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_no_metadata_is_left(kind: str) -> None:
    notes = made.noted(make="NIKON", **made.ZHENGZHOU).tobytes()
    given: dict[str, Any] = {"exif": notes, "xmp": b"<x:xmpmeta/>"}
    if kind == "JPEG":
        given |= {"comment": "secret", "dpi": (300, 300)}
    result = derive(made.picture((2000, 100), kind, **given), LIMIT)
    for content in (result.thumb, result.screen, result.full or b""):
        markers = {segment.marker for segment in jpeg.segments(content)}
        assert not markers & ({0xFE} | set(range(0xE1, 0xF0)))
        assert b"NIKON" not in content


ORIENTATIONS = {1: (0, 0), 2: (1, 0), 3: (1, 1), 4: (0, 1), 5: (0, 0), 6: (1, 0), 7: (1, 1), 8: (0, 1)}
"""Where the corner that is stored first belongs, right and down, by EXIF's definition."""


def corner_picture(kind: str, orientation: int) -> bytes:
    """White, 60 by 40 as stored, with a black corner stored first."""
    image = Image.new("RGB", (60, 40), "white")
    image.paste("black", (0, 0, 15, 15))
    out = io.BytesIO()
    image.save(out, kind, exif=made.noted(orientation=orientation).tobytes(), quality=95)
    return out.getvalue()


@pytest.mark.parametrize("orientation", ORIENTATIONS)
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_orientation_is_applied_once(kind: str, orientation: int) -> None:
    shown = derive(corner_picture(kind, orientation), LIMIT).screen
    assert opened(shown).size == ((40, 60) if orientation >= 5 else (60, 40))
    right, down = ORIENTATIONS[orientation]
    dark = (0.1 + 0.8 * right, 0.1 + 0.8 * down)
    light = (0.9 - 0.8 * right, 0.9 - 0.8 * down)
    assert grey(shown, dark) < 60
    assert grey(shown, light) > 200


def test_what_shines_through_is_white() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(out, "PNG")
    assert grey(derive(out.getvalue(), LIMIT).screen, (0.5, 0.5)) > 250


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "I;16", "RGBA"])
def test_kinds_of_png_keep_their_greys(mode: str) -> None:
    out = io.BytesIO()
    if mode == "I;16":
        Image.new(mode, (20, 20), 0xFFFF).save(out, "PNG")
    else:
        Image.new("L", (20, 20), 255).convert(mode).save(out, "PNG")
    assert grey(derive(out.getvalue(), LIMIT).screen, (0.5, 0.5)) > 250


def test_cmyk_becomes_rgb() -> None:
    shown = opened(derive(made.picture(mode="CMYK"), LIMIT).screen)
    assert shown.mode == "RGB"


def swapped_profile() -> bytes:
    """A colour space in which what sRGB calls red is blue."""
    raw = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    raw = raw.replace("sRGB".encode("utf-16-be"), "xRGB".encode("utf-16-be"))
    return raw.replace(b"rXYZ", b"????", 1).replace(b"bXYZ", b"rXYZ", 1).replace(b"????", b"bXYZ", 1)


def test_other_colour_spaces_become_srgb() -> None:
    out = io.BytesIO()
    Image.new("RGB", (16, 16), "red").save(out, "PNG", icc_profile=swapped_profile())
    shown = opened(derive(out.getvalue(), LIMIT).screen)
    assert "icc_profile" not in shown.info
    red, _, blue = shown.getpixel((8, 8))  # type: ignore[misc]
    assert (red < 40, blue > 200) == (True, True)


@pytest.mark.parametrize("space", ["LAB", b"nonsense" * 30])
def test_a_broken_or_foreign_profile_costs_no_picture(space: str | bytes) -> None:
    if isinstance(space, str):
        space = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    assert opened(derive(made.picture(icc_profile=space), LIMIT).screen).size == (64, 48)


@pytest.mark.parametrize("name", ["DSCN0010.jpg", "DSCN0012.jpg", "HMD_Nokia_8.3_5G.heif"])
def test_real_photos(shared_data: Path, name: str) -> None:
    result = derive_apart((shared_data / "photos" / name).read_bytes(), LIMIT)
    assert max(opened(result.screen).size) in {640, SCREEN_SIDE}
    assert max(opened(result.thumb).size) == THUMB_SIDE
    assert len(result.thumb) < 60_000


@pytest.mark.parametrize(
    "content", [made.huge_png(), made.huge_jpeg(), made.huge_heic(), b"nothing", made.picture()[:300]]
)
def test_what_cannot_be_decoded_says_so(content: bytes) -> None:
    with pytest.raises(Undecodable):
        derive_apart(content, LIMIT)


def test_a_picture_that_holds_fewer_pixels_than_it_says() -> None:
    with pytest.raises(Undecodable):
        derive_apart(made.png_with(width=4000, height=4000, pixels=b""), LIMIT)


def test_memory_of_the_decoder_has_an_end() -> None:
    with pytest.raises(Undecodable, match="MemoryError"):
        derive_apart(made.huge_jpeg(), 10_000_000_000)


def test_a_decoder_that_never_ends_is_ended() -> None:
    started = time.monotonic()
    with pytest.raises(Undecodable, match="longer"):
        derive_apart(made.picture((4000, 4000)), LIMIT, max_seconds=0.01)
    assert time.monotonic() - started < 5


def test_a_decoder_that_dies_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoder, "_work", die)
    with pytest.raises(Undecodable, match="died"):
        derive_apart(made.picture(), LIMIT)


def die(*_: object) -> None:
    """What a crash in a decoder looks like from outside."""
    os.abort()
