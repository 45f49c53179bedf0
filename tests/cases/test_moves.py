"""What each move does beside changing the status."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy.orm import Session

from app.cases.models import Case
from app.core.clock import as_of, now
from tests.cases.conftest import Json, Street, named
from tests.factories import CENTRE

START = datetime.fromisoformat("2026-11-23T08:00:00+08:00")


def at(hours: float) -> Any:
    """Let it be so many hours after the case was assigned."""
    return as_of(START + timedelta(hours=hours))


def hours_left(case: Json) -> float:
    """Of the limit, counted from the assignment."""
    return (datetime.fromisoformat(case["due_at"]) - START) / timedelta(hours=1)


@pytest.fixture
def case(street: Street) -> Json:
    """Assigned at START, four hours' limit."""
    with at(0):
        return street.assigned()


def light(street: Street, case: Json) -> str | None:
    shown: str | None = street.of("supervisor").get(f"/cases/{case['id']}").get_json()["light"]
    return shown


def test_assigning_a_report_files_it_as_well_two_rows_one_act(street: Street) -> None:
    case = street.assigned()
    rows = [(event["action"], event["from_status"], event["to_status"]) for event in case["events"]]
    assert rows[1:] == [("file", "reported", "filed"), ("assign", "filed", "assigned")]
    assert (case["version"], case["number"] is not None) == (2, True)
    assert case["events"][2]["data"]["department_name"] == "综合执法队"


def test_the_clock_runs_from_assignment(street: Street, case: Json) -> None:
    assert (hours_left(case), case["limit_hours"]) == (4, 4)
    shown = []
    for hours in (3.19, 3.21, 3.99, 4.01):
        with at(hours):
            shown.append(light(street, case))
    assert shown == ["green", "yellow", "yellow", "red"]


def test_without_a_limit_there_is_no_clock(session: Session, street: Street) -> None:
    street.category.limits = []
    session.flush()
    case = street.assigned()
    assert (case["due_at"], case["light"], case["limit_hours"]) == (None, None, None)


def test_what_was_handled_in_time_stays_green_while_it_waits(street: Street, case: Json) -> None:
    with at(1):
        case = street.act("handler", case, "handle", photos=[named("after", "b")])
    with at(9):
        assert light(street, case) == "green"


def test_suspending_stops_the_clock(street: Street, case: Json) -> None:
    with at(1):
        case = street.act("supervisor", case, "suspend", note="等施工")
    with at(50):
        assert light(street, case) == "paused"
    with at(101):
        case = street.act("supervisor", case, "resume")
        assert (case["status"], case["light"], hours_left(case)) == ("assigned", "green", 104)
    with at(103.5):
        assert light(street, case) == "yellow"


def test_an_extension_is_asked_for_and_granted_as_asked(street: Street, case: Json) -> None:
    wanted = (START + timedelta(hours=9)).isoformat()
    with at(1):
        case = street.act("handler", case, "ask_extension", due_at=wanted)
        assert datetime.fromisoformat(case["extension_asked_until"]) == START + timedelta(hours=9)
        case = street.act("supervisor", case, "extend")
    assert (hours_left(case), case["extension_asked_until"]) == (9, None)
    with at(7.1):
        assert light(street, case) == "green"
    with at(7.3):
        assert light(street, case) == "yellow"


def test_an_extension_is_refused(street: Street, case: Json) -> None:
    with at(1):
        case = street.act("handler", case, "ask_extension", due_at=(START + timedelta(hours=9)).isoformat())
        assert (
            "refuse_extension" in street.of("supervisor").get(f"/cases/{case['id']}").json["allowed_actions"]
        )
        case = street.act("supervisor", case, "refuse_extension", note="抓紧")
    assert (hours_left(case), case["extension_asked_until"]) == (4, None)


@pytest.mark.parametrize("hours", [None, 0.5, 4])
def test_an_extension_ends_later_than_now_and_than_before(
    street: Street, case: Json, hours: float | None
) -> None:
    given = {} if hours is None else {"due_at": (START + timedelta(hours=hours)).isoformat()}
    with at(1):
        answer = street.send("handler", case, "ask_extension", **given)
    assert (answer.status_code, list((answer.json or {})["fields"])) == (422, ["due_at"])


def test_returned_it_is_nobodys_and_keeps_its_photos(street: Street, case: Json) -> None:
    case = street.act("handler", case, "return", note="不归我们管", photos=[named("near", "c")])
    assert (case["status"], case["department_id"], case["assignee_id"], case["due_at"]) == (
        "filed",
        None,
        None,
        None,
    )
    assert [photo["role"] for photo in case["photos"]] == ["before", "near"]
    assert case["events"][-1]["note"] == "不归我们管"


def test_who_takes_it_has_it(street: Street, case: Json) -> None:
    case = street.act("handler", case, "take")
    assert case["assignee_name"] == "处置"


