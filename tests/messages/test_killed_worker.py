"""A worker killed in the middle of telling or of a post: nothing is lost, at most that post comes twice."""

import signal
from collections import Counter
from collections.abc import Iterator
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
from tests.workers import Start, kill, wait_until, workers


@pytest.fixture
def start(spoken_to: Config, street_for_keeps: Street, tmp_path: Path) -> Iterator[Start]:
    """Starts workers on the test's database that reach the local robots."""
    with workers(spoken_to, tmp_path, WECOM_URL=spoken_to.wecom_url) as start:
        yield start


def end_lease() -> None:
    with unit_of_work() as session:
        session.execute(update(Robot).values(next_try_at=now()))


def states() -> dict[str, int]:
    with reading() as session:
        rows = session.execute(select(RobotSend.state, func.count()).group_by(RobotSend.state))
        return {row[0]: row[1] for row in rows}


def test_killed_while_a_robot_is_thinking(start: Start, street_for_keeps: Street, robots: Robots) -> None:
    made = put_robot(street_for_keeps, address=KEY)
    robots.hangs = True
    street_for_keeps.of("admin").post(f"/robots/{made['id']}/test")
    worker = start()
    wait_until(lambda: robots.knocked == 1)
    kill(worker)
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
    kill(worker)
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
