"""The map of segments over HTTP: what each may see, ETags, one segment with its people."""

from datetime import timedelta
from typing import Any

import pytest

from app.core.clock import now, today
from app.core.geo import from_wgs84
from app.core.stamps import bump
from app.roads.queries import APPOINTMENTS_STAMP, STAMP
from tests.factories import Caller, Make, Phone
from tests.roads.conftest import at


@pytest.fixture
def chief(make: Make, phone: Phone) -> Caller:
    return phone(make.user("road_chief"))


def ids(caller: Caller, query: str = "") -> set[str]:
    answer = caller.get(f"/road-segments{query}")
    assert answer.status_code == 200, answer.text
    return {feature["id"] for feature in answer.get_json()["features"]}


def test_a_feature_collection_in_wgs84(make: Make, chief: Caller) -> None:
    segment = make.segment([at(0, 0), at(100, 0)], make.road("建设路"), is_key_area=True)
    answer = chief.get("/road-segments").get_json()
    assert answer == {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "id": str(segment.id),
                "geometry": {"type": "MultiLineString", "coordinates": [[list(at(0, 0)), list(at(100, 0))]]},
                "properties": {
                    "name": "建设路：甲路—乙路",
                    "road_id": str(segment.road_id),
                    "unit_id": str(segment.unit_id),
                    "length_m": 91.5,
                    "is_key_area": True,
                    "is_approximate": False,
                },
            }
        ],
    }


def test_the_whole_district_and_nothing_else(make: Make, chief: Caller) -> None:
    mine, neighbour = make.segment(), make.segment(unit=make.unit("桐柏路街道"))
    make.segment(unit=make.unit("管城区", "district"))
    make.segment(retired_at=now())
    assert ids(chief) == {str(mine.id), str(neighbour.id)}


def test_a_box(make: Make, chief: Caller) -> None:
    inside, _ = make.segment([at(0, 0), at(100, 0)]), make.segment([at(0, 5000), at(100, 5000)])
    (west, south), (east, north) = at(-10, -10), at(50, 10)
    assert ids(chief, f"?bbox={west},{south},{east},{north}") == {str(inside.id)}


@pytest.mark.parametrize("bbox", ["1,2,3", "a,b,c,d", "5,0,4,1", "0,0,1,91", "nan,0,1,1", ""])
def test_a_box_that_is_none(make: Make, chief: Caller, bbox: str) -> None:
    answer = chief.get(f"/road-segments?bbox={bbox}")
    assert (answer.status_code, answer.get_json()["code"]) == (422, "invalid")


def test_a_chiefs_own_of_today(make: Make, phone: Phone) -> None:
    me = make.user("road_chief")
    mine, past, coming, other = (make.segment() for _ in range(4))
    make.appointment(me, mine, ends_on=today())
    make.appointment(me, past, ends_on=today() - timedelta(days=1))
    make.appointment(me, coming, starts_on=today() + timedelta(days=1))
    make.appointment(make.user("road_chief"), other)
    assert ids(phone(me), "?chief=me") == {str(mine.id)}


def test_one_units_with_those_below_it_and_one_roads(make: Make, chief: Caller) -> None:
    community = make.unit("百花社区", "community", make.office)
    below, road = make.segment(unit=community), make.road("百花路")
    on_road = make.segment(road=road, unit=make.unit("林山寨街道"))
    assert ids(chief, f"?unit_id={make.office.id}") == {str(below.id)}
    assert ids(chief, f"?road_id={road.id}") == {str(on_road.id)}


@pytest.mark.parametrize(("query", "stamp"), [("", STAMP), ("?chief=me", APPOINTMENTS_STAMP)])
def test_unchanged_until_something_changes(make: Make, chief: Caller, query: str, stamp: str) -> None:
    make.segment()
    tag = chief.get(f"/road-segments{query}").headers["ETag"]
    known = {"If-None-Match": tag}
    again = chief.get(f"/road-segments{query}", headers=known)
    assert (again.status_code, again.data) == (304, b"")
    bump(make.session, stamp)
    assert chief.get(f"/road-segments{query}", headers=known).status_code == 200


def test_two_people_do_not_share_a_tag(make: Make, phone: Phone) -> None:
    here, there = make.user("viewer"), make.user("viewer", unit=make.unit("管城区", "district"))
    assert (
        phone(here).get("/road-segments").headers["ETag"]
        != phone(there).get("/road-segments").headers["ETag"]
    )


def test_nearest(make: Make, chief: Caller) -> None:
    segment = make.segment([at(0, 0), at(200, 0)], name="建设路：甲路—乙路")
    lon, lat = at(100, 12)
    answer = chief.get(f"/road-segments/nearest?lon={lon}&lat={lat}").get_json()
    assert answer["distance_m"] == pytest.approx(12, abs=0.01)
    assert answer | {"distance_m": 12} == {
        "segment_id": str(segment.id),
        "distance_m": 12,
        "side": "north",
        "name": "建设路：甲路—乙路",
    }


