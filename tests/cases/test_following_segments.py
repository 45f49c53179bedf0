"""A segment goes to another unit: its undone cases go along, and both offices hear of it."""

from uuid import UUID, uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import Unit
from app.cases.models import Case, CaseChange
from tests.cases.conftest import Json, Street
from tests.factories import Make, Phone


@pytest.fixture
def office(make: Make) -> Unit:
    return make.unit("林山寨街道")


def give(street: Street, office: Unit) -> None:
    wanted = {"action": "set_unit", "unit_id": str(office.id), "segment_ids": [str(street.segment.id)]}
    answer = street.of("admin").post("/road-segments/actions", json=wanted | {"action_id": str(uuid4())})
    assert answer.status_code == 200, answer.text


def stored(session: Session, case: Json) -> Case:
    session.expire_all()
    return session.get_one(Case, UUID(case["id"]))


def test_the_new_office_sees_an_open_case_and_the_old_one_no_more(
    street: Street, make: Make, phone: Phone, office: Unit
) -> None:
    case = street.assigned()
    path = f"/cases/{case['id']}"
    street.people["new_supervisor"] = make.user("supervisor", unit=office)
    assert street.of("new_supervisor").get(path).status_code == 404
    give(street, office)
    seen = street.of("new_supervisor").get(path).get_json()
    assert (seen["unit_id"], seen["version"]) == (str(office.id), case["version"])
    assert "remind" in seen["allowed_actions"]
    assert street.of("office_supervisor").get(path).status_code == 404


def test_so_it_is_when_one_segment_is_changed_alone(session: Session, street: Street, office: Unit) -> None:
    case = street.reported()
    street.of("admin").send("PATCH", f"/road-segments/{street.segment.id}", json={"unit_id": str(office.id)})
    assert stored(session, case).unit_id == office.id


def test_the_feed_keeps_whose_it_was(session: Session, street: Street, make: Make, office: Unit) -> None:
    case = street.assigned()
    before = session.scalars(select(CaseChange.id).order_by(CaseChange.id.desc())).first() or 0
    give(street, office)
    (change,) = session.scalars(select(CaseChange).where(CaseChange.id > before))
    assert (change.case_id, change.unit_id) == (UUID(case["id"]), make.office.id)
    assert (change.segment_id, change.department_id) == (street.segment.id, street.department.id)


def test_what_is_done_stays_and_what_is_merged_goes_along(
    session: Session, street: Street, make: Make, office: Unit
) -> None:
    rejected = street.act("supervisor", street.reported(), "reject", note="不属实")
    survivor = street.reported()
    merged = street.act("supervisor", street.reported(), "merge", into_id=survivor["id"])
    give(street, office)
    found = [stored(session, case).unit_id for case in (rejected, survivor, merged)]
    assert found == [make.office.id, office.id, office.id]


def test_a_move_under_way_on_a_phone_is_not_refused(street: Street, office: Unit) -> None:
    case = street.assigned()
    give(street, office)
    assert street.act("handler", case, "take")["status"] == "handling"


def test_cases_of_other_segments_stay(session: Session, street: Street, make: Make, office: Unit) -> None:
    elsewhere = make.segment([(113.62, 34.75), (113.621, 34.75)])
    case = street.reported(location=None, segment_id=str(elsewhere.id))
    give(street, office)
    assert stored(session, case).unit_id == make.office.id
