"""Drawn pictures look like photos to the rest of the program and never show empty boxes."""

from datetime import datetime
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat

from app.core import fonts
from app.core.clock import LOCAL_ZONE
from app.demo.pictures import KINDS, Shot, take
from app.media import exif
from app.media.intake import judge

MORNING = Shot(113.6129, 34.7585, datetime(2026, 11, 20, 9, 5, 7, tzinfo=LOCAL_ZONE))
LATER = Shot(113.6130, 34.7586, datetime(2026, 11, 20, 15, 40, tzinfo=LOCAL_ZONE), is_cleared=True)


def opened(picture: bytes) -> Image.Image:
    return Image.open(BytesIO(picture)).convert("RGB")


def difference(one: bytes, other: bytes) -> float:
    """Mean difference of the grey values, 0 to 255."""
    return ImageStat.Stat(ImageChops.difference(opened(one), opened(other)).convert("L")).mean[0]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_drawn_and_cleared(kind: str) -> None:
    before, after = take(kind, 7, [MORNING, LATER])
    assert opened(before).size == opened(after).size == (1280, 960)
    assert len(before) < 300_000
    assert difference(before, after) > 1


def test_each_seed_draws_another_street_and_the_same_seed_the_same() -> None:
    [first] = take("stall", 1, [MORNING])
    [again] = take("stall", 1, [MORNING])
    [other] = take("stall", 2, [MORNING])
    assert first == again
    assert difference(first, other) > 5


def test_intake_reads_place_and_time() -> None:
    [before] = take("scooters", 3, [MORNING])
    picture = judge(before, 64_000_000)
    assert picture.content_type == "image/jpeg"
    assert isinstance(picture.notes, exif.Notes)
    assert picture.notes.taken_at == MORNING.taken_at
    assert picture.notes.lon == pytest.approx(MORNING.lon, abs=1e-6)
    assert picture.notes.lat == pytest.approx(MORNING.lat, abs=1e-6)


def test_evenings_are_darker() -> None:
    evening = Shot(MORNING.lon, MORNING.lat, MORNING.taken_at.replace(hour=19))
    noon, night = (ImageStat.Stat(opened(take("stall", 5, [shot])[0])).mean for shot in (MORNING, evening))
    assert sum(night) < sum(noon)


def test_signs_turn_to_pinyin_without_a_chinese_font(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(fonts, "FOLDERS", (str(tmp_path),))
    fonts.chinese_font_file.cache_clear()
    fonts.font.cache_clear()
    try:
        assert fonts.writable("鲜果园") == "XIAN GUO YUAN"
        [before] = take("shop_window_adverts", 4, [MORNING])
        assert opened(before).size == (1280, 960)
    finally:
        fonts.chinese_font_file.cache_clear()
        fonts.font.cache_clear()
