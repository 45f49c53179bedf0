"""Results, pairs of photos, and cases found at a site and closed there."""

from typing import Any
from uuid import uuid4

import pytest

from app.media import authority
from tests.cases.conftest import Street, named, sha
from tests.cleanups.conftest import Json, Office, refused, taken
from tests.factories import Make, Phone


def put_results(office: Office, session: Json, version: int, who: str = "organiser", **given: float) -> Any:
    path = f"{office.at(session)}/results"
    return office.of(who).put(path, json={"version": version, "results": given})


def test_results_add_up_exactly(office: Office) -> None:
    sites = [office.site(), office.site(name="西段")]
    session = office.session(sites=sites)
    for site, amount in zip(sites, (0.1, 0.2), strict=True):
        path = f"{office.at(session, site)}/results"
        body = {"version": 0, "results": {"household_waste": amount, "bags": 12}}
        taken(office.of("organiser").put(path, json=body), 200)
    whole = office.read(session)
    assert whole["results"] == {"household_waste": 0.3, "bags": 24.0}
    assert whole["sites"][0]["results"]["household_waste"] == 0.1


def test_of_two_who_write_results_the_second_is_shown_what_stands(office: Office) -> None:
    session = office.session()
    assert taken(put_results(office, session, 0, bags=12), 200)["results_version"] == 1
    assert taken(put_results(office, session, 0, bags=12), 200)["results_version"] == 1
    stale = put_results(office, session, 0, "supervisor", bags=20)
    assert refused(stale) == (409, "stale_version")
    assert stale.get_json()["site"] == {"results": {"bags": 12.0}, "results_version": 1}
    assert taken(put_results(office, session, 1, "supervisor", bags=20), 200)["results"] == {"bags": 20.0}


@pytest.mark.parametrize("given", [{"bags": -1}, {"bags": 1e9}, {"ghost": 1}])
def test_results_that_cannot_be_so(office: Office, given: dict[str, float]) -> None:
    assert refused(put_results(office, office.session(), 0, "organiser", **given)) == (422, "invalid")


def name(office: Office, session: Json, letter: str, role: str, who: str = "organiser", **given: Any) -> None:
    path = f"{office.at(session)}/photos/{sha(letter)}"
    answer = office.of(who).put(path, json={"role": role} | given)
    assert answer.status_code == 204, answer.text


def photos(office: Office, session: Json, who: str = "organiser") -> list[tuple[str, str, int]]:
    shown = office.read(session, who)["sites"][0]["photos"]
    return [(photo["sha256"][0], photo["role"], photo["pair"]) for photo in shown]


def test_before_and_after_stand_side_by_side(office: Office) -> None:
    session = office.session()
    for letter, role in (("a", "before"), ("b", "before"), ("c", "after"), ("d", "after")):
        name(office, session, letter, role)
    name(office, session, "a", "before")
    assert photos(office, session) == [
        ("a", "before", 1),
        ("c", "after", 1),
        ("b", "before", 2),
        ("d", "after", 2),
    ]
    name(office, session, "d", "after", pair=1)
    assert photos(office, session)[1:3] == [("c", "after", 1), ("d", "after", 1)]


def test_after_joins_the_before_it_was_taken_for_whose_number_nobody_knew(office: Office) -> None:
    session = office.session()
    name(office, session, "a", "before")
    name(office, session, "b", "before")
    name(office, session, "d", "after", beside=sha("b"))
    name(office, session, "c", "after", beside=sha("a"))
    assert photos(office, session) == [
        ("a", "before", 1),
        ("c", "after", 1),
        ("b", "before", 2),
        ("d", "after", 2),
    ]
    name(office, session, "e", "after", beside=sha("f"))
    assert photos(office, session)[-1] == ("e", "after", 3)


def test_a_photo_is_withdrawn_and_named_again(office: Office) -> None:
    session = office.session()
    name(office, session, "a", "before")
    path = f"{office.at(session)}/photos/{sha('a')}/withdraw"
    assert office.of("organiser").post(path, json={"role": "before"}).status_code == 204
    assert photos(office, session) == []
    assert refused(office.of("organiser").post(path, json={"role": "after"})) == (404, "not_found")
    name(office, session, "a", "before")
    assert photos(office, session) == [("a", "before", 1)]


@pytest.fixture
def street(office: Office, make: Make, phone: Phone) -> Street:
    """People of cases on the office's segment, the organiser of cleanups among them."""
    street = Street(make, phone)
    street.people["cleaner"] = office.people["organiser"]
    street.segment = office.segment
    return street


