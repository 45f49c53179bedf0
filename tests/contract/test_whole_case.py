"""Every answer that carries one whole case carries all of it, and the same again acts once."""

import re
from typing import Any
from uuid import uuid4

import pytest

from app.core.geo import from_wgs84
from tests.cases.conftest import Json, named, sha
from tests.contract.conftest import WHOLE_CASE, Town
from tests.factories import CENTRE

NUMBER = re.compile(r"410102-\d{8}-\d{4}")


def test_every_answer_with_one_case_has_all_its_names(town: Town) -> None:
    first = town.put("chief", case_id := uuid4())
    order = {"action_id": str(uuid4())}
    answers: dict[str, Any] = {
        "made": first.json,
        "made again": town.put("chief", case_id).json,
        "read": town.look("viewer", first.get_json()).json,
        "moved": town.send("supervisor", first.get_json(), "file", **order).json,
        "moved again": town.send("supervisor", first.get_json(), "file", **order).json,
        "stale": town.send("supervisor", first.get_json(), "reject", note="n").get_json()["case"],
    }
    for told, answer in answers.items():
        assert answer.keys() >= WHOLE_CASE, told
        assert answer.keys() == answers["read"].keys(), told
    assert answers["stale"] == answers["moved again"] == answers["moved"]


def test_its_version_is_its_tag(town: Town) -> None:
    case = town.act("supervisor", town.reported(), "file")
    assert town.look("chief", case).headers["ETag"].strip('W/"') == str(case["version"]) == "2"


def test_rows_of_lists_are_slimmer_and_of_the_same_case(town: Town) -> None:
    case = town.assigned(description="卖菜")
    (row,) = town.of("supervisor").get("/cases").json["items"]
    assert not {"events", "photos", "allowed_actions", "missing_photos"} & row.keys()
    same = row.keys() & case.keys()
    assert {name: row[name] for name in same} == {name: case[name] for name in same}


OPTIONAL: Json = {
    "description": "占道卖菜",
    "placed_by": "map",
    "self_handled": True,
    "source": "patrol",
    "photos": [
        named("before", "a")
        | {"taken_at": "2026-11-20T17:29:00+08:00", "lon": 113.6, "lat": 34.7, "original_sha256": sha("f")},
        *(
            named(role, letter)
            for role, letter in (("after", "b"), ("near", "c"), ("far", "d"), ("check", "e"))
        ),
    ],
    "location": {"lon": CENTRE[0], "lat": CENTRE[1], "accuracy_m": 12.5, "datum": "wgs84", "heading": 359.9},
}


def test_every_field_of_a_report_is_taken_and_told_again(town: Town) -> None:
    case = town.reported(**OPTIONAL, segment_id=str(town.segment.id))
    assert (case["description"], case["placed_by"], case["source"]) == ("占道卖菜", "map", "patrol")
    assert case["location"] == OPTIONAL["location"]
    assert [photo["role"] for photo in case["photos"]] == ["before", "after", "near", "far", "check"]
    first = case["photos"][0]
    assert (first["taken_at"], first["lon"], first["lat"]) == ("2026-11-20T09:29:00+00:00", 113.6, 34.7)
    assert first["original_sha256"] == sha("f")
    assert case["missing_photos"] == sorted(sha(letter) for letter in "abcde")


NOWHERE = {"location": {"lon": CENTRE[0] + 0.4, "lat": CENTRE[1], "datum": "gcj02"}}


@pytest.mark.parametrize("who", ["chief", "next_chief", "office_supervisor", "handler"])
@pytest.mark.parametrize(
    "given", [{}, OPTIONAL, NOWHERE, {"placed_by": "map"}], ids=["least", "all", "nowhere", "map"]
)
def test_a_new_case_is_answered_as_it_is_read_afterwards(town: Town, who: str, given: Json) -> None:
    town.upload(who, "a", exif_lon=11.0, exif_lat=43.0)
    town.upload("next_organiser", "b")
    town.reported("supervisor")
    case = town.reported(who, **given)
    assert case["photos"][0]["warnings"] == ["place_mismatch", "reused"]
    assert town.put(who, case["id"], **given).json == town.look(who, case).json == case


