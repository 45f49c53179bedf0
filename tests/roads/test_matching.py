"""An updated file finds the segments that stand by how their lines run."""

from dataclasses import replace
from pathlib import Path

from app.core.geo import Line
from app.roads.importing.matching import Matching, Standing, match, updated_sources
from app.roads.importing.naming import Namer
from app.roads.importing.reading import read_roads
from app.roads.importing.splitting import Network
from tests.roads.conftest import Metres, at


def line(*points: Metres) -> Line:
    return [at(*point) for point in points]


def standing(**lines: Line) -> list[Standing[str]]:
    return [Standing(name, name, [points]) for name, points in lines.items()]


def found(old: list[Standing[str]], *new: Line) -> Matching[str]:
    return match(old, [("", points) for points in new])


def test_the_same_lines_in_another_order_keep_their_ids() -> None:
    a, b = line((0, 0), (200, 0)), line((200, 0), (200, 150))
    assert found(standing(a=a, b=b), b, a).kept == {0: "b", 1: "a"}


def test_a_line_drawn_the_other_way_with_more_points_is_the_same() -> None:
    old = standing(a=line((0, 0), (200, 0)))
    assert found(old, line((201, 2), (120, -1), (60, 3), (0, 1))).kept == {0: "a"}


def test_the_other_carriageway_is_another_segment() -> None:
    old = standing(a=line((0, 0), (200, 0)))
    matching = found(old, line((0, 15), (200, 15)))
    assert (matching.kept, matching.lost) == ({}, ["a"])


def test_between_two_close_lines_the_closer_wins() -> None:
    old = standing(a=line((0, 0), (200, 0)), b=line((0, 6), (200, 6)))
    assert found(old, line((0, 5), (200, 5)), line((0, 1), (200, 1))).kept == {0: "b", 1: "a"}


def test_a_new_crossing_leaves_the_id_to_the_longer_part() -> None:
    matching = found(standing(a=line((0, 0), (200, 0))), line((0, 0), (60, 0)), line((60, 0), (200, 0)))
    assert matching.kept == {1: "a"}
    assert matching.part_of == {0: "a"}
    assert matching.lost == []


def test_a_crossing_that_vanished_retires_the_shorter_part_and_says_where_it_went() -> None:
    old = standing(a=line((0, 0), (60, 0)), b=line((60, 0), (200, 0)))
    matching = found(old, line((0, 0), (200, 0)))
    assert matching.kept == {0: "b"}
    assert (matching.lost, matching.now_in) == (["a"], {"a": 0})


def test_a_short_stub_does_not_live_on_in_what_crosses_it() -> None:
    old = standing(stub=line((0, 0), (0, 10)))
    assert found(old, line((-100, 5), (100, 5))).kept == {}


def test_a_short_stub_that_moved_is_known_by_its_name() -> None:
    stub = [Standing("stub", "建设路：桐柏路附近", [line((0, 0), (0, 10))])]
    moved = line((5, 1), (5, 11))
    assert match(stub, [("建设路：桐柏路附近", moved)]).kept == {0: "stub"}
    assert match(stub, [("棉纺路：桐柏路附近", moved)]).kept == {}


def test_a_road_that_was_extended_to_twice_its_length_keeps_its_id() -> None:
    assert found(standing(a=line((0, 0), (200, 0))), line((0, 0), (400, 0))).kept == {0: "a"}


def test_nothing_stands_or_nothing_comes() -> None:
    assert found([], line((0, 0), (1, 0))).kept == {}
    assert found(standing(a=line((0, 0), (1, 0)))).lost == ["a"]


def test_only_imports_this_file_is_an_edition_of_can_lose_segments() -> None:
    matching: Matching[str] = Matching(kept={0: "a", 1: "b"})
    sources = {"a": "old", "b": "old", "c": "old", "d": "other", "e": "", "f": "other"}
    assert updated_sources(sources, matching) == {"old"}


def test_monaco_surveyed_anew_three_metres_off_keeps_every_id(shared_data: Path) -> None:
    ways = read_roads(shared_data / "monaco.osm.gz").ways
    moved = [replace(way, points=tuple((lon + 2e-5, lat + 2e-5) for lon, lat in way.points)) for way in ways]
    before, after = (Namer(list(Network(drawn).pieces())).name_all() for drawn in (ways, moved))
    old = [Standing(place, one.name, [one.piece.line]) for place, one in enumerate(before)]
    kept = match(old, [(one.name, one.piece.line) for one in after]).kept
    assert kept == {place: place for place in range(711)}
