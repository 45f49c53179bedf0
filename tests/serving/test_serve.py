"""`flask serve`: what it listens on, and that it ends with everything it started."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from apiflask import APIFlask
from sqlalchemy.orm import Session

from app import serve as serving
from tests.factories import Make

ROOT = Path(__file__).parent.parent.parent
DEADLINE_S = 30
WATCH_TWO_SLEEPERS = """
import sys
from app import serve
sleeper = [sys.executable, "-c", "import time; time.sleep(60)"]
serve.watch([serve.Child(sleeper), serve.Child(sleeper)])
"""


@pytest.mark.parametrize(
    ("host", "loopback"),
    [
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),  # noqa: S104 - the very address to be refused
        ("::", False),
        ("192.168.1.20", False),
        ("patrol.example", False),
    ],
)
def test_only_this_machine_is_loopback(host: str, loopback: bool) -> None:
    assert serving.is_loopback(host) is loopback


def started(app: APIFlask, monkeypatch: pytest.MonkeyPatch, *words: str) -> tuple[int, str, list[list[str]]]:
    """Exit code, output and the commands that `flask serve` would have started."""
    commands: list[list[str]] = []
    monkeypatch.setattr(serving, "watch", lambda children: commands.extend(c.command for c in children))
    result = app.test_cli_runner().invoke(args=["serve", "--port", str(free_port()), *words])
    return result.exit_code, result.output, commands


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_demo_accounts_stay_on_the_loopback(
    app: APIFlask, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.user("viewer", is_demo=True)
    code, output, commands = started(app, monkeypatch, "--host", "0.0.0.0")  # noqa: S104
    assert code == 1
    assert "Demo accounts exist" in output
    assert commands == []


def test_closed_demo_accounts_do_not_count(
    app: APIFlask, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.user("viewer", is_demo=True, is_active=False)
    assert started(app, monkeypatch, "--host", "0.0.0.0")[0] == 0  # noqa: S104


def test_demo_accounts_are_exposed_when_told_so_in_words(
    app: APIFlask, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.user("viewer", is_demo=True)
    words = ("--host", "0.0.0.0", "--i-know-that-demo-accounts-become-public")  # noqa: S104
    assert started(app, monkeypatch, *words)[0] == 0


def test_without_demo_accounts_any_address_will_do(
    app: APIFlask, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert started(app, monkeypatch, "--host", "0.0.0.0")[0] == 0  # noqa: S104


def test_web_workers_and_the_job_worker_are_started(
    app: APIFlask, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, _, (web, jobs) = started(app, monkeypatch, "--workers", "3")
    assert web[1:3] == ["-m", "granian"]
    assert web[web.index("--workers") + 1] == "3"
    assert jobs[1:] == ["-m", "flask", "worker"]


def test_the_job_worker_can_be_left_to_another_service(
    app: APIFlask, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert len(started(app, monkeypatch, "--no-jobs")[2]) == 1


def test_a_taken_port_is_said_in_words(app: APIFlask, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        code, output, _ = started(app, monkeypatch, "--port", str(taken.getsockname()[1]))
    assert code == 1
    assert "Cannot listen" in output


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The variables of a deployment of its own, its tables made."""
    kept = {name: value for name, value in os.environ.items() if not name.endswith("_URL")}
    # A child's warnings are its own affair here.
    made = kept | {"DATA_DIR": str(tmp_path_factory.mktemp("data")), "PYTHONWARNINGS": "default"}
    subprocess.run([sys.executable, "-m", "flask", "db", "upgrade"], cwd=ROOT, env=made, check=True)
    return made


@pytest.fixture
def served(environment: dict[str, str]) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """A real `flask serve` and its address."""
    port = free_port()
    words = ["serve", "--port", str(port), "--workers", "1"]
    process = subprocess.Popen([sys.executable, "-m", "flask", *words], cwd=ROOT, env=environment)
    address = f"http://127.0.0.1:{port}/api/v1/openapi.json"
    try:
        wait_until(lambda: answers(address))
        yield process, address
    finally:
        process.terminate()
        process.wait(DEADLINE_S)


def wait_until(reached: Callable[[], bool]) -> None:
    deadline = time.monotonic() + DEADLINE_S
    while not reached():
        assert time.monotonic() < deadline, "it took too long"
        time.sleep(0.1)


def answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5) as response:  # noqa: S310 - our own server
            return bool(response.status == 200)
    except OSError:
        return False


def descendants(process_id: int) -> set[int]:
    """Every process below this one, as the kernel lists them."""
    listed = Path(f"/proc/{process_id}/task/{process_id}/children")
    children = {int(word) for word in listed.read_text().split()} if listed.exists() else set()
    return children.union(*(descendants(child) for child in children))


def is_running(process_id: int) -> bool:
    status = Path(f"/proc/{process_id}/stat")
    return status.exists() and status.read_text().rpartition(")")[2].split()[0] != "Z"


def test_the_real_program_ends_with_all_its_children(served: tuple[subprocess.Popen[bytes], str]) -> None:
    process, _ = served
    family = descendants(process.pid)
    assert len(family) >= 3, "two children, and the web worker below the first"
    process.send_signal(signal.SIGTERM)
    assert process.wait(DEADLINE_S) == 0
    wait_until(lambda: not any(map(is_running, family)))


@pytest.fixture
def watched() -> Iterator[subprocess.Popen[bytes]]:
    """The watching by itself, over two children that sleep."""
    process = subprocess.Popen([sys.executable, "-c", WATCH_TWO_SLEEPERS], cwd=ROOT)
    try:
        wait_until(lambda: len(descendants(process.pid)) == 2)
        yield process
    finally:
        process.kill()
        process.wait(DEADLINE_S)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_either_signal_ends_the_children(watched: subprocess.Popen[bytes], number: signal.Signals) -> None:
    children = descendants(watched.pid)
    watched.send_signal(number)
    assert watched.wait(DEADLINE_S) == 0
    wait_until(lambda: not any(map(is_running, children)))


def test_a_child_that_dies_is_started_again(watched: subprocess.Popen[bytes]) -> None:
    before = descendants(watched.pid)
    victim = min(before)
    os.kill(victim, signal.SIGKILL)
    wait_until(lambda: len(descendants(watched.pid) - {victim}) == 2)
    watched.terminate()
    assert watched.wait(DEADLINE_S) == 0