def test_a_move_is_answered_as_it_is_read_afterwards(town: Town) -> None:
    call: Json = {"source": "hotline", "photos": [], "description": "占道"}
    case, other = town.reported("supervisor", **call), town.reported()
    crew = {"department_id": str(town.department.id)}
    person = {"assignee_id": str(town.people["handler"].id)}
    moves: list[tuple[str, str, Json]] = [
        ("supervisor", "ask_confirm", {}),
        ("chief", "confirm", {"photos": [named("check", "c")]}),
        ("next_chief", "sight", {"note": "还在"}),
        ("supervisor", "move", {"segment_id": str(town.next_segment.id)}),
        ("supervisor", "move", {"location": {"lon": CENTRE[0], "lat": CENTRE[1], "datum": "wgs84"}}),
        ("supervisor", "assign", crew),
        ("handler", "take", {}),
        ("handler", "ask_extension", {"due_at": "2099-01-01T00:00:00+08:00"}),
        ("supervisor", "extend", {}),
        ("supervisor", "suspend", {"note": "等"}),
        ("supervisor", "resume", {}),
        ("supervisor", "assign", person),
        ("supervisor", "remind", {"note": "抓紧"}),
        ("handler", "handle", {"photos": [named("after", "d")]}),
        ("chief", "verify_fail", {"note": "没好"}),
        ("handler", "return", {"note": "不归我们", "photos": [named("near", "e")]}),
        ("supervisor", "merge", {"into_id": other["id"]}),
        ("supervisor", "unmerge", {}),
        ("supervisor", "reject", {"note": "不属实"}),
        ("supervisor", "reopen", {"note": "看错"}),
        ("viewer", "comment", {"note": "嗯"}),
    ]
    for version, (who, action, given) in enumerate(moves, 2):
        case = town.act(who, case, action, **given)
        assert (case["version"], case["events"][-1]["action"]) == (version, action)
        assert town.look(who, case).json == case, action


@pytest.mark.parametrize("source", ["public", "hotline", "video", "leader", "department", "media", "import"])
def test_only_a_patrol_needs_a_photo(town: Town, source: str) -> None:
    assert town.reported("supervisor", source=source, photos=None)["source"] == source
    refused = town.put("supervisor", source="patrol", photos=None)
    assert (refused.status_code, list(refused.get_json()["fields"])) == (422, ["photos"])


@pytest.mark.parametrize("datum", ["gcj02", "bd09", "cgcs2000", "wgs84"])
def test_a_place_read_and_sent_again_is_the_same_place(town: Town, datum: Any) -> None:
    lon, lat = from_wgs84((CENTRE[0] + 0.0005, CENTRE[1] + 0.0001), datum)
    case = town.reported(location={"lon": lon, "lat": lat, "datum": datum})
    assert (case["datum"], case["segment_id"], case["side"]) == (datum, str(town.segment.id), "north")
    again = town.act("supervisor", case, "move", location=case["location"])
    assert again["location"]["lon"] == pytest.approx(CENTRE[0] + 0.0005, abs=1e-7)
    assert again["location"]["lat"] == pytest.approx(CENTRE[1] + 0.0001, abs=1e-7)


@pytest.mark.parametrize("placed_by", ["gps", "map", "segment"])
def test_each_way_of_placing_is_told(town: Town, placed_by: str) -> None:
    assert town.reported(placed_by=placed_by, segment_id=str(town.segment.id))["placed_by"] == placed_by


def test_the_least_of_a_report_is_enough(town: Town) -> None:
    least = {"category_code": town.category.code, "observed_at": "2026-11-20T17:30:00+08:00"}
    by_place = least | {"location": {"lon": CENTRE[0], "lat": CENTRE[1]}, "photos": [named()]}
    by_segment = least | {"segment_id": str(town.segment.id), "photos": [named()]}
    for body in (by_place, by_segment):
        assert town.of("chief").put(f"/cases/{uuid4()}", json=body).status_code == 201
    for name in ("category_code", "observed_at", "segment_id"):
        body = {key: value for key, value in by_segment.items() if key != name}
        assert town.of("chief").put(f"/cases/{uuid4()}", json=body).status_code == 422