def test_a_failed_check_goes_back_to_the_same_hands_on_the_same_clock(street: Street) -> None:
    with at(0):
        case = street.handled()
        case = street.act("chief", case, "verify_fail", note="还有垃圾")
    assert (case["status"], case["rework_count"], hours_left(case)) == ("assigned", 1, 4)
    assert case["assignee_id"] == str(street.people["handler"].id)
    assert case["department_id"] == str(street.department.id)
    again = street.act("handler", case, "handle", photos=[named("after", "d")])
    assert street.act("supervisor", again, "verify_fail", note="再来")["rework_count"] == 2


def test_a_failed_check_of_what_was_cleared_on_the_spot_goes_back_to_its_reporter(street: Street) -> None:
    with at(0):
        case = street.reported(self_handled=True, photos=[named(), named("after", "b")])
        case = street.act("other_chief", case, "verify_fail", note="没清干净")
        assert (case["assignee_id"], hours_left(case)) == (case["reporter_id"], 4)
        case = street.act("chief", case, "handle", photos=[named("after", "c")])
    assert case["status"] == "handled"


def test_reopened_it_begins_again_under_its_number(street: Street) -> None:
    case = street.handled()
    number = case["number"]
    case = street.act("chief", case, "verify_pass")
    case = street.act("supervisor", case, "reopen", note="又来了")
    assert (case["status"], case["number"], case["department_id"], case["closed_at"], case["handler_id"]) == (
        "filed",
        number,
        None,
        None,
        None,
    )
    case = street.act("supervisor", case, "reject", note="重复")
    case = street.act("supervisor", case, "reopen", note="看错了")
    assert (case["status"], street.act("supervisor", case, "file")["number"]) == ("reported", number)


@pytest.mark.parametrize(("answer", "confirmed"), [("confirm", True), ("deny", False)])
def test_the_chief_is_asked_whether_it_is_real(street: Street, answer: str, confirmed: bool) -> None:
    case = street.reported("supervisor", source="hotline", photos=[])
    assert street.send("chief", case, answer).json["code"] == "move_not_allowed"
    case = street.act("supervisor", case, "ask_confirm")
    assert (case["confirm_asked"], case["confirmed"]) == (True, None)
    case = street.act("chief", case, answer, note="看过了", photos=[named("check", "e")])
    assert (case["status"], case["confirm_asked"], case["confirmed"]) == ("reported", False, confirmed)


def test_a_person_brings_their_department(street: Street) -> None:
    case = street.act("supervisor", street.reported(), "assign", assignee_id=str(street.people["handler"].id))
    assert (case["assignee_name"], case["department_name"]) == ("处置", "综合执法队")


@pytest.mark.parametrize("who", ["viewer", "far_chief", "outsider"])
def test_nobody_gets_it_who_does_not_handle_there(street: Street, who: str) -> None:
    answer = street.send("supervisor", street.reported(), "assign", assignee_id=str(street.people[who].id))
    assert (answer.status_code, list((answer.json or {})["fields"])) == (422, ["assignee_id"])


def test_no_department_gets_it_that_does_not_serve_the_place(street: Street) -> None:
    elsewhere = street.make.department(unit=street.make.unit("别处"))
    for department_id in (elsewhere.id, uuid4()):
        answer = street.send("supervisor", street.reported(), "assign", department_id=str(department_id))
        assert (answer.status_code, list((answer.json or {})["fields"])) == (422, ["department_id"])


def test_given_to_others_the_limit_begins_anew(street: Street, case: Json) -> None:
    other = street.make.department()
    with at(3):
        case = street.act("supervisor", case, "assign", department_id=str(other.id))
    assert hours_left(case) == 7
    assert street.send("handler", case, "take").status_code == 404


def test_a_duplicate_points_at_the_case_that_goes_on(street: Street, case: Json) -> None:
    first, survivor = street.reported(), street.reported()
    first = street.act("supervisor", first, "merge", into_id=case["id"])
    assert (first["status"], first["merged_into_id"]) == ("merged", case["id"])
    merged = street.act("supervisor", case, "merge", into_id=survivor["id"])
    first = street.of("supervisor").get(f"/cases/{first['id']}").get_json()
    assert (first["merged_into_id"], first["version"]) == (survivor["id"], 3)
    assert street.act("supervisor", merged, "unmerge")["status"] == "assigned"
    assert street.act("supervisor", first, "unmerge")["merged_into_id"] is None


def test_nothing_is_merged_into_itself_or_what_is_not_open_or_not_seen(street: Street) -> None:
    case, other = street.reported(), street.reported()
    merged = street.act("supervisor", other, "merge", into_id=case["id"])
    elsewhere = street.make.segment(
        [(CENTRE[0] + 0.05, CENTRE[1]), (CENTRE[0] + 0.051, CENTRE[1])],
        unit=street.make.unit("莲湖街道"),
    )
    unseen = street.reported(segment_id=str(elsewhere.id), location=None)
    for into in (case["id"], merged["id"], unseen["id"], str(uuid4())):
        answer = street.send("office_supervisor", case, "merge", into_id=into)
        assert (answer.status_code, list((answer.json or {})["fields"])) == (422, ["into_id"])


