"""Many segments set at once: to a unit, or as key areas; all or none, once, and on record."""

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app.accounts.models import AuditEntry, Unit
from app.roads.models import RoadSegment
from tests.factories import Caller, Make, Phone


@pytest.fixture
def admin(make: Make, phone: Phone) -> Caller:
    return phone(make.user("admin", unit=make.district))


@pytest.fixture
def office(make: Make) -> Unit:
    return make.unit("林山寨街道")


def act(caller: Caller, *segments: RoadSegment, **given: Any) -> TestResponse:
    wanted = {"action_id": str(uuid4()), "segment_ids": [str(one.id) for one in segments]} | given
    return caller.post("/road-segments/actions", json=wanted)


def give(caller: Caller, office: Unit, *segments: RoadSegment, **given: Any) -> TestResponse:
    return act(caller, *segments, action="set_unit", unit_id=str(office.id), **given)


def units(session: Session, *segments: RoadSegment) -> list[object]:
    session.expire_all()
    return [one.unit_id for one in segments]


def refusal(answer: TestResponse) -> tuple[int, str]:
    return answer.status_code, answer.get_json()["code"]


def test_many_go_to_another_unit_in_one_act(make: Make, admin: Caller, office: Unit) -> None:
    here, there, already = make.segment(), make.segment(), make.segment(unit=office)
    tag = admin.get("/road-segments").headers["ETag"]
    answer = give(admin, office, here, there, already)
    assert answer.status_code == 200, answer.text
    assert (set(answer.get_json()["changed"]), answer.get_json()["already"]) == (
        {str(here.id), str(there.id)},
        1,
    )
    assert units(make.session, here, there, already) == [office.id] * 3
    assert admin.get("/road-segments").headers["ETag"] != tag


def test_key_areas_are_marked_and_unmarked(make: Make, admin: Caller) -> None:
    one, other = make.segment(), make.segment()
    for wanted in (True, False):
        act(admin, one, other, action="set_key_area", is_key_area=wanted)
        make.session.expire_all()
        assert (one.is_key_area, other.is_key_area) == (wanted, wanted)


def test_sent_again_it_answers_the_same_and_acts_no_more(make: Make, admin: Caller, office: Unit) -> None:
    segment, action_id = make.segment(), str(uuid4())
    first = give(admin, office, segment, action_id=action_id)
    give(admin, make.office, segment)
    again = give(admin, office, segment, action_id=action_id)
    assert (again.status_code, again.get_json()) == (200, first.get_json())
    assert units(make.session, segment) == [make.office.id]


def test_each_segment_is_on_record_where_it_was(make: Make, admin: Caller, office: Unit) -> None:
    segments = make.segment(), make.segment()
    give(admin, office, *segments)
    entries = make.session.scalars(select(AuditEntry).where(AuditEntry.action == "segment_changed")).all()
    assert {entry.subject_id for entry in entries} == {str(one.id) for one in segments}
    for entry in entries:
        assert entry.unit_id == make.office.id
        assert entry.detail["changes"] == {"unit_id": [str(make.office.id), str(office.id)]}
    whole = make.session.scalars(select(AuditEntry).where(AuditEntry.action == "segments_set_unit")).one()
    assert whole.unit_id == make.district.id


def test_many_take_no_more_statements_than_few(make: Make, admin: Caller, office: Unit) -> None:
    def count(*segments: RoadSegment) -> int:
        sent: list[str] = []
        connection = make.session.connection()
        event.listen(connection, "before_cursor_execute", lambda *given: sent.append(given[2]))
        give(admin, office, *segments)
        return sum("UPDATE road_segments" in one for one in sent)

    assert count(*(make.segment() for _ in range(30))) == 1


def test_all_or_none(make: Make, phone: Phone, office: Unit) -> None:
    mine, other = make.segment(), make.segment(unit=office)
    foreign = make.segment(unit=make.unit("管城区", "district"))
    admin = phone(make.user("admin"))
    assert refusal(act(admin, mine, other, action="set_key_area", is_key_area=True)) == (
        403,
        "outside_your_units",
    )
    assert refusal(act(admin, mine, foreign, action="set_key_area", is_key_area=True)) == (404, "not_found")
    beyond = give(admin, office, mine)
    assert (beyond.status_code, list(beyond.get_json()["fields"])) == (422, ["unit_id"])
    make.session.expire_all()
    assert (mine.is_key_area, mine.unit_id) == (False, make.office.id)


@pytest.mark.parametrize(
    "given",
    [
        {"action": "set_unit"},
        {"action": "set_key_area"},
        {"action": "set_unit", "unit_id": str(uuid4()), "is_key_area": True},
        {"action": "set_key_area", "unit_id": str(uuid4())},
        {"action": "retire", "is_key_area": True},
        {"action": "set_key_area", "is_key_area": True, "segment_ids": []},
    ],
)
def test_an_act_that_says_too_little_or_too_much(make: Make, admin: Caller, given: dict[str, Any]) -> None:
    assert refusal(act(admin, make.segment(), **given)) == (422, "invalid")


def test_only_for_administrators(make: Make, phone: Phone, office: Unit) -> None:
    segment = make.segment()
    for role in ("supervisor", "viewer", "road_chief"):
        caller = phone(make.user(role, unit=make.district))
        assert give(caller, office, segment).status_code == 403
