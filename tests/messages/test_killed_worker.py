"""A worker killed in the middle of telling or of a post: nothing is lost, at most that post comes twice."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from app.core.clock import now
from app.core.db import reading, unit_of_work
from app.messages.models import Message, Robot, RobotSend
from config import Config
from tests.cases.conftest import Street
from tests.messages.conftest import put_robot
from tests.messages.robots import KEY, Robots

ROOT = Path(__file__).parents[2]
Start = Callable[..., subprocess.Popen[bytes]]


@pytest.fixture
def start(spoken_to: Config, street_for_keeps: Street, tmp_path: Path) -> Iterator[Start]:
    """Starts workers on the test's database that reach the local robots; all of them end with the test."""
    started: list[subprocess.Popen[bytes]] = []
    environment = os.environ | {
        "DATABASE_URL": spoken_to.database_url,
        "DATA_DIR": str(spoken_to.data_dir),
        "STORE_URL": f"file://{tmp_path}",
        "SECRET_KEY": "for-tests-only",
        "WECOM_URL": spoken_to.wecom_url,
    }

    def one(*words: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "flask", "worker", *words]
        started.append(subprocess.Popen(command, cwd=ROOT, env=environment))
        return started[-1]

    yield one
    for process in started:
        process.kill()
        process.wait()


def wait_until(is_so: Callable[[], bool], seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline, f"waited {seconds} s in vain"
        time.sleep(0.02)


def end_lease() -> None:
    with unit_of_work() as session:
        session.execute(update(Robot).values(next_try_at=now()))


def states() -> dict[str, int]:
    with reading() as session:
        rows = session.execute(select(RobotSend.state, func.count()).group_by(RobotSend.state))
        return dict(row._tuple() for row in rows)


def test_killed_while_a_robot_is_thinking(start: Start, street_for_keeps: Street, robots: Robots) -> None:
    made = put_robot(street_for_keeps, address=KEY)
    robots.hangs = True
    street_for_keeps.of("admin").post(f"/robots/{made['id']}/test")
    worker = start()
    wait_until(lambda: robots.knocked == 1)
    worker.kill()
    worker.wait()
    assert states() == {"waiting": 1}
    robots.hangs = False
    assert start("--once").wait(30) == 0
    assert robots.heard == []  # the lease stands: another worker might still be at it
    end_lease()
    assert start("--once").wait(30) == 0
    assert (states(), len(robots.heard), robots.knocked) == ({"sent": 1}, 1, 2)


def test_killed_in_the_middle_of_telling(start: Start, street_for_keeps: Street, robots: Robots) -> None:
    street = street_for_keeps
    put_robot(street, address=KEY, events=["assigned"])
    numbers = [street.assigned()["number"] for _ in range(60)]
    worker = start()
    wait_until(lambda: bool(robots.heard))
    worker.kill()
    worker.wait()
    for _ in range(6):
        end_lease()
        assert start("--once").wait(30) == 0
        if states().keys() == {"sent"}:
            break
    with reading() as session:
        told = Counter(session.scalars(select(Message.kind)).all())
    assert told == {"new": 60, "assigned": 60}
    lines = Counter(
        line.split("案卷 ")[1].split("，")[0] for text in robots.texts() for line in text.splitlines()
    )
    assert lines.keys() == set(numbers)
    twice = [number for number, count in lines.items() if count > 1]
    assert len(twice) <= 20, "more than the one post that was under way"
    assert max(lines.values()) <= 2


def test_told_to_stop_it_hears_out_the_robot(start: Start, street_for_keeps: Street, robots: Robots) -> None:
    made = put_robot(street_for_keeps, address=KEY)
    robots.delay_s = 1.0
    street_for_keeps.of("admin").post(f"/robots/{made['id']}/test")
    worker = start()
    wait_until(lambda: robots.knocked == 1)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(10) == 0
    assert states() == {"sent": 1}