def test_merging_and_suspending_remember_their_own_status_before(street: Street, case: Json) -> None:
    survivor = street.reported()
    with at(1):
        case = street.act("supervisor", case, "suspend", note="等")
    with at(2):
        case = street.act("supervisor", case, "merge", into_id=survivor["id"])
    with at(3):
        case = street.act("supervisor", case, "unmerge")
        assert (case["status"], case["light"]) == ("suspended", "paused")
    with at(5):
        case = street.act("supervisor", case, "resume")
    assert (case["status"], hours_left(case)) == ("assigned", 8)


def test_a_moved_case_follows_its_segment(street: Street) -> None:
    unit = street.make.unit("秦岭路街道")
    lon, lat = CENTRE[0] + 0.05, CENTRE[1]
    elsewhere = street.make.segment([(lon, lat), (lon + 0.001, lat)], unit=unit, name="另一路段")
    street.make.appointment(street.people["far_chief"], elsewhere)
    pin = {"lon": lon + 0.0005, "lat": lat - 0.0001, "datum": "wgs84"}
    case = street.act("supervisor", street.reported(), "move", location=pin)
    assert (case["segment_id"], case["side"], case["unit_id"]) == (str(elsewhere.id), "south", str(unit.id))
    assert (case["chief_id"], case["placed_by"]) == (str(street.people["far_chief"].id), "map")
    assert case["location"]["lon"] == pin["lon"]
    found = street.of("supervisor").get("/cases", query_string={"q": "另一路段"}).json["items"]
    assert [row["id"] for row in found] == [case["id"]]


def test_a_supervisor_settles_an_unplaced_case_by_segment(street: Street) -> None:
    nowhere = {"lon": CENTRE[0] + 0.2, "lat": CENTRE[1], "datum": "wgs84"}
    case = street.reported(location=nowhere)
    case = street.act("supervisor", case, "move", segment_id=str(street.segment.id))
    assert (case["segment_id"], case["placed_by"]) == (str(street.segment.id), "segment")
    assert (case["side"], case["location"]["lon"]) == ("south", nowhere["lon"])


def test_who_moved_a_case_out_of_sight_still_gets_it_and_may_ask_again(street: Street) -> None:
    lon, lat = CENTRE[0] + 0.05, CENTRE[1]
    elsewhere = street.make.segment([(lon, lat), (lon + 0.001, lat)], unit=street.make.unit("桐柏路街道"))
    case = street.reported()
    order = {"action_id": str(uuid4()), "segment_id": str(elsewhere.id)}
    first = street.act("office_supervisor", case, "move", **order)
    assert street.of("office_supervisor").get(f"/cases/{case['id']}").status_code == 404
    assert street.act("office_supervisor", case, "move", **order) == first


def test_the_same_action_id_acts_once_even_when_the_version_is_old(street: Street) -> None:
    case = street.reported()
    order = {"action_id": str(uuid4())}
    first = street.act("supervisor", case, "file", **order)
    later = street.act("supervisor", first, "comment", note="看看")
    assert street.act("supervisor", case, "file", **order) == later


@pytest.mark.parametrize(("who", "action"), [("supervisor", "comment"), ("office_supervisor", "file")])
def test_an_action_id_stands_for_one_act_of_one_person(street: Street, who: str, action: str) -> None:
    case, order = street.reported(), {"action_id": str(uuid4())}
    case = street.act("supervisor", case, "file", **order)
    answer = street.send(who, case, action, note="又", **order)
    assert (answer.status_code, (answer.json or {})["code"]) == (409, "action_id_reused")


def test_a_sighting_by_a_chief_from_elsewhere_gives_them_sight_of_it(street: Street) -> None:
    case = street.reported()
    assert street.of("far_chief").get(f"/cases/{case['id']}").status_code == 404
    stale = street.send("far_chief", case | {"version": 7}, "sight", note="还在")
    assert stale.get_json()["case"] == {"id": case["id"], "status": "reported", "version": 1}
    street.act("far_chief", case, "sight", note="还在", photos=[named("near", "f")])
    assert street.of("far_chief").get(f"/cases/{case['id']}").status_code == 200


def test_a_closed_case_is_not_there_for_a_chief_from_elsewhere(session: Session, street: Street) -> None:
    case = street.reported()
    session.get_one(Case, UUID(case["id"])).status = "closed"
    session.flush()
    assert street.send("far_chief", case, "sight", note="还在").status_code == 404


def test_the_log_keeps_who_when_and_what(street: Street) -> None:
    moment = now()
    with as_of(moment):
        case = street.act(
            "supervisor", street.reported(), "comment", note="请注意", photos=[named("far", "c")]
        )
    event = case["events"][-1]
    assert (event["actor_name"], event["note"], event["from_status"]) == ("督导", "请注意", "reported")
    assert datetime.fromisoformat(event["at"]) == moment
    assert event["data"] == {"photos": [named("far", "c")]}
