"""Many phones at the same moment, with real threads and real commits: nothing counted twice, nothing lost."""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from apiflask import APIFlask
from sqlalchemy import text

from app.core.db import database
from tests.cleanups.conftest import Json, Office
from tests.factories import Make, Phone

AROUND_THE_CLOCK: Json = {"starts_at": "00:30", "ends_at": "23:59"}


@pytest.fixture
def office(app: APIFlask, for_keeps: None) -> Iterator[Office]:
    """An office that is really there, its people logged in."""
    with database.writers() as session:
        office = Office(Make(session), Phone(app, session))
        for who in ("organiser", "supervisor", "other_organiser"):
            office.of(who)
        session.commit()
        session.expunge_all()
        yield office


def at_once(jobs: list[Callable[[], int]]) -> Counter[int]:
    """The statuses of all jobs, begun together."""
    gate = Barrier(len(jobs))

    def start(job: Callable[[], int]) -> int:
        gate.wait()
        return job()

    with ThreadPoolExecutor(len(jobs)) as threads:
        return Counter(threads.map(start, jobs))


def sender(office: Office, method: str, path: str, body: Json, who: str = "organiser") -> Callable[[], int]:
    caller = office.of(who)
    cookie = caller.client.get_cookie("luzhang")
    assert cookie is not None

    def send() -> int:
        client = caller.client.application.test_client()
        client.set_cookie("luzhang", cookie.value)
        path_ = f"/api/v1{path}"
        return client.open(path_, method=method, json=body, headers=caller.headers).status_code

    return send


@pytest.fixture(autouse=True)
def words_again(app: APIFlask, office: Office) -> None:
    """The seeded words came with the migration; that they did is what this looks at."""
    with database.engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM participant_categories")) == 6


def test_phones_sending_together_add_up(office: Office) -> None:
    held = office.session()
    counters = [uuid4() for _ in range(6)]
    jobs = [
        sender(
            office, "PUT", f"{office.at(held)}/counters/{counter}", {"seq": seq, "counts": {"volunteer": seq}}
        )
        for counter in counters
        for seq in (1, 2, 3, 3)
    ]
    statuses = at_once(jobs)
    assert statuses[201] == 6
    assert statuses[200] == 18
    assert office.read(held)["total"] == 6 * 3


def test_one_phone_signing_in_many_times_is_one(office: Office) -> None:
    held = office.session(**AROUND_THE_CLOCK)
    path = f"/cleanup-sign-ins/{held['sign_in']['code']}"
    bodies = [{"token": f"token-of-a-phone-{n % 4}", "category_code": "volunteer"} for n in range(20)]
    assert at_once([sender(office, "POST", path, body) for body in bodies]) == {201: 4, 200: 16}
    assert office.read(held)["total"] == 4


def test_of_two_organisers_one_is_first(office: Office) -> None:
    series = office.series()
    held = office.session(series)
    path = f"/cleanup-sessions/{held['id']}"
    jobs = [
        sender(office, "PUT", path, office.body(series, note=str(number), version=1), who)
        for number, who in enumerate(("organiser", "other_organiser") * 3)
    ]
    assert at_once(jobs) == {200: 1, 409: 5}


def test_a_session_made_by_many_tries_is_one(office: Office) -> None:
    series = office.series()
    body, session_id = office.body(series), uuid4()
    jobs = [sender(office, "PUT", f"/cleanup-sessions/{session_id}", body) for _ in range(8)]
    assert at_once(jobs) == {201: 1, 200: 7}
