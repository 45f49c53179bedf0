"""The worker as a process: it finds what was sent, ends when told, and being killed costs nothing."""

import signal
from collections.abc import Iterator
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
from tests.workers import Start, kill, wait_until, workers


@pytest.fixture
def start(settings: Config, store: Path) -> Iterator[Start]:
    """Starts workers on the test's database and store."""
    with workers(settings, store) as start:
        yield start


def photo(sha256: str) -> Photo:
    with reading() as session:
        return session.get_one(Photo, sha256)


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
    kill(worker)
    left = photo(sha256)
    assert left.derived_at is None
    assert left.next_try_at is not None
    assert left.next_try_at > now()
    with unit_of_work() as session:
        session.get_one(Photo, sha256).next_try_at = now()  # its lease has run out
    assert derive_all() == 1
    assert photo(sha256).derived_at is not None
    assert storage.has(key("full", sha256))