def test_nearest_takes_the_datum_of_the_device(make: Make, chief: Caller) -> None:
    segment = make.segment([at(0, 0), at(200, 0)])
    lon, lat = from_wgs84(at(100, 12), "gcj02")
    assert chief.get(f"/road-segments/nearest?lon={lon}&lat={lat}").get_json()["segment_id"] is None
    told = chief.get(f"/road-segments/nearest?lon={lon}&lat={lat}&datum=gcj02").get_json()
    assert told["segment_id"] == str(segment.id)


@pytest.mark.parametrize("query", ["", "?lon=1", "?lon=x&lat=1", "?lon=181&lat=1", "?lon=nan&lat=1"])
def test_nearest_to_no_place(make: Make, chief: Caller, query: str) -> None:
    assert chief.get(f"/road-segments/nearest{query}").status_code == 422


def test_nearest_at_the_ends_of_the_earth(make: Make, chief: Caller) -> None:
    for lon, lat in ((0, 90), (180, -90), (-180, 0)):
        assert chief.get(f"/road-segments/nearest?lon={lon}&lat={lat}").get_json()["segment_id"] is None


def test_a_segment_with_its_chiefs_of_today(make: Make, chief: Caller) -> None:
    segment = make.segment()
    covered = make.user("road_chief", name="王一")
    make.appointment(covered, segment, level_id=make.level("二级路长", 2).id)
    make.appointment(make.user("road_chief", name="李二"), segment, stands_in_for_id=covered.id)
    make.appointment(make.user("road_chief"), segment, ends_on=today() - timedelta(days=1))
    answer = chief.get(f"/road-segments/{segment.id}").get_json()
    assert [(one["user_name"], one["level_name"], one["stands_in_for_name"]) for one in answer["chiefs"]] == [
        ("李二", "一级路长", "王一"),
        ("王一", "二级路长", None),
    ]
    assert answer["appointments"] is None
    assert answer["geometry"]["type"] == "MultiLineString"


@pytest.mark.parametrize("role", ["admin", "supervisor", "viewer"])
def test_past_appointments_for_who_may_see_them(make: Make, phone: Phone, role: Any) -> None:
    segment = make.segment()
    make.appointment(make.user("road_chief"), segment, ends_on=today() - timedelta(days=1))
    assert len(phone(make.user(role)).get(f"/road-segments/{segment.id}").get_json()["appointments"]) == 1
    elsewhere = phone(make.user(role, unit=make.unit("桐柏路街道")))
    assert elsewhere.get(f"/road-segments/{segment.id}").get_json()["appointments"] is None


def test_a_retired_segment_can_be_looked_at_and_another_districts_not(make: Make, chief: Caller) -> None:
    retired, foreign = make.segment(retired_at=now()), make.segment(unit=make.unit("管城区", "district"))
    assert chief.get(f"/road-segments/{retired.id}").get_json()["retired_at"] is not None
    assert chief.get(f"/road-segments/{foreign.id}").status_code == 404


def test_an_administrator_gives_a_segment_to_another_unit(make: Make, phone: Phone) -> None:
    segment, office = make.segment(), make.unit("林山寨街道")
    admin = phone(make.user("admin", unit=make.district))
    tag = admin.get("/road-segments").headers["ETag"]
    answer = admin.send(
        "PATCH", f"/road-segments/{segment.id}", json={"unit_id": str(office.id), "is_key_area": True}
    )
    assert (answer.get_json()["unit_id"], answer.get_json()["is_key_area"]) == (str(office.id), True)
    assert admin.get("/road-segments").headers["ETag"] != tag


def test_only_within_the_administrators_units(make: Make, phone: Phone) -> None:
    mine, other = make.segment(), make.segment(unit=make.unit("林山寨街道"))
    admin = phone(make.user("admin"))
    assert admin.send("PATCH", f"/road-segments/{other.id}", json={}).status_code == 403
    beyond = admin.send("PATCH", f"/road-segments/{mine.id}", json={"unit_id": str(other.unit_id)})
    assert (beyond.status_code, list(beyond.get_json()["fields"])) == (422, ["unit_id"])
    viewer = phone(make.user("viewer"))
    assert viewer.send("PATCH", f"/road-segments/{mine.id}", json={}).status_code == 403


def test_roads_with_how_many_segments_and_how_long(make: Make, chief: Caller) -> None:
    road, unnamed = make.road("建设路"), make.road("未命名道路", is_unnamed=True)
    for one in (road, road, unnamed):
        make.segment(road=one, length_m=10)
    make.segment(road=road, retired_at=now())
    make.road("空路")
    answer = chief.get("/roads")
    assert [(one["name"], one["segments"], one["length_m"]) for one in answer.get_json()["items"]] == [
        ("建设路", 2, 20),
        ("未命名道路", 1, 10),
    ]
    assert chief.get("/roads", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


def test_nobody_sees_roads_without_a_role(make: Make, phone: Phone) -> None:
    nobody = phone(make.user())
    assert nobody.get("/road-segments").status_code == 403
    assert nobody.get("/roads").status_code == 403
