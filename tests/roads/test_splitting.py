"""Ways are cut where roads share a node, and nowhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.roads.importing.splitting import Network, Piece
from app.roads.importing.ways import Way, length_m
from tests.roads.conftest import Metres, at, way

EAST_WEST = ("建设路", [(0.0, 0.0), (100.0, 0.0), (200.0, 0.0)])


def cut(*ways: Way) -> list[Piece]:
    return list(Network(ways).pieces())


def lengths(pieces: list[Piece]) -> list[int]:
    return sorted(round(piece.length_m) for piece in pieces)


def test_a_crossing_with_a_shared_node_makes_four() -> None:
    pieces = cut(way(*EAST_WEST), way("桐柏路", [(100, -50), (100, 0), (100, 70)]))
    assert lengths(pieces) == [50, 70, 100, 100]


def test_a_bridge_without_a_shared_node_cuts_nothing() -> None:
    assert lengths(cut(way(*EAST_WEST), way("桐柏路", [(100, -50), (100, 70)]))) == [120, 200]


def test_two_ways_of_one_road_end_to_end_are_one_piece() -> None:
    pieces = cut(way("建设路", [(0, 0), (100, 0)]), way("建设路", [(300, 0), (100, 0)], "primary"))
    assert lengths(pieces) == [300]
    assert pieces[0].line[0] == at(0, 0)


def test_two_roads_end_to_end_stay_two() -> None:
    assert lengths(cut(way("建设路", [(0, 0), (100, 0)]), way("棉纺路", [(100, 0), (300, 0)]))) == [100, 200]


def test_unnamed_ways_of_two_kinds_stay_two() -> None:
    ways = way("", [(0, 0), (100, 0)], "service"), way("", [(100, 0), (300, 0)], "residential")
    assert lengths(cut(*ways)) == [100, 200]


def test_a_ring_nothing_touches_is_one_closed_piece() -> None:
    ring = [(0, 0), (10, 0), (10, 10), (0, 10), (0, 0)]
    (piece,) = cut(way("环路", ring))
    assert piece.start == piece.end == at(0, 10)  # its north-west corner, wherever the drawing began
    assert piece.length_m == pytest.approx(40, abs=0.1)


def test_a_roundabout_is_cut_at_its_arms_not_where_its_drawing_begins() -> None:
    ring: list[Metres] = [(0, 0), (10, 0), (10, 10), (0, 10), (0, 0)]
    arms = way("东路", [(10, 10), (100, 10)]), way("西路", [(0, 10), (-100, 10)])
    assert lengths(cut(way("", ring), *arms)) == [10, 30, 90, 100]


def test_a_way_that_touches_itself_is_cut_there() -> None:
    lollipop = way("支路", [(0, 0), (0, 50), (10, 60), (-10, 60), (0, 50)])
    assert lengths(cut(lollipop)) == [48, 50]


def test_doubled_points_and_stubs_without_extent_leave_no_trace() -> None:
    doubled = way("建设路", [(0, 0), (0, 0), (100, 0), (100, 0)])
    places = (at(100, 0), at(100, 0))
    stub = Way("way/9", "", "service", ("a", "b"), places)
    assert [len(piece.line) for piece in cut(doubled, stub)] == [2]


def test_a_road_drawn_twice_counts_once() -> None:
    network = Network([way(*EAST_WEST), way("建设路", [(200, 0), (100, 0)])])
    assert lengths(list(network.pieces())) == [200]
    assert network.doubled_m == pytest.approx(100, abs=0.1)


def test_the_drawing_direction_does_not_show() -> None:
    there, back = cut(way(*EAST_WEST)), cut(way("建设路", EAST_WEST[1][::-1]))
    assert [piece.line for piece in there] == [piece.line for piece in back]
    (down,) = cut(way("桐柏路", [(0, 0), (0, 100)]))
    assert down.line == (at(0, 100), at(0, 0))


grid = st.tuples(st.integers(0, 4), st.integers(0, 4)).map(lambda p: (p[0] * 50.0, p[1] * 50.0))
streets = st.lists(st.tuples(st.sampled_from(["甲路", "乙路", ""]), st.lists(grid, min_size=2, max_size=6)))


@given(streets)
def test_no_metre_is_lost_or_made(drawn: list[tuple[str, list[Metres]]]) -> None:
    ways = [way(name, points) for name, points in drawn]
    network = Network(ways)
    pieces = list(network.pieces())
    drawn_m = sum(length_m(one.points) for one in ways)
    assert sum(piece.length_m for piece in pieces) + network.doubled_m == pytest.approx(drawn_m, abs=1e-6)


@given(streets)
def test_pieces_meet_only_at_their_ends(drawn: list[tuple[str, list[Metres]]]) -> None:
    pieces = cut(*(way(name, points) for name, points in drawn))
    inner = [node for piece in pieces for node in piece.line[1:-1]]
    assert len(inner) == len(set(inner))
    assert not set(inner) & {
        end for piece in pieces for end in (piece.start, piece.end) if piece.start != piece.end
    }
