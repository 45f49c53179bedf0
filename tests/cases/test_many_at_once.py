"""Many at the same moment, with real threads and real commits: one case, one number each, one act."""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar
from uuid import uuid4

import pytest
from apiflask import APIFlask
from sqlalchemy import func, select

from app.cases.models import Case, CaseChange, CaseEvent, CasePhoto
from app.core.db import database, reading
from tests.cases.conftest import Json, Street, named
from tests.factories import Make, Phone

Answer = TypeVar("Answer")


@pytest.fixture
def street(app: APIFlask, for_keeps: None) -> Iterator[Street]:
    """A street that is really there, its people logged in."""
    with database.writers() as session:
        street = Street(Make(session), Phone(app, session))
        for who in street.people:
            street.of(who)
        session.commit()
        # Nothing of the test's own may be open while others write.
        session.expunge_all()
        yield street


def at_once(street: Street, jobs: list[Callable[[], Answer]]) -> list[Answer]:
    """All jobs, begun together."""
    gate = Barrier(len(jobs))

    def start(job: Callable[[], Answer]) -> Answer:
        gate.wait()
        return job()

    with ThreadPoolExecutor(len(jobs)) as threads:
        return list(threads.map(start, jobs))


def count(model: type[Case] | type[CaseEvent] | type[CasePhoto] | type[CaseChange]) -> int:
    with reading() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def putter(street: Street, case_id: object, who: str = "chief", **given: object) -> Callable[[], int]:
    caller, body = street.of(who), street.body(**given)
    # A client of its own for each: they stand for forty tries of one phone.
    headers = dict(caller.headers)
    cookie = caller.client.get_cookie("luzhang")
    assert cookie is not None

    def put() -> int:
        client = caller.client.application.test_client()
        client.set_cookie("luzhang", cookie.value)
        path = f"/api/v1/cases/{case_id}"
        return client.put(path, json=body, headers=headers).status_code

    return put


@pytest.mark.parametrize("given", [{}, {"self_handled": True, "photos": [named(), named("after", "b")]}])
def test_forty_times_the_same_report_is_one_case(street: Street, given: Json) -> None:
    answers = at_once(street, [putter(street, case_id, **given) for case_id in [uuid4()] * 40])
    assert Counter(answers) == {201: 1, 200: 39}
    assert (count(Case), count(CaseEvent), count(CaseChange)) == (1, 1, 1)
    assert count(CasePhoto) == len(given.get("photos", [1]))


def test_of_two_reports_under_one_id_one_wins(street: Street) -> None:
    case_id = uuid4()
    jobs = [putter(street, case_id, description=words) for words in ("一", "二") * 5]
    assert Counter(at_once(street, jobs)) == {201: 1, 200: 4, 409: 5}


def test_numbers_given_at_once_are_all_different_and_without_a_gap(street: Street) -> None:
    photos = [named(), named("after", "b")]
    at_once(street, [putter(street, uuid4(), self_handled=True, photos=photos) for _ in range(12)])
    with reading() as session:
        numbers = session.scalars(select(Case.number).order_by(Case.number)).all()
    assert [number and number[-4:] for number in numbers] == [f"{n:04}" for n in range(1, 13)]


def acter(street: Street, who: str, case: Json, action: str, **given: object) -> Callable[[], int]:
    caller = street.of(who)
    cookie = caller.client.get_cookie("luzhang")
    assert cookie is not None
    body = {"action_id": str(uuid4()), "action": action, "version": case["version"]} | given

    def act() -> int:
        client = caller.client.application.test_client()
        client.set_cookie("luzhang", cookie.value)
        path = f"/api/v1/cases/{case['id']}/actions"
        return client.post(path, json=body, headers=dict(caller.headers)).status_code

    return act


def test_one_act_sent_by_many_hands_at_once_is_done_once(street: Street) -> None:
    case = street.reported()
    acts = [acter(street, "supervisor", case, "file", action_id=str(uuid4()))] * 10
    assert Counter(at_once(street, acts)) == {200: 10}
    assert count(CaseEvent) == 2


def test_of_different_acts_on_one_version_one_wins(street: Street) -> None:
    case = street.reported()
    acts = [acter(street, "supervisor", case, "comment", note=f"第{n}") for n in range(10)]
    assert Counter(at_once(street, acts)) == {200: 1, 409: 9}


def test_two_cases_merged_into_each_other_leave_one_standing(street: Street) -> None:
    for _ in range(5):
        one, two = street.reported(), street.reported()
        acts = [
            acter(street, "supervisor", one, "merge", into_id=two["id"]),
            acter(street, "office_supervisor", two, "merge", into_id=one["id"]),
        ]
        assert sorted(at_once(street, acts)) == [200, 422]
