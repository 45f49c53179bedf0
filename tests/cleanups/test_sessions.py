"""Series and sessions: made ahead or afterwards, moved, cancelled, finished; two organisers at once."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from app.accounts.models import AuditEntry
from app.core.clock import today
from tests.cleanups.conftest import Json, Office, refused, taken


def test_a_series_is_planned_once(office: Office) -> None:
    series_id = uuid4()
    series = office.series(id=series_id, weekdays=[6, 3, 6])
    assert (series["weekdays"], series["version"], series["may_organise"]) == ([3, 6], 1, True)
    (listed,) = taken(office.of("viewer").get("/cleanup-series"), 200)["items"]
    assert listed == series | {"may_organise": False}


@pytest.mark.parametrize(
    "given",
    [
        {"weekdays": []},
        {"weekdays": [0]},
        {"weekdays": [8]},
        {"name": " "},
        {"ends_on": "2025-12-31"},
        {"pauses": [{"starts_on": "2026-02-20", "ends_on": "2026-02-10", "reason": "春节"}]},
        {"unit_id": str(uuid4())},
    ],
)
def test_series_that_cannot_be_so(office: Office, given: Json) -> None:
    body = {"name": "三捡三拾", "unit_id": str(office.make.office.id), "weekdays": [6]} | given
    answer = office.of("organiser").put(f"/cleanup-series/{uuid4()}", json={"starts_on": "2026-01-01"} | body)
    assert refused(answer) == (422, "invalid")


def test_of_two_who_change_a_series_the_second_is_shown_what_stands(office: Office) -> None:
    series = office.series()
    path = f"/cleanup-series/{series['id']}"
    names = ("name", "unit_id", "weekdays", "starts_on")
    body = {name: series[name] for name in names} | {"version": 1}
    taken(office.of("organiser").put(path, json=body | {"name": "甲"}), 200)
    answer = office.of("other_organiser").put(path, json=body | {"name": "乙"})
    assert refused(answer) == (409, "stale_version")
    assert answer.get_json()["series"]["name"] == "甲"
    # The first one's request again, its answer lost: nothing changes.
    assert taken(office.of("organiser").put(path, json=body | {"name": "甲"}), 200)["version"] == 2


def test_a_session_is_made_once(office: Office) -> None:
    series, session_id = office.series(), uuid4()
    body = office.body(series)
    for status in (201, 200, 200):
        answer = office.of("organiser").put(f"/cleanup-sessions/{session_id}", json=body)
        session = taken(answer, status)
    assert (session["version"], len(session["sites"]), session["state"]) == (1, 1, "under_way")
    assert answer.headers["ETag"] == '"1"'


def test_places_of_all_kinds(office: Office) -> None:
    make = office.make
    road = make.road("三四厂中街")
    key_area = make.segment(road=road, is_key_area=True, unit=make.unit("建设路街道"))
    sites = [
        office.site(),
        office.site(name="三四厂中街", road_id=str(road.id)),
        office.site(name="游园", location=office.point() | {"datum": "gcj02"}),
    ]
    made = office.session(sites=sites)["sites"]
    assert [site["segment_name"] for site in made] == ["棉纺路：桐柏路—嵩山路", None, None]
    assert made[1]["road_name"] == "三四厂中街"
    assert made[1]["unit_id"] == str(key_area.unit_id)
    assert made[2]["location"]["datum"] == "wgs84"
    assert made[2]["location"]["lon"] != office.point()["lon"]


@pytest.mark.parametrize(
    "places", [{}, {"location": {"lon": 113.6, "lat": 34.7}, "segment_id": str(uuid4())}]
)
def test_a_site_has_exactly_one_place(office: Office, places: Json) -> None:
    site = {"id": str(uuid4()), "name": "某处"} | places
    assert refused(office.put(office.series(), sites=[site])) == (422, "invalid")


def test_places_and_people_out_of_reach(office: Office) -> None:
    series = office.series()
    wrong: list[dict[str, Any]] = [
        {"segment_id": str(uuid4())},
        {"road_id": str(office.segment.road_id)},  # nothing of it is a key area
        {"lead_id": str(uuid4())},
        {"planned": {"ghost": 3}},
    ]
    for given in wrong:
        assert refused(office.put(series, sites=[office.site(**given)])) == (422, "invalid"), given


def test_sites_of_another_session_cannot_be_taken(office: Office) -> None:
    series = office.series()
    site = office.session(series)["sites"][0]
    assert refused(office.put(series, sites=[office.site(id=site["id"])])) == (422, "invalid")


def test_leads_and_helpers_see_their_session_and_no_other(office: Office) -> None:
    lead = office.people["lead"]
    series = office.series()
    session = office.session(
        series, sites=[office.site(lead_id=str(lead.id), helper_ids=[str(office.people["chief"].id)])]
    )
    other = office.session(series)
    site = office.read(session, "lead")["sites"][0]
    assert (site["lead"]["name"], len(site["helpers"]), site["may_work"]) == ("周路长", 1, True)
    assert refused(office.of("lead").get(f"/cleanup-sessions/{other['id']}")) == (404, "not_found")
    mine = taken(office.of("lead").get("/cleanup-sessions?mine=true"), 200)["items"]
    assert [row["id"] for row in mine] == [session["id"]]


def test_of_two_who_edit_the_second_is_shown_what_stands(office: Office) -> None:
    series = office.series()
    session = office.session(series)
    first = office.put(series, session_id=session["id"], note="甲", version=1, sites=[])
    assert taken(first, 200)["version"] == 2
    second = office.put(series, "other_organiser", session["id"], note="乙", version=1, sites=[])
    assert refused(second) == (409, "stale_version")
    assert second.get_json()["session"]["note"] == "甲"
    assert refused(office.send(session, "finish", "other_organiser")) == (409, "stale_version")


def test_the_first_body_again_does_not_undo_what_came_after(office: Office) -> None:
    series, session_id = office.series(), uuid4()
    body = office.body(series)
    session = taken(office.of("organiser").put(f"/cleanup-sessions/{session_id}", json=body), 201)
    moved = office.act(session, "postpone", held_on=str(today() + timedelta(days=1)), note="下雨")
    again = taken(office.of("organiser").put(f"/cleanup-sessions/{session_id}", json=body), 200)
    assert again["held_on"] == moved["held_on"] != session["held_on"]


def test_plan_and_reality_stand_apart(office: Office) -> None:
    session = office.session(held_on="2026-11-21")
    assert session["planned_on"] == "2026-11-21"
    moved = office.act(session, "postpone", held_on="2026-11-24", note="重污染天气")
    assert (moved["planned_on"], moved["held_on"], moved["week"]) == ("2026-11-21", "2026-11-24", "2026-W48")
    assert moved["reason"] == "重污染天气"
    beside = office.session(held_on="2026-11-19")
    assert beside["planned_on"] is None


def test_entered_afterwards(office: Office) -> None:
    session = office.session(held_on="2026-03-07")
    assert (session["is_entered_afterwards"], session["state"]) == (True, "unfinished")
    assert office.act(session, "finish")["state"] == "finished"


def test_entered_twice_is_shown(office: Office) -> None:
    series = office.series()
    one, other = office.session(series), office.session(series)
    assert other["same_day_ids"] == [one["id"]]


def test_acts_happen_once_and_need_what_they_need(office: Office) -> None:
    session, action_id = office.session(), str(uuid4())
    assert refused(office.send(session, "cancel")) == (422, "move_incomplete")
    assert refused(office.send(session, "postpone", note="雨")) == (422, "move_incomplete")
    assert refused(office.send(session, "choose_sources")) == (422, "move_incomplete")
    for _ in range(3):
        cancelled = office.act(session, "cancel", note="下雨", action_id=action_id)
    assert (cancelled["state"], cancelled["version"]) == ("cancelled", 2)
    assert refused(office.send(session, "finish", action_id=action_id)) == (409, "action_id_reused")
    assert refused(office.send(cancelled, "finish")) == (409, "move_not_allowed")
    assert cancelled["allowed_actions"] == ["reinstate", "choose_sources"]
    events = taken(office.of("viewer").get(f"/cleanup-sessions/{session['id']}/events"), 200)["items"]
    assert [(event["action"], event["note"]) for event in events] == [("cancel", "下雨")]


def test_nothing_is_ever_deleted(office: Office) -> None:
    """Helpers may be counting: a session is cancelled, and can be reinstated."""
    session = office.session()
    for path in (f"/cleanup-sessions/{session['id']}", f"/cleanup-series/{session['series_id']}"):
        assert office.of("organiser").delete(path).status_code == 405
    assert office.read(session)["state"] == "under_way"


def test_a_day_to_come_is_not_finished(office: Office) -> None:
    session = office.session(held_on=str(today() + timedelta(days=3)))
    assert session["state"] == "planned"
    assert refused(office.send(session, "finish")) == (409, "move_not_allowed")


def test_what_organisers_do_is_in_the_audit_log(office: Office) -> None:
    office.act(office.session(), "cancel", note="下雨")
    rows = office.make.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
    made = ["cleanup_series_made", "cleanup_session_made", "cleanup_cancel"]
    assert [action for action in rows if action.startswith("cleanup")] == made


def test_who_plans_where(office: Office) -> None:
    series = office.series()
    session = office.session(series)
    assert refused(office.put(series, "far_organiser")) == (422, "invalid")
    assert refused(office.send(session, "finish", "far_organiser")) == (404, "not_found")
    assert refused(office.send(session, "finish", "supervisor")) == (403, "forbidden")
    assert office.act(session, "finish", "district_organiser")["state"] == "finished"


def test_sessions_are_listed_by_day(office: Office) -> None:
    series = office.series()
    days = ["2026-11-07", "2026-11-21", "2026-11-14"]
    for day in days:
        office.session(series, held_on=day)
    seen: list[str] = []
    cursor = ""
    while True:
        path = f"/cleanup-sessions?series_id={series['id']}&limit=1{cursor}"
        page = taken(office.of("viewer").get(path), 200)
        seen += [row["held_on"] for row in page["items"]]
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={page['next_cursor']}"
    assert seen == sorted(days, reverse=True)
    path = "/cleanup-sessions?first=2026-11-10&last=2026-11-15"
    assert [row["held_on"] for row in taken(office.of("viewer").get(path), 200)["items"]] == [days[2]]


def test_lists_carry_totals(office: Office) -> None:
    session = office.session()
    taken(office.count(session, uuid4(), 1, volunteer=4, street_staff=2), 201)
    (row,) = taken(office.of("viewer").get("/cleanup-sessions"), 200)["items"]
    assert (row["total"], row["totals"]["volunteer"], row["sites"]) == (6, 4, 1)
