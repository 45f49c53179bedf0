"""What an upload is, is said by its bytes alone; every refusal has its own code."""

import io
import random
import zipfile
import zlib
from pathlib import Path

import pytest
from PIL import Image

from app.core.errors import Problem
from app.media.intake import Picture, judge
from tests.media import pictures as made

LIMIT = 64_000_000


def refusal(content: bytes, max_pixels: int = LIMIT) -> tuple[int, str]:
    with pytest.raises(Problem) as caught:
        judge(content, max_pixels)
    return caught.value.status, caught.value.code


def judged(content: bytes) -> Picture:
    return judge(content, LIMIT)


@pytest.mark.parametrize(
    ("kind", "content_type"),
    [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("WEBP", "image/webp"), ("HEIF", "image/heic")],
)
def test_four_kinds_are_taken(kind: str, content_type: str) -> None:
    content = made.picture((64, 48), kind)
    picture = judged(content)
    assert (picture.content_type, picture.width, picture.height) == (content_type, 64, 48)
    assert picture.byte_size == len(content)


@pytest.mark.parametrize(
    "options", [{"progressive": True}, {"mode": "L"}, {"mode": "CMYK"}, {"restart_marker_blocks": 1}]
)
def test_kinds_of_jpeg(options: dict[str, object]) -> None:
    assert judged(made.picture(**options)).width == 64  # type: ignore[arg-type]


@pytest.mark.parametrize("options", [{"lossless": True}, {"lossless": False}, {"mode": "RGBA"}])
def test_kinds_of_webp(options: dict[str, object]) -> None:
    picture = judged(made.picture((51, 33), "WEBP", **options))  # type: ignore[arg-type]
    assert (picture.width, picture.height) == (51, 33)


def test_moving_pictures_are_taken_for_their_first_frame() -> None:
    out = io.BytesIO()
    frames = [Image.new("RGB", (20, 10), colour) for colour in ("red", "blue")]
    frames[0].save(out, "WEBP", save_all=True, append_images=frames[1:])
    assert judged(out.getvalue()).width == 20


def test_size_is_as_shown() -> None:
    picture = judged(made.noted_picture(size=(40, 20), orientation=6))
    assert (picture.width, picture.height) == (20, 40)


@pytest.mark.parametrize(
    "content",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"<!doctype html><title>x</title>",
        b"%PDF-1.7\n",
        made.picture(kind="GIF"),
        made.picture(kind="BMP"),
        made.picture(kind="TIFF"),
        made.picture(kind="AVIF"),
        made.zipped(),
        b"x",
        b"\xff\xd8\xff\xd9",
        b"\xff\xd8\xff\xe0\x00\x02\xff\xd9",
        made.PNG_START + made.chunk(b"tEXt", b"a\0b") + made.chunk(b"IEND", b""),
        made.PNG_START + made.chunk(b"IHDR", b"\0" * 13) + made.chunk(b"IEND", b""),
        b"RIFF\x20\0\0\0WEBPXXXX" + b"\0" * 24,
        b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0\0\0\x08free",
    ],
)
def test_what_is_no_picture_is_unsupported(content: bytes) -> None:
    assert refusal(content) == (415, "photo_not_a_picture")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
@pytest.mark.parametrize("kept", [0.3, 0.6, 0.95])
def test_a_file_cut_off_is_refused(kind: str, kept: float) -> None:
    content = made.picture((320, 240), kind)
    status, code = refusal(content[: int(len(content) * kept)])
    assert status == 415
    assert code in {"photo_truncated", "photo_not_a_picture"}


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_no_cut_anywhere_passes_or_breaks(kind: str) -> None:
    content = made.picture((24, 24), kind, exif=made.noted(make="x"))
    for length in range(len(content) - 1):
        assert refusal(content[:length])[0] == 415


def test_a_bit_fallen_over_in_a_png_is_seen() -> None:
    content = bytearray(made.png_with())
    content[45] ^= 1
    assert refusal(bytes(content)) == (415, "photo_truncated")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_damage_of_any_kind_is_judged(kind: str) -> None:
    chance = random.Random(kind)  # noqa: S311  the damage must be the same each time
    honest = made.noted_picture(kind, make="x", **made.ZHENGZHOU)
    verdicts = set()
    for _ in range(1500):
        content = bytearray(honest)
        for _ in range(chance.choice([1, 1, 2, 5, 20])):
            at = chance.randrange(min(len(content), chance.choice([40, 200, len(content)])))
            content[at : at + 4] = chance.choice([b"\xff" * 4, bytes(4), b"", chance.randbytes(4)])
        try:
            verdicts.add(judged(bytes(content)).content_type)
        except Problem as problem:
            verdicts.add(str(problem.status))
    assert "415" in verdicts


