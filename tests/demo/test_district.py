"""The demonstration district holds what the report names and what the screens need."""

from collections import Counter

import pytest

from app.core.geo import measure
from app.demo.district import District, Segment, zhongyuan


@pytest.fixture
def district() -> District:
    return zhongyuan()


def corners(segments: tuple[Segment, ...]) -> Counter[tuple[float, float]]:
    return Counter(point for segment in segments for point in (segment.points[0], segment.points[-1]))


def test_has_thirteen_street_offices_and_the_communities_of_the_report(district: District) -> None:
    assert len(district.offices) == 13
    homes = {community: office.name for office in district.offices for community in office.communities}
    assert homes == {"百花社区": "林山寨街道", "煤仓街社区": "桐柏路街道", "计划路社区": "建设路街道"}


def test_every_office_has_segments_and_the_cleanups_office_at_least_six(district: District) -> None:
    assert all(district.segments_of(office.name) for office in district.offices)
    assert len(district.segments_of("棉纺路街道")) >= 6
    assert 55 <= len(district.segments) <= 65


def test_segments_are_named_once_after_road_and_crossings(district: District) -> None:
    names = [segment.name for segment in district.segments]
    assert len(set(names)) == len(names)
    assert "棉纺路：百花路—工人路" in names
    named_in_report = [
        "百花路",
        "董寨路",
        "桐柏路",
        "建设路",
        "棉纺路",
        "中原西路",
        "三四厂中街",
        "锦绣城神池路",
    ]
    assert set(named_in_report) <= {segment.road for segment in district.segments}


def test_crossing_streets_share_their_corner(district: District) -> None:
    shared = [corner for corner, count in corners(district.segments).items() if count > 1]
    assert len(shared) > 35


def test_stretches_follow_each_other_without_overlap(district: District) -> None:
    by_road = Counter(segment.road for segment in district.segments)
    for road in by_road:
        stretches = tuple(segment for segment in district.segments if segment.road == road)
        assert max(corners(stretches).values()) <= 2


def test_lies_around_the_district_centre_and_says_it_is_approximate(district: District) -> None:
    for segment in district.segments:
        assert measure(district.centre, [segment.points]).distance_m < 9_000
        assert measure(segment.points[0], [segment.points[::-1]]).distance_m == 0
    assert district.note == "示意走向，非测绘成果"


def test_key_areas_are_those_of_the_report(district: District) -> None:
    assert {segment.road for segment in district.segments if segment.is_key_area} == {
        "三四厂中街",
        "锦绣城神池路",
    }


def test_the_six_accounts_stand_beside_chiefs_at_two_levels_everywhere(district: District) -> None:
    people = {person.username: person for person in district.people}
    assert {"chief", "supervisor", "handler", "organiser", "viewer", "admin"} <= people.keys()
    assert len(people) == len(district.people) == len({person.name for person in district.people})
    for office in district.offices:
        levels = {person.level for person in district.people if person.unit == office.name and person.level}
        assert levels == {1, 2}


def test_the_handlers_department_serves_everything(district: District) -> None:
    handler = next(person for person in district.people if person.username == "handler")
    department = next(row for row in district.departments if row.code == handler.department)
    assert department.name == "综合执法队"
    assert department.categories == ()
