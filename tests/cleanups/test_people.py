"""Whom an organiser may name at a site: found by name, and nothing told but name and units."""

import pytest

from tests.cleanups.conftest import Office, taken
from tests.factories import Make


def names(office: Office, part: str = "", who: str = "organiser") -> list[str]:
    answer = office.of(who).get("/cleanup-people", query_string={"q": part} if part else {})
    return [person["name"] for person in taken(answer, 200)["items"]]


def test_people_are_found_by_part_of_their_name(office: Office) -> None:
    assert names(office, "路长") == ["周路长"]
    assert names(office, "%") == []


def test_nothing_is_told_but_name_and_units(office: Office) -> None:
    (person,) = taken(office.of("organiser").get("/cleanup-people?q=周路长"), 200)["items"]
    lead = office.people["lead"]
    assert person == {"id": str(lead.id), "name": "周路长", "unit_names": [office.make.office.name]}


@pytest.mark.parametrize("role", ["viewer", "admin"])
def test_who_only_looks_is_not_offered(office: Office, make: Make, role: str) -> None:
    make.user(role, name="只看不干")  # type: ignore[arg-type]
    assert names(office, "只看不干") == []


def test_who_left_or_works_in_another_district_is_not_offered(office: Office, make: Make) -> None:
    gone = make.user("road_chief", name="已离岗")
    gone.is_active = False
    make.session.flush()
    elsewhere = make.unit("金水区", kind="district", parent=None)
    make.user("road_chief", name="外区路长", unit=elsewhere)
    assert names(office, "已离岗") == []
    assert names(office, "外区路长") == []


def test_whoever_is_offered_may_be_named(office: Office) -> None:
    people = taken(office.of("organiser").get("/cleanup-people"), 200)["items"]
    site = office.site(helper_ids=[person["id"] for person in people])
    session = office.session(sites=[site])
    assert {one["id"] for one in session["sites"][0]["helpers"]} == {person["id"] for person in people}
