"""Acts on many sent at the same moment, with real threads and real commits."""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest
from apiflask import APIFlask
from sqlalchemy import func, select

from app.cases.models import CaseEvent, ManyAct
from app.core.db import database, reading
from tests.cases.conftest import Json, Street
from tests.cases.test_many_at_once import at_once
from tests.factories import Make, Phone

SIZE = 12


@pytest.fixture
def street(app: APIFlask, for_keeps: None) -> Iterator[Street]:
    """A street that is really there, its people logged in."""
    with database.writers() as session:
        street = Street(Make(session), Phone(app, session))
        for who in street.people:
            street.of(who)
        session.commit()
        session.expunge_all()
        yield street


def sender(street: Street, who: str, action: str, **given: Any) -> Callable[[], Json]:
    """A client of its own for each: one person, several windows."""
    caller = street.of(who)
    cookie = caller.client.get_cookie("luzhang")
    assert cookie is not None

    def send() -> Json:
        client = caller.client.application.test_client()
        client.set_cookie("luzhang", cookie.value)
        body = {"action_id": str(uuid4()), "action": action} | given
        answer = client.post("/api/v1/cases/actions", json=body, headers=dict(caller.headers))
        assert answer.status_code == 200, answer.json
        told: Json = answer.get_json()
        return told

    return send


def targets(cases: list[Json]) -> list[Json]:
    return [{"id": case["id"], "version": case["version"]} for case in cases]


def filed() -> int:
    with reading() as session:
        rows = select(func.count()).select_from(CaseEvent).where(CaseEvent.action == "file")
        return session.scalar(rows) or 0


def test_one_act_sent_by_many_windows_is_done_once_and_answered_alike(street: Street) -> None:
    cases = [street.reported() for _ in range(SIZE)]
    given: Json = {"action_id": str(uuid4()), "targets": targets(cases)}
    answers = at_once(street, [sender(street, "supervisor", "file", **given)] * 5)
    assert [answer["done"] for answer in answers] == [SIZE] * 5
    assert all(answer == answers[0] for answer in answers)
    assert filed() == SIZE
    with reading() as session:
        assert session.scalar(select(func.count()).select_from(ManyAct)) == 1


def test_two_who_act_on_the_same_cases_share_them_and_neither_waits_for_good(street: Street) -> None:
    """In opposite orders: were several locked at a time, each would hold what the other waits for."""
    cases = [street.reported() for _ in range(SIZE)]
    jobs = [
        sender(street, "supervisor", "file", targets=targets(cases)),
        sender(street, "office_supervisor", "file", targets=targets(cases[::-1])),
    ]
    answers = at_once(street, jobs)
    results = [result for answer in answers for result in answer["results"]]
    assert Counter(result["outcome"] for result in results) == {"done": SIZE, "refused": SIZE}
    assert {result["code"] for result in results} == {None, "stale_version"}
    assert filed() == SIZE
    numbers = {result["number"] for result in results if result["outcome"] == "done"}
    assert len(numbers) == SIZE


def test_a_page_of_a_filter_asked_for_twice_at_once_means_the_same_cases(street: Street) -> None:
    for _ in range(SIZE):
        street.reported()
    given: Json = {"action_id": str(uuid4()), "filter": {"status": ["reported"]}, "most": 5}
    answers = at_once(street, [sender(street, "supervisor", "file", **given)] * 4)
    met = {tuple(result["id"] for result in answer["results"]) for answer in answers}
    assert len(met) == 1
    assert filed() == 5
