"""A file that was put is there, whole, on a folder and on a server that speaks S3."""

import mmap
import os
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.core import storage as module
from app.core.storage import Storage

KEY = "original/ab/cd/abcd"


@pytest.fixture(params=["folder", "s3"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Storage:
    """An empty store of each kind."""
    store = Storage()
    s3 = request.param == "s3"
    store.bind(request.getfixturevalue("s3_url") if s3 else f"file://{tmp_path}/photos")
    return store


def test_what_was_put_is_there(store: Storage) -> None:
    assert not store.has(KEY)
    store.put(KEY, b"bytes")
    assert store.has(KEY)
    assert store.get(KEY) == b"bytes"


def test_what_was_not_put_is_not_there(store: Storage) -> None:
    with pytest.raises(FileNotFoundError):
        store.get(KEY)


def test_putting_again_changes_nothing(store: Storage) -> None:
    store.put(KEY, b"bytes")
    store.put(KEY, b"bytes")
    assert store.get(KEY) == b"bytes"


def test_forty_at_once_leave_one_whole_file(store: Storage) -> None:
    content = os.urandom(200_000)
    with ThreadPoolExecutor(40) as threads:
        list(threads.map(lambda _: store.put(KEY, content), range(40)))
    assert store.get(KEY) == content
    assert [file.key for file in store.list("")] == [KEY]


def test_a_file_on_disk_is_put_without_reading_it_first(store: Storage, tmp_path: Path) -> None:
    path = tmp_path / "upload"
    path.write_bytes(b"x" * 3_000_000)
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        store.put(KEY, content)
    assert len(store.get(KEY)) == 3_000_000


def test_deleting_twice_is_fine(store: Storage) -> None:
    store.put(KEY, b"bytes")
    store.delete(KEY)
    store.delete(KEY)
    assert not store.has(KEY)


def test_listing_tells_size_and_time(store: Storage) -> None:
    store.put(KEY, b"bytes")
    store.put("thumb/ab/cd/abcd", b"b")
    (listed,) = store.list("original")
    assert (listed.key, listed.byte_size) == (KEY, 5)
    assert abs(datetime.now(UTC) - listed.stored_at) < timedelta(minutes=1)
    assert len(list(store.list(""))) == 2


@pytest.fixture
def folder(tmp_path: Path) -> Storage:
    store = Storage()
    store.bind(f"file://{tmp_path}/photos")
    return store


def test_a_torn_file_is_mended(folder: Storage, tmp_path: Path) -> None:
    folder.put(KEY, b"bytes")
    (tmp_path / "photos" / KEY).write_bytes(b"")
    folder.put(KEY, b"bytes")
    assert folder.get(KEY) == b"bytes"


def test_file_and_folders_are_synced(
    folder: Storage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[Path] = []
    monkeypatch.setattr(module, "_sync", synced.append)
    folder.put(KEY, b"bytes")
    photos = tmp_path / "photos"
    parents = [photos / part for part in ("original/ab/cd", "original/ab", "original")]
    assert synced == [photos / KEY, *parents, photos]


def test_a_store_makes_no_folder_before_it_is_used(folder: Storage, tmp_path: Path) -> None:
    assert not (tmp_path / "photos").exists()
