"""A store of its own for each test, and people who send photos."""

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from apiflask import APIFlask
from sqlalchemy import delete
from werkzeug.test import TestResponse

from app.accounts.models import LoginSession, RoleGrant, Unit, User
from app.core.db import unit_of_work
from app.core.stamps import Stamp
from app.core.storage import storage
from app.media import authority
from app.media.models import Photo, PhotoUpload
from app.media.sweepers import derive_next
from tests.factories import Caller, Make, Phone


@pytest.fixture(autouse=True)
def store(tmp_path: Path) -> Iterator[Path]:
    """An empty folder to keep photos in."""
    before = storage._url if hasattr(storage, "_url") else ""
    storage.bind(f"file://{tmp_path}/photos")
    yield tmp_path / "photos"
    storage.bind(before)


@pytest.fixture(autouse=True)
def no_cases(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody names photos but the test itself."""
    monkeypatch.setattr(authority, "_viewers", [])
    monkeypatch.setattr(authority, "_namers", [])


@pytest.fixture
def chief(make: Make, phone: Phone) -> Caller:
    """A road chief, logged in."""
    return phone(make.user("road_chief"))


@pytest.fixture
def supervisor(make: Make, phone: Phone) -> Caller:
    """A supervisor, logged in."""
    return phone(make.user("supervisor"))


@pytest.fixture
def committed_chief(app: APIFlask) -> Iterator[Caller]:
    """A road chief in the real database, for tests of many at once; everything is deleted afterwards."""
    with unit_of_work() as session:
        caller = Phone(app, session)(Make(session).user("road_chief"))
    yield caller
    with unit_of_work() as session:
        for model in (PhotoUpload, Photo, LoginSession, RoleGrant, User, Unit, Stamp):
            session.execute(delete(model))


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


@pytest.fixture
def s3_url(s3_server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """An empty place on that server, with the environment that opens it."""
    settings = {"ENDPOINT_URL": s3_server, "REGION": "us-east-1"}
    settings |= {"ACCESS_KEY_ID": "test", "SECRET_ACCESS_KEY": "test"}
    for name, value in settings.items():
        monkeypatch.setenv(f"AWS_{name}", value)
    return f"s3://luzhang/{tmp_path.name}"


def derive_all() -> int:
    """Do the worker's part now; how many photos it took."""
    turns = 0
    while derive_next(64_000_000):
        turns += 1
    return turns


def said(answer: TestResponse) -> Any:
    """The JSON of an answer."""
    return answer.json