@pytest.mark.parametrize(("lat", "side"), [(0.0001, "north"), (-0.0001, "south")])
def test_the_side_of_a_road_that_runs_east(town: Town, lat: float, side: str) -> None:
    case = town.reported(location={"lon": CENTRE[0] + 0.0005, "lat": CENTRE[1] + lat, "datum": "wgs84"})
    lon, lat = case["location"]["lon"], case["location"]["lat"]
    nearest = town.of("chief").get(f"/road-segments/nearest?lon={lon}&lat={lat}").json
    assert (case["side"], case["segment_id"]) == (side, str(town.segment.id))
    assert (nearest["side"], nearest["segment_id"]) == (side, case["segment_id"])
    assert nearest["distance_m"] == case["segment_distance_m"]


def test_beyond_the_limit_nearest_and_the_case_agree_on_none(town: Town) -> None:
    far = {"lon": CENTRE[0] + 0.0005, "lat": CENTRE[1] + 0.0004, "datum": "wgs84"}
    nearest = town.of("chief").get("/road-segments/nearest", query_string=far).json
    assert nearest["segment_id"] is None
    assert town.reported(location=far)["segment_id"] is None


def test_the_map_holds_what_cases_point_at(town: Town) -> None:
    case = town.reported()
    for query in ("", "?chief=me", "?bbox=113.6,34.7,113.615,34.8"):
        told = town.of("chief").get(f"/road-segments{query}").json
        features = {feature["id"]: feature for feature in told["features"]}
        assert (told["type"], case["segment_id"] in features) == ("FeatureCollection", True)
        feature = features[case["segment_id"]]
        assert feature["geometry"]["type"] in ("LineString", "MultiLineString")
        assert {"name", "road_id", "unit_id", "length_m"} <= feature["properties"].keys()
    assert {feature["id"] for feature in town.of("chief").get("/road-segments").json["features"]} >= {
        str(town.next_segment.id)
    }


def test_cleared_on_the_spot_has_its_number_and_waits_for_somebody_else(town: Town) -> None:
    case = town.reported(self_handled=True, photos=[named(), named("after", "b")])
    assert (case["status"], case["self_handled"]) == ("handled", True)
    assert NUMBER.fullmatch(case["number"])
    for action in ("verify_pass", "verify_fail"):
        assert action not in case["allowed_actions"]
        assert town.send("chief", case, action, note="好").status_code == 403
    town.upload("chief", "b")
    assert town.act("other_chief", case, "verify_pass")["status"] == "closed"


def test_a_supervisor_who_cleared_it_on_the_spot_does_not_check_it_either(town: Town) -> None:
    photos = [named(), named("after", "b")]
    case = town.reported("office_supervisor", self_handled=True, photos=photos)
    assert town.send("office_supervisor", case, "verify_pass").status_code == 403
    town.upload("office_supervisor", "b")
    assert town.act("supervisor", case, "verify_pass")["status"] == "closed"


def test_filing_and_assigning_at_once_are_two_rows_and_one_number(town: Town) -> None:
    case = town.act("supervisor", town.reported(), "assign", department_id=str(town.department.id))
    assert [event["action"] for event in case["events"]] == ["report", "file", "assign"]
    assert NUMBER.fullmatch(case["number"])


@pytest.mark.parametrize("given", [{}, {"note": "别的话"}, {"version": 1}])
def test_the_same_action_id_answers_the_same_without_acting(town: Town, given: Json) -> None:
    order = {"action_id": str(uuid4())}
    case = town.reported()
    done = town.act("supervisor", case, "comment", note="看看", **order)
    again = town.act("supervisor", case, "comment", **({"note": "看看"} | given), **order)
    assert again == done
    assert len(again["events"]) == 2


def test_the_same_report_again_after_it_moved_on_shows_where_it_stands(town: Town) -> None:
    case_id = uuid4()
    town.put("chief", case_id)
    town.act("supervisor", town.look("supervisor", {"id": case_id}).get_json(), "reject", note="不属实")
    again = town.put("chief", case_id)
    assert (again.status_code, again.get_json()["status"]) == (200, "rejected")
    assert town.put("other_chief", case_id).get_json()["code"] == "case_exists_with_other_body"


def test_the_same_report_is_known_when_its_category_has_another_code(town: Town) -> None:
    case_id = uuid4()
    town.put("chief", case_id)
    body = {"code": "98-7777", "name": "占道经营", "class_name": "街面秩序"}
    assert town.of("admin").put(f"/categories/{town.category.id}", json=body).status_code == 200
    again = town.put("chief", case_id, category_code="04-06")
    assert (again.status_code, again.get_json()["category_code"]) == (200, "04-06")
