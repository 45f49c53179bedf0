"""The worker as a process: it finds what was sent, ends when told, and being killed costs nothing."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.core.clock import now
from app.core.db import reading, unit_of_work
from app.core.storage import storage
from app.media.keys import key
from app.media.models import Photo
from config import Config
from tests.factories import Caller
from tests.media import pictures as made
from tests.media.conftest import derive_all

ROOT = Path(__file__).parent.parent.parent
Start = Callable[[], subprocess.Popen[bytes]]


@pytest.fixture
def start(settings: Config, store: Path) -> Iterator[Start]:
    """Starts workers on the test's database and store; all of them end with the test."""
    started: list[subprocess.Popen[bytes]] = []
    environment = os.environ | {
        "DATABASE_URL": settings.database_url,
        "DATA_DIR": str(settings.data_dir),
        "STORE_URL": f"file://{store}",
        "SECRET_KEY": "for-tests-only",
    }

    def one() -> subprocess.Popen[bytes]:
        started.append(subprocess.Popen([sys.executable, "-m", "flask", "worker"], cwd=ROOT, env=environment))
        return started[-1]

    yield one
    for process in started:
        process.kill()
        process.wait()


def photo(sha256: str) -> Photo:
    with reading() as session:
        return session.get_one(Photo, sha256)


def wait_until(is_so: Callable[[], bool], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline, f"waited {seconds} s in vain"
        time.sleep(0.05)


def send(caller: Caller, content: bytes) -> str:
    sha256 = made.sha(content)
    assert caller.put(f"/photos/{sha256}", data=content).status_code == 201
    return sha256


def test_a_photo_is_ready_soon_and_the_worker_ends_when_told(start: Start, committed_chief: Caller) -> None:
    worker = start()
    sha256 = send(committed_chief, made.picture((1200, 900)))
    wait_until(lambda: photo(sha256).derived_at is not None)
    assert committed_chief.get(f"/photos/{sha256}?size=thumb").status_code == 200
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(10) == 0


def test_a_killed_workers_photo_is_made_by_another(start: Start, committed_chief: Caller) -> None:
    worker = start()
    sha256 = send(committed_chief, made.picture((7000, 7000)))
    wait_until(lambda: photo(sha256).attempts == 1)
    worker.kill()
    worker.wait()
    left = photo(sha256)
    assert left.derived_at is None
    assert left.next_try_at is not None
    assert left.next_try_at > now()
    with unit_of_work() as session:
        session.get_one(Photo, sha256).next_try_at = now()  # its lease has run out
    assert derive_all() == 1
    assert photo(sha256).derived_at is not None
    assert storage.has(key("full", sha256))
