"""A file that was put is there, whole, on a folder and on a server that speaks S3."""

import mmap
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.core import storage as module
from app.core.storage import Storage

KEY = "original/ab/cd/abcd"


@pytest.fixture(scope="session")
def s3_server() -> Iterator[str]:
    """A local server that speaks S3, on a free port; answers its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        address = f"http://127.0.0.1:{port}"
        _make_bucket(f"{address}/luzhang")
        yield address
        server.terminate()


def _make_bucket(url: str) -> None:
    for _ in range(150):
        try:
            request = urllib.request.Request(url, method="PUT")  # noqa: S310  our own address
            urllib.request.urlopen(request, timeout=5).close()  # noqa: S310
        except urllib.error.URLError:
            time.sleep(0.1)
        else:
            return
    pytest.fail("the S3 server did not start")


@pytest.fixture(params=["folder", "s3"])
def store(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Storage:
    """An empty store of each kind."""
    store = Storage()
    if request.param == "folder":
        store.bind(f"file://{tmp_path}/photos")
        return store
    settings = {"ENDPOINT_URL": request.getfixturevalue("s3_server"), "REGION": "us-east-1"}
    settings |= {"ACCESS_KEY_ID": "test", "SECRET_ACCESS_KEY": "test"}
    for name, value in settings.items():
        monkeypatch.setenv(f"AWS_{name}", value)
    store.bind(f"s3://luzhang/{tmp_path.name}")
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
