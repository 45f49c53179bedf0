"""Pictures that look alike are told by their hashes, whatever was done to the file; others are not."""

import io
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageEnhance
from sqlalchemy.orm import Session

from app.core.storage import storage
from app.media.derivatives import derive, hash_shown
from app.media.keys import key
from app.media.likeness import differing_bits, likeness, perceptual_hash
from app.media.models import Photo
from app.media.sweepers import OlderHasher
from tests.factories import Caller
from tests.media import pictures as made
from tests.media.conftest import derive_all

SIGNED = st.integers(-(2**63), 2**63 - 1)
LIMIT = 64_000_000


def scene(seed: int, size: tuple[int, int] = (800, 600)) -> Image.Image:
    """Boxes of greys and colours, another arrangement for each seed."""
    chance = random.Random(seed)  # noqa: S311
    picture = Image.new("RGB", (800, 600), "grey")
    draw = ImageDraw.Draw(picture)
    for _ in range(40):
        left, top = chance.randrange(800), chance.randrange(600)
        corner = (left + chance.randrange(40, 300), top + chance.randrange(40, 300))
        draw.rectangle(((left, top), corner), tuple(chance.randrange(256) for _ in range(3)))
    return picture.resize(size)


def saved(picture: Image.Image, **given_: int) -> Image.Image:
    out = io.BytesIO()
    picture.save(out, "JPEG", **given_)
    return Image.open(io.BytesIO(out.getvalue()))


def slowly_hashed(picture: Image.Image) -> int:
    """As written out: field by field, and as text."""
    small = picture.convert("L").resize((9, 8), Image.Resampling.LANCZOS)
    grey = [[small.getpixel((x, y)) for x in range(9)] for y in range(8)]
    bits = "".join("01"[grey[y][x] < grey[y][x + 1]] for y in range(8) for x in range(8))  # type: ignore[operator]
    return int(bits, 2)


@pytest.mark.parametrize("seed", range(20))
def test_the_hash_is_what_it_says(seed: int) -> None:
    found = perceptual_hash(scene(seed))
    assert -(2**63) <= found < 2**63
    assert found % 2**64 == slowly_hashed(scene(seed))


@given(SIGNED, SIGNED)
def test_differing_bits_against_counting_them_one_by_one(one: int, other: int) -> None:
    slow = sum((one >> bit & 1) != (other >> bit & 1) for bit in range(64))
    assert differing_bits(one, other) == differing_bits(other, one) == slow
    assert likeness(one, other) == max(0.0, 1 - slow / 16)


@pytest.mark.parametrize("seed", range(10))
def test_scaled_compressed_and_brightened_it_is_the_same_picture(seed: int) -> None:
    picture = scene(seed)
    hashed = perceptual_hash(picture)
    for other in (
        saved(picture, quality=30),
        picture.resize((400, 300)),
        ImageEnhance.Brightness(picture).enhance(0.8),
        ImageEnhance.Contrast(picture).enhance(0.8),
    ):
        assert likeness(hashed, perceptual_hash(other)) >= 0.6


def test_pictures_of_other_things_have_nothing_in_common() -> None:
    hashes = [perceptual_hash(scene(seed)) for seed in range(12)]
    found = [likeness(one, other) for at, one in enumerate(hashes) for other in hashes[:at]]
    assert sum(found) / len(found) < 0.05
    assert max(found) < 0.6


def test_the_worker_hashes_what_it_shows(session: Session, chief: Caller) -> None:
    content = made.picture((2000, 100))
    chief.put(f"/photos/{made.sha(content)}", data=content)
    assert derive_all() == 1
    photo = session.get_one(Photo, made.sha(content))
    session.refresh(photo)
    assert photo.perceptual_hash == derive(content, LIMIT).perceptual_hash
    assert photo.perceptual_hash == hash_shown(storage.get(key("thumb", made.sha(content))))


def test_older_photos_are_hashed_from_what_is_shown_once(
    session: Session, chief: Caller, store: Path
) -> None:
    contents = [made.picture((200 + wide, 100)) for wide in range(25)]
    for content in contents:
        chief.put(f"/photos/{made.sha(content)}", data=content)
    derive_all()
    before = {photo.sha256: photo.perceptual_hash for photo in session.query(Photo)}
    session.query(Photo).update({"perceptual_hash": None})
    gone = made.sha(contents[0])
    storage.delete(key("thumb", gone))
    older = OlderHasher()
    assert [older.sweep() for _ in range(3)] == [True, True, False]
    session.expire_all()
    after = {photo.sha256: photo.perceptual_hash for photo in session.query(Photo)}
    assert after == before | {gone: None}


def test_what_could_not_be_decoded_has_none(session: Session, chief: Caller) -> None:
    content = made.picture((300, 200))[:-300]
    chief.put(f"/photos/{made.sha(content)}", data=content)
    assert OlderHasher().sweep() is False
