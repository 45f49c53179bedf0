"""The real program under the whole loop for minutes: nothing fails, no number comes twice, memory stays."""

import hashlib
import io
import os
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

import orjson
import pytest
import requests
from PIL import Image

ROOT = Path(__file__).parent.parent.parent
SECONDS = int(os.environ.get("SOAK_SECONDS", "180"))
THREADS = 6
GROWTH_ALLOWED = 1.3
"""Resident memory at the end against that after the first third, when caches are full."""

pytestmark = pytest.mark.soak


@dataclass
class Person:
    """Somebody logged in at the running server."""

    address: str
    username: str

    def __post_init__(self) -> None:
        self.browser = requests.Session()
        given = {"username": self.username, "password": "Luzhang-demo-1", "device": "phone"}
        session = self.ask("POST", "/session", json=given)
        self.browser.headers["X-CSRF-Token"] = session["csrf_token"]

    def ask(self, method: str, path: str, **given: Any) -> Any:
        answer = self.browser.request(method, f"{self.address}/api/v1{path}", timeout=30, **given)
        assert answer.status_code < 300, f"{method} {path}: {answer.status_code} {answer.text[:300]}"
        return orjson.loads(answer.content)

    def send_photo(self) -> str:
        """A picture nobody has sent before; its hash."""
        held = io.BytesIO()
        Image.frombytes("RGB", (64, 48), os.urandom(64 * 48 * 3)).save(held, "JPEG")
        sha256 = hashlib.sha256(held.getvalue()).hexdigest()
        self.ask("PUT", f"/photos/{sha256}", data=held.getvalue(), headers={"Content-Type": "image/jpeg"})
        return sha256

    def act(self, case: dict[str, Any], action: str, **given: Any) -> dict[str, Any]:
        body = {"action_id": str(uuid4()), "action": action, "version": case["version"]} | given
        moved: dict[str, Any] = self.ask("POST", f"/cases/{case['id']}/actions", json=body)
        return moved


@pytest.fixture
def running(tmp_path: Path, database_url: str) -> Iterator[tuple[int, str]]:
    """The program with its demonstration on the run's kind of database: process id and address."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    given = {"DATA_DIR": str(tmp_path), "BROWSER_PORT": str(port)}
    if not database_url.startswith("postgres"):
        given["TEST_DATABASE_URL"] = ""
    program = subprocess.Popen([ROOT / "tests" / "browser" / "serve"], env=os.environ | given)
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(address)
        yield program.pid, address
    finally:
        program.terminate()
        program.wait(60)


def wait_for(address: str) -> None:
    for _ in range(600):
        try:
            if requests.get(f"{address}/api/v1/readyz", timeout=5).ok:
                return
        except requests.ConnectionError:
            time.sleep(0.5)
    raise AssertionError("the program does not answer")


def resident_mb(process_id: int) -> float:
    """Memory of a process and all below it."""
    status = Path(f"/proc/{process_id}/status").read_text()
    own = next((int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")), 0) / 1024
    children = Path(f"/proc/{process_id}/task/{process_id}/children").read_text().split()
    return own + sum(resident_mb(int(child)) for child in children)


def one_loop(chief: Person, supervisor: Person, handler: Person, department_id: str) -> str:
    """A case from report to closing; its number."""
    segment = chief.ask("GET", "/road-segments?chief=me")["features"][0]["id"]
    report = {
        "category_code": "04-05",
        "observed_at": "2026-11-23T08:00:00+08:00",
        "segment_id": segment,
        "placed_by": "segment",
        "source": "patrol",
        "photos": [{"sha256": chief.send_photo(), "role": "before"}],
    }
    case = chief.ask("PUT", f"/cases/{uuid4()}", json=report)
    case = supervisor.act(case, "assign", department_id=department_id)
    case = handler.act(case, "handle", photos=[{"sha256": handler.send_photo(), "role": "after"}])
    case = chief.act(case, "verify_pass")
    assert case["status"] == "closed"
    return str(case["number"])


def repeat_until(deadline: float, loop: Callable[[], str]) -> list[str]:
    done: list[str] = []
    while time.monotonic() < deadline:
        done.append(loop())
    return done


def test_the_loop_runs_for_minutes(running: tuple[int, str]) -> None:
    process_id, address = running
    desk = Person(address, "supervisor")
    departments = desk.ask("GET", "/departments")["items"]
    department_id = next(one["id"] for one in departments if one["name"] == "综合执法队")
    loops = [
        partial(
            one_loop,
            Person(address, "chief"),
            Person(address, "supervisor"),
            Person(address, "handler"),
            department_id,
        )
        for _ in range(THREADS)
    ]
    began = time.monotonic()
    with ThreadPoolExecutor(THREADS) as pool:
        work = [pool.submit(repeat_until, began + SECONDS, loop) for loop in loops]
        time.sleep(SECONDS / 3)
        warm = resident_mb(process_id)
        numbers = [number for one in work for number in one.result()]
    assert len(numbers) == len(set(numbers)), "a number was given twice"
    assert len(numbers) > THREADS * 3
    assert resident_mb(process_id) < warm * GROWTH_ALLOWED
