"""What one office reports, the office next door sees nowhere: lists, map, counts, photos, feed."""

from itertools import product
from typing import Any

from app.cases.workflow import MOVES
from tests.cases.conftest import Json
from tests.contract.conftest import Town, picture, sha256
from tests.factories import CENTRE

NEIGHBOURS = ("next_supervisor", "next_viewer", "next_organiser", "next_admin", "next_chief", "next_handler")
OURS = ("office_supervisor", "supervisor", "viewer", "organiser", "admin", "chief", "other_chief")
NOWHERE = {"lon": CENTRE[0] + 0.4, "lat": CENTRE[1], "accuracy_m": 5, "datum": "wgs84"}
BEFORE = picture(1)


def sights(town: Town, who: str, case: Json) -> list[Any]:
    """Everywhere the case could come through to somebody: their list, map, counts, feed, page, photos."""
    get = town.of(who).get
    photo = get(f"/photos/{sha256(BEFORE)}")
    listed = get("/cases").json
    return [
        case["id"] in [row["id"] for row in listed["items"]],
        listed["total"] > 0,
        case["id"] in [row["id"] for row in get("/cases", query_string={"q": "卖菜"}).json["items"]],
        case["id"] in [mark["id"] for mark in get("/cases/map?zoom=17").json["features"]],
        len(get("/cases/map?zoom=10").json["features"]) > 0,
        sum(count["total"] for count in get("/cases/counts?by=segment").json["items"]) > 0,
        case["id"] in [item["id"] for item in get("/changes").json["items"]],
        get(f"/cases/{case['id']}").status_code == 200,
        photo.status_code == 200 or photo.get_json()["code"] == "photo_not_ready",
    ]


def reported(town: Town, **given: Any) -> Json:
    """The chief's report, its photo there."""
    town.send_photo("chief", BEFORE)
    photos = [{"sha256": sha256(BEFORE), "role": "before"}]
    return town.reported(description="占道卖菜", photos=photos, **given)


def test_its_own_office_sees_it_everywhere_and_the_office_next_door_nowhere(town: Town) -> None:
    case = reported(town)
    assert {who: sights(town, who, case) for who in OURS} == dict.fromkeys(OURS, [True] * 9)
    assert {who: sights(town, who, case) for who in NEIGHBOURS} == dict.fromkeys(NEIGHBOURS, [False] * 9)


def test_no_filter_opens_it_to_the_office_next_door(town: Town) -> None:
    case = reported(town)
    ways: list[Json] = [
        {name: case[name]} for name in ("segment_id", "unit_id", "reporter_id", "category_code")
    ]
    ways += [{"status": "reported"}, {"bbox": "113,34,114,35"}, {"road_id": str(town.segment.road_id)}]
    ways += [{"unit_id": str(town.make.district.id)}, {"sort": "received_at"}, {"self_handled": "false"}]
    for who, query in product(NEIGHBOURS, ways):
        assert town.of(who).get("/cases", query_string=query).json["items"] == [], (who, query)
        for zoom in (10, 17):
            drawn = town.of(who).get("/cases/map", query_string=query | {"zoom": zoom}).json
            assert drawn["features"] == [], (who, query, zoom)


def test_no_move_of_the_office_next_door_finds_it(town: Town) -> None:
    case = reported(town)
    mine = town.reported(
        "next_supervisor", source="hotline", photos=[], location=None, segment_id=_next(town)
    )
    wanted = {"note": "n", "into_id": mine["id"], "segment_id": _next(town), "due_at": "2099-01-01T00:00:00Z"}
    for who, action in product(NEIGHBOURS, set(MOVES) - {"sight"}):
        assert town.send(who, case, action, **wanted).status_code == 404, (who, action)
    for who in NEIGHBOURS:
        assert town.of(who).post(f"/cases/{case['id']}/seen", json={"version": 1}).status_code == 404, who
    assert town.send("next_supervisor", mine, "merge", into_id=case["id"]).status_code == 422
    assert town.look("supervisor", case).json["version"] == 1


def _next(town: Town) -> str:
    return str(town.next_segment.id)


def test_a_case_moved_next_door_is_theirs_and_no_longer_ours(town: Town) -> None:
    case = town.act("supervisor", reported(town), "move", segment_id=_next(town), location=None)
    for who in ("next_supervisor", "next_viewer", "next_chief", "supervisor"):
        seen = sights(town, who, case)
        assert seen[-2:] == [True, True], who
    for who in ("office_supervisor", "organiser", "other_chief"):
        assert sights(town, who, case)[-2:] == [False, False], who
    assert town.look("chief", case).status_code == 200, "its reporter"


def test_an_unplaced_case_is_its_reporters_units_until_placed(town: Town) -> None:
    town.send_photo("next_chief", BEFORE)
    photos = [{"sha256": sha256(BEFORE), "role": "before"}]
    case = town.reported("next_chief", location=NOWHERE, photos=photos)
    assert (case["segment_id"], case["side"]) == (None, None)
    assert case["unit_id"] == str(town.next_segment.unit_id)
    assert town.look("office_supervisor", case).status_code == 404
    unplaced = town.of("next_supervisor").get("/cases?unplaced=true").json
    assert [row["id"] for row in unplaced["items"]] == [case["id"]]
    placed = town.act("supervisor", case, "move", segment_id=str(town.segment.id))
    assert placed["unit_id"] == str(town.make.office.id)
    assert town.look("next_supervisor", case).status_code == 404
    assert town.look("office_supervisor", case).status_code == 200


def test_a_handler_sees_what_their_department_has_and_no_more(town: Town) -> None:
    case = reported(town)
    assert sights(town, "handler", case) == [False] * 9
    case = town.act("supervisor", case, "assign", department_id=str(town.department.id))
    assert sights(town, "handler", case) == [True] * 9
    assert sights(town, "far_handler", case) == [False] * 9


def test_a_supervisor_reaches_the_units_below_and_none_above_or_beside(town: Town) -> None:
    make = town.make
    below, beside = (make.unit(name, "community", make.office) for name in ("百花社区", "煤仓街社区"))
    there = make.segment([(CENTRE[0], CENTRE[1] + 0.01), (CENTRE[0] + 0.001, CENTRE[1] + 0.01)], unit=below)
    town.people |= {
        "below": make.user("supervisor", unit=below),
        "beside": make.user("supervisor", unit=beside),
    }
    case, above = town.reported(location=None, segment_id=str(there.id)), town.reported()
    seen = {who: town.look(who, case).status_code for who in ("below", "office_supervisor", "beside")}
    assert seen == {"below": 200, "office_supervisor": 200, "beside": 404}
    assert town.look("below", above).status_code == 404
    assert town.act("office_supervisor", case, "file")["status"] == "filed"


def test_a_chief_reports_anywhere_in_the_district_but_nowhere_else(town: Town) -> None:
    case = town.reported("chief", location=None, segment_id=_next(town))
    assert case["unit_id"] == str(town.next_segment.unit_id)
    assert town.look("next_supervisor", case).status_code == 200
    abroad = town.make.segment(unit=town.make.unit("二七区", "district", code="410103"))
    assert town.put("chief", location=None, segment_id=str(abroad.id)).status_code == 422


def test_any_road_chief_may_sight_an_open_case_of_the_district_and_no_other(town: Town) -> None:
    case = reported(town)
    assert town.act("next_chief", case, "sight", note="还在")["version"] == 2
    town.people["abroad"] = town.make.user("road_chief", unit=town.make.unit("二七区", "district"))
    assert town.send("abroad", case, "sight", note="还在").status_code == 404
    assert town.send("next_supervisor", case, "sight", note="还在").status_code == 404
