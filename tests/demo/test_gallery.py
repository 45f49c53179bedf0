"""Pictures of stories are kept as if phones had sent them, all sizes made."""

import hashlib
import os
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from apiflask import APIFlask
from PIL import Image

from app.core.storage import Storage, storage
from app.demo.district import zhongyuan
from app.demo.gallery import hang_pictures
from app.demo.stories import Story, tell_stories
from app.media.keys import key

LIMITS: dict[str, float | None] = {"04-05": 2.0, "01-13": 40.0}


@pytest.fixture
def stories() -> list[Story]:
    return tell_stories(zhongyuan(), LIMITS, datetime(2026, 11, 23, 2, 30, tzinfo=UTC), 20)


def test_every_shot_becomes_a_photo_of_its_own_in_three_sizes(
    app: APIFlask, stories: list[Story], tmp_path: Path
) -> None:
    url = f"file://{tmp_path}"
    hung = list(hang_pictures(stories, url, 64_000_000))
    assert [len(row) for row in hung] == [len(story.shots) for story in stories]
    assert len({photo.sha256 for row in hung for photo in row}) == sum(len(row) for row in hung) > 20
    storage.bind(url)
    try:
        for row in hung:
            for photo in row:
                original = storage.get(key("original", photo.sha256))
                assert hashlib.sha256(original).hexdigest() == photo.sha256
                assert photo.picture.byte_size == len(original)
                thumb = Image.open(BytesIO(storage.get(key("thumb", photo.sha256))))
                assert max(thumb.size) == 360
                assert not thumb.getexif()
                assert storage.has(key("screen", photo.sha256))
    finally:
        storage.bind(app.config["LUZHANG"].store_url)


def test_a_store_that_cannot_be_written_is_an_error(stories: list[Story], tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.touch()
    with pytest.raises(Exception, match=r"(?i)directory|unable"):
        list(hang_pictures(stories[:3], f"file://{blocked}/photos", 64_000_000))


def test_a_store_that_does_not_settle_leaves_syncing_to_the_caller(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[int] = []
    monkeypatch.setattr(os, "fsync", synced.append)
    store = Storage()
    store.bind(f"file://{tmp_path}", settles=False)
    store.put("thumb/one", b"drawn")
    assert store.get("thumb/one") == b"drawn"
    assert not synced
    store.bind(f"file://{tmp_path}")
    store.put("thumb/two", b"photographed")
    assert synced
