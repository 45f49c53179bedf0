"""Several workers at the same moment: everything is told once, and no robot hears two of them."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from sqlalchemy import select

from app.core.db import reading
from app.messages.models import Message
from app.messages.sweepers import Speaker, tell_log
from config import Config
from tests.cases.conftest import Street
from tests.messages.conftest import put_robot
from tests.messages.robots import KEY, Robots

WORKERS = 4


def all_at_once(work: Callable[[], None]) -> None:
    gate = Barrier(WORKERS)

    def begin() -> None:
        gate.wait()
        work()

    with ThreadPoolExecutor(WORKERS) as threads:
        for done in [threads.submit(begin) for _ in range(WORKERS)]:
            done.result()


def test_everything_is_told_once(street_for_keeps: Street, spoken_to: Config, robots: Robots) -> None:
    street = street_for_keeps
    put_robot(street, address=KEY, events=["assigned"])
    for _ in range(12):
        street.assigned()

    def work() -> None:
        for _ in range(20):
            tell_log()

    all_at_once(work)
    with reading() as session:
        told = Counter((row.user_id, row.cause) for row in session.scalars(select(Message)))
    assert set(told.values()) == {1}
    assert len(told) == 24

    def speak() -> None:
        speaker = Speaker(spoken_to)
        while speaker.sweep():
            pass

    all_at_once(speak)
    (post,) = robots.texts()
    assert len(post.splitlines()) == 12