def test_who_sees_a_session_sees_its_photos_once_they_are_there(office: Office, street: Street) -> None:
    session = office.session()
    name(office, session, "a", "before")
    viewer = make_actor(office, "viewer")
    assert not authority.is_shown_to(office.make.session, viewer, sha("a"))
    # Somebody else's bytes of this hash prove nothing.
    street.upload("far_chief", "a")
    assert not authority.is_shown_to(office.make.session, viewer, sha("a"))
    street.upload("cleaner", "a")
    assert authority.is_shown_to(office.make.session, viewer, sha("a"))
    assert not authority.is_shown_to(office.make.session, make_actor(office, "far_organiser"), sha("a"))
    assert authority.unnamed(office.make.session, [sha("a"), sha("z")]) == [sha("z")]
    (photo,) = office.read(session)["sites"][0]["photos"]
    assert (photo["present"], photo["ready"]) == (True, False)


def make_actor(office: Office, who: str) -> Any:
    return office.make.actor(office.people[who])


def test_whoever_has_the_bytes_names_it_again(office: Office, street: Street) -> None:
    session = office.session()
    name(office, session, "a", "before")
    street.people["watcher"] = office.people["supervisor"]
    street.upload("watcher", "a")
    assert not office.read(session)["sites"][0]["photos"][0]["present"]
    name(office, session, "a", "before", "supervisor")
    assert office.read(session)["sites"][0]["photos"][0]["present"]


def link(office: Office, session: Json, case: Json, who: str = "organiser") -> Any:
    return office.of(who).put(f"{office.at(session)}/cases/{case['id']}")


def test_cases_found_are_linked_once(office: Office, street: Street) -> None:
    session, case = office.session(), street.reported()
    for _ in range(2):
        assert link(office, session, case).status_code == 204
    (shown,) = office.read(session)["sites"][0]["cases"]
    assert (shown["case_id"], shown["status"], shown["is_visible"]) == (case["id"], "reported", True)
    office.of("organiser").delete(f"{office.at(session)}/cases/{case['id']}")
    assert office.read(session)["sites"][0]["cases"] == []


def test_what_one_may_not_see_one_does_not_link(office: Office) -> None:
    answer = link(office, office.session(), {"id": uuid4()})
    assert refused(answer) == (404, "case_not_found")


def close(office: Office, session: Json, who: str, **given: Any) -> Json:
    body = {"action_id": str(uuid4()), "photos": [sha("f")]} | given
    return taken(office.of(who).post(f"{office.at(session)}/close-cases", json=body), 200)


def test_cases_are_closed_in_one_act_by_the_rules_of_cases(office: Office, street: Street) -> None:
    session = office.session()
    handled, cleared = (
        street.handled(),
        street.reported(self_handled=True, photos=[named(), named("after", "c")]),
    )
    street.upload("chief", "c")
    reported = street.reported()
    for case in (handled, cleared, reported):
        link(office, session, case)
    done = close(office, session, "supervisor", action_id=(action_id := str(uuid4())))
    by_case = {item["case_id"]: item for item in done["items"]}
    assert done["closed"] == 2
    assert [by_case[case["id"]]["is_closed"] for case in (handled, cleared, reported)] == [True, True, False]
    left = by_case[reported["id"]]
    assert (left["status"], left["code"], left["moves"]) == ("reported", "move_not_allowed", [])
    # Sent again, its answer lost: nothing happens twice.
    again = close(office, session, "supervisor", action_id=action_id)
    assert (again["closed"], len(street.of("supervisor").get(f"/cases/{handled['id']}").json["events"])) == (
        2,
        5,
    )


def test_who_handles_does_not_close(office: Office, street: Street) -> None:
    """A crew at the site says it is done, with the after photo; the check is somebody else's."""
    crew = office.people["handler"]
    session = office.session(sites=[office.site(helper_ids=[str(crew.id)])])
    case = street.reported()
    department_id = str(crew.department_id)
    street.people["dispatcher"] = office.people["supervisor"]
    street.act("dispatcher", case, "assign", department_id=department_id)
    link(office, session, case)
    (item,) = close(office, session, "handler")["items"]
    assert (item["moves"], item["status"], item["is_closed"]) == (["handle"], "handled", False)
    # The check waits for the bytes of the after photo.
    (waiting,) = close(office, session, "supervisor")["items"]
    assert (waiting["code"], waiting["is_closed"]) == ("photos_missing", False)
    street.people["crew"] = crew
    street.upload("crew", "f")
    (checked,) = close(office, session, "supervisor")["items"]
    assert (checked["moves"], checked["is_closed"]) == (["verify_pass"], True)


def test_the_photos_of_the_site_serve_where_none_is_named(office: Office, street: Street) -> None:
    session, case = office.session(), street.handled()
    link(office, session, case)
    path, body = f"{office.at(session)}/close-cases", {"action_id": str(uuid4())}
    assert refused(office.of("supervisor").post(path, json=body)) == (422, "move_incomplete")
    name(office, session, "f", "after")
    assert close(office, session, "supervisor", photos=[])["closed"] == 1


def test_only_cases_of_the_site(office: Office, street: Street) -> None:
    session, case = office.session(), street.handled()
    body = {"action_id": str(uuid4()), "photos": [sha("f")], "case_ids": [case["id"]]}
    answer = office.of("supervisor").post(f"{office.at(session)}/close-cases", json=body)
    assert refused(answer) == (422, "invalid")