@pytest.mark.parametrize("bomb", [made.huge_png(), made.huge_jpeg(), made.huge_webp(), made.huge_heic()])
def test_huge_pictures_in_small_files_are_too_large(bomb: bytes) -> None:
    assert len(bomb) < 100_000
    assert refusal(bomb) == (413, "photo_too_many_pixels")


def test_the_limit_itself_is_allowed() -> None:
    assert judge(made.picture((50, 40)), 2000).width == 50
    assert refusal(made.picture((50, 40)), 1999) == (413, "photo_too_many_pixels")


def test_a_ribbon_longer_than_jpeg_can_show_is_too_large() -> None:
    assert refusal(made.png_with(width=70_000, height=1)) == (413, "photo_too_many_pixels")


@pytest.mark.parametrize(
    "trap",
    [
        made.chunk(b"zTXt", b"Comment\0\0" + made.ENDLESS),
        made.chunk(b"iTXt", b"Comment\0\1\0\0\0" + made.ENDLESS),
        made.chunk(b"iCCP", b"profile\0\0" + made.ENDLESS),
        made.chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"\0" * 900_000)) * 5,
    ],
)
def test_text_that_unfolds_without_end_is_too_large(trap: bytes) -> None:
    assert refusal(made.png_with(trap)) == (413, "photo_too_large")


def test_honest_text_and_profiles_stay() -> None:
    text = made.chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"words"))
    plain = made.chunk(b"iTXt", b"Comment\0\0\0\0\0words")
    broken = made.chunk(b"zTXt", b"Comment\0\0not compressed")
    assert judged(made.png_with(text, plain, broken)).width == 8


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
@pytest.mark.parametrize(
    "tail",
    [
        made.zipped(),
        made.zipped() + b"more",
        b"PK\x03\x04",
        b"<html><script>alert(1)</script></html>",
        b"\r\n<SCRIPT src=x></SCRIPT>",
        b"<?php system($_GET[0]); ?>",
        b"%PDF-1.4\n%%EOF",
        b"MZ\x90\0",
        b"\x7fELF\x02",
        b"GIF89a",
    ],
)
def test_a_picture_with_something_else_behind_it_is_refused(kind: str, tail: bytes) -> None:
    assert refusal(made.picture(kind=kind) + tail) == (415, "photo_is_two_files")


def test_an_archive_inside_a_picture_is_refused() -> None:
    archive = io.BytesIO(made.picture()[:2] + b"\xff\xfe\0\0")
    with zipfile.ZipFile(archive, "a") as opened:
        opened.writestr("x", "y")
    hidden = archive.getvalue()[6:]
    comment = b"\xff\xfe" + (len(hidden) + 2).to_bytes(2, "big") + hidden
    content = made.picture()
    assert refusal(content[:2] + comment + content[2:]) == (415, "photo_is_two_files")


def test_a_document_in_a_picture_is_refused() -> None:
    assert refusal(made.picture(comment=b"%PDF-1.4 1 0 obj")) == (415, "photo_is_two_files")


@pytest.mark.parametrize(
    "tail",
    [
        b"\0" * 300,
        b"\xff" * 7,
        made.picture((8, 8)),
        b"\0\0\0\x14ftypmp42\0\0\0\0isom" + b"\0\0\0\x10mdat<script>",
        b"vivo{cameraMeta}",
    ],
)
def test_what_phones_append_is_taken(tail: bytes) -> None:
    assert judged(made.picture() + tail).width == 64


@pytest.mark.parametrize("name", ["DSCN0010.jpg", "DSCN0012.jpg", "HMD_Nokia_8.3_5G.heif"])
def test_real_photos_are_taken(shared_data: Path, name: str) -> None:
    picture = judged((shared_data / "photos" / name).read_bytes())
    assert picture.notes.taken_at is not None
    assert picture.notes.lat is not None
