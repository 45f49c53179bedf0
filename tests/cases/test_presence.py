"""Two who have the same case open see each other, and nobody else sees either."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.cases.models import CaseViewer
from app.cases.services.presence import GONE_AFTER, forget_absent, has_absent
from app.core.clock import as_of, now
from tests.cases.conftest import Json, Street
from tests.cases.test_statements import counted


def others(street: Street, who: str, case: Json, **given: bool) -> list[Json]:
    answer = street.of(who).put(f"/cases/{case['id']}/presence", json=given)
    assert answer.status_code == 200, answer.json
    found: list[Json] = answer.get_json()["others"]
    return found


def names(found: list[Json]) -> list[str]:
    return [one["name"] for one in found]


@pytest.fixture
def case(street: Street) -> Json:
    return street.reported()


def test_who_comes_second_sees_the_first_and_then_the_other_way_round(street: Street, case: Json) -> None:
    assert others(street, "supervisor", case) == []
    assert names(others(street, "viewer", case)) == ["督导"]
    assert len(others(street, "supervisor", case)) == 1


def test_who_fills_in_a_move_is_told_apart(street: Street, case: Json) -> None:
    others(street, "supervisor", case, is_acting=True)
    assert [one["is_acting"] for one in others(street, "viewer", case)] == [True]
    others(street, "supervisor", case)
    assert [one["is_acting"] for one in others(street, "viewer", case)] == [False]


def test_who_came_first_stands_first(street: Street, case: Json) -> None:
    start = now()
    with as_of(start):
        others(street, "supervisor", case)
    with as_of(start + timedelta(seconds=1)):
        others(street, "organiser", case)
    with as_of(start + timedelta(seconds=2)):
        found = others(street, "viewer", case)
        assert [one["since"] for one in found] == sorted(one["since"] for one in found)
        assert names(found)[0] == "督导"


def test_who_leaves_is_gone_at_once(street: Street, case: Json) -> None:
    others(street, "supervisor", case)
    path = f"/cases/{case['id']}/presence"
    assert street.of("supervisor").delete(path).status_code == 204
    assert others(street, "viewer", case) == []
    assert street.of("supervisor").delete(path).status_code == 204


def test_who_gives_no_sign_is_gone_soon_and_forgotten(street: Street, case: Json, session: Session) -> None:
    start = now()
    with as_of(start):
        others(street, "supervisor", case)
    with as_of(start + GONE_AFTER - timedelta(seconds=1)):
        assert names(others(street, "viewer", case)) == ["督导"]
    later = start + GONE_AFTER
    with as_of(later):
        assert others(street, "viewer", case) == []
    assert has_absent(session, later)
    forget_absent(session, later)
    assert not has_absent(session, later)
    assert session.scalar(select(func.count()).select_from(CaseViewer)) == 1


def test_of_another_case_nothing_is_told(street: Street, case: Json) -> None:
    others(street, "supervisor", street.reported())
    assert others(street, "viewer", case) == []


@pytest.mark.parametrize("who", ["outsider", "far_supervisor"])
def test_who_may_not_see_the_case_neither_sees_nor_is_seen(street: Street, case: Json, who: str) -> None:
    others(street, "supervisor", case)
    answer = street.of(who).put(f"/cases/{case['id']}/presence", json={})
    assert (answer.status_code, answer.json["code"]) == (404, "case_not_found")
    assert others(street, "supervisor", case) == []


def test_a_sign_takes_three_statements(street: Street, case: Json, session: Session) -> None:
    others(street, "supervisor", case)
    with counted(session) as said:
        others(street, "supervisor", case)
    assert len(said) <= 5  # log-in and its units among them
