"""Units and departments: read by the whole district, changed within reach."""

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import AuditEntry, Unit
from tests.factories import Caller, Make, Phone


@pytest.fixture
def admin(make: Make, phone: Phone) -> Caller:
    """Of the whole district."""
    return phone(make.user("admin", unit=make.district), "desk")


def unit(parent: Unit | None, **given: Any) -> dict[str, Any]:
    values = {"name": "桐柏路街道", "kind": "street_office", "parent_id": parent and str(parent.id)}
    return values | given


def test_everybody_reads_the_units_of_their_district(make: Make, phone: Phone) -> None:
    make.unit("elsewhere", "district", code="410103")
    community = make.unit("百花社区", "community", parent=make.office)
    items = phone(make.user("viewer", unit=community)).get("/units").json["items"]
    assert [item["name"] for item in items] == ["中原区", "棉纺路街道", "百花社区"]
    assert items[0] == {
        "id": str(make.district.id),
        "parent_id": None,
        "kind": "district",
        "name": "中原区",
        "code": "410102",
    }


def test_whoever_holds_no_role_sees_no_unit(make: Make, phone: Phone) -> None:
    assert make.district.name
    assert phone(make.user()).get("/units").json == {"items": []}


def test_a_unit_is_made_changed_and_audited(admin: Caller, make: Make, session: Session) -> None:
    path = f"/units/{uuid4()}"
    assert admin.put(path, json=unit(make.district)).status_code == 201
    assert admin.put(path, json=unit(make.district, code="410102005")).status_code == 200
    assert admin.put(path, json=unit(make.district, code="410102005")).status_code == 200
    actions = session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert actions == ["unit_created", "unit_changed"]


def test_a_new_unit_is_within_reach_at_once(admin: Caller, make: Make) -> None:
    key = uuid4()
    admin.put(f"/units/{key}", json=unit(make.district))
    body: dict[str, Any] = {"name": "百花社区", "kind": "community", "parent_id": str(key)}
    assert admin.put(f"/units/{uuid4()}", json=body).status_code == 201
    roles = [{"role": "viewer", "unit_id": str(key)}]
    body = {"username": "lin", "name": "林", "roles": roles}
    assert admin.put(f"/users/{uuid4()}", json=body).status_code == 201


def test_the_district_may_be_renamed_but_not_hung_elsewhere(admin: Caller, make: Make) -> None:
    path = f"/units/{make.district.id}"
    named = unit(None, name="中原", kind="district", code="410102")
    assert admin.put(path, json=named).status_code == 200
    under_itself = unit(make.office, kind="district")
    assert admin.put(path, json=under_itself).json["code"] == "unfit_parent"
    assert admin.put(f"/units/{uuid4()}", json=named).status_code == 403


@pytest.mark.parametrize("kind", ["district", "street_office"])
def test_a_unit_stands_below_one_of_a_higher_kind(admin: Caller, make: Make, kind: str) -> None:
    answer = admin.put(f"/units/{uuid4()}", json=unit(make.office, kind=kind))
    assert (answer.status_code, answer.json["code"]) == (422, "unfit_parent")
    make.unit("community", "community", parent=make.office)
    lowered = unit(make.district, name="棉纺路街道", kind="community")
    assert admin.put(f"/units/{make.office.id}", json=lowered).json["code"] == "unfit_parent"


def test_names_and_codes_are_not_given_twice(admin: Caller, make: Make) -> None:
    assert make.office.name
    for body, field in (
        (unit(make.district, name="棉纺路街道"), "name"),
        (unit(make.district, code="410102"), "code"),
    ):
        answer = admin.put(f"/units/{uuid4()}", json=body)
        assert (answer.status_code, answer.json["code"]) == (409, "already_taken")
        assert list(answer.json["fields"]) == [field]


def test_an_office_changes_nothing_above_or_beside_it(make: Make, phone: Phone) -> None:
    caller = phone(make.user("admin"))
    beside = make.unit("beside")
    stranger = make.unit("elsewhere", "district", code="410103")
    for key, body, status in (
        (make.district.id, unit(None, kind="district"), 403),
        (beside.id, unit(make.district), 403),
        (uuid4(), unit(make.district), 403),
        (uuid4(), unit(beside, kind="community"), 403),
        (stranger.id, unit(None, kind="district"), 404),
        (uuid4(), unit(make.office, kind="community"), 201),
    ):
        assert caller.put(f"/units/{key}", json=body).status_code == status


def test_departments_are_read_by_the_district_and_written_by_its_administrator(
    admin: Caller, make: Make, phone: Phone
) -> None:
    body = {"name": "环卫", "unit_id": str(make.district.id)}
    key = uuid4()
    assert admin.put(f"/departments/{key}", json=body).status_code == 201
    chief = phone(make.user("road_chief"))
    expected = body | {"id": str(key), "is_active": True}
    assert chief.get("/departments").json == {"items": [expected]}
    stranger = make.user("viewer", unit=make.unit("elsewhere", "district", code="410103"))
    assert phone(stranger).get("/departments").json == {"items": []}
    assert admin.put(f"/departments/{uuid4()}", json=body).json["code"] == "already_taken"
    office_admin = phone(make.user("admin"))
    assert office_admin.put(f"/departments/{key}", json=body).status_code == 403


@pytest.mark.parametrize("path", ["/units", "/departments"])
def test_lists_are_fetched_again_only_when_they_changed(
    admin: Caller, make: Make, phone: Phone, path: str
) -> None:
    known = {"If-None-Match": admin.get(path).headers["ETag"]}
    assert admin.get(path, headers=known).status_code == 304
    stranger = make.user("viewer", unit=make.unit("elsewhere", "district", code="410103"))
    assert phone(stranger).get(path, headers=known).status_code == 200
    admin.put(f"/units/{uuid4()}", json=unit(make.district))
    admin.put(f"/departments/{uuid4()}", json={"name": "环卫", "unit_id": str(make.district.id)})
    assert admin.get(path, headers=known).status_code == 200
