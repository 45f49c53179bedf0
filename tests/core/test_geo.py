"""The one nearest formula, held to the table the client shares, to the geodesic, and to its own promises."""

import json
import math
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from app.core import geo
from app.core.geo import Datum, Position, from_wgs84, measure, nearest, to_wgs84

TABLE = json.loads((Path(__file__).parents[1] / "shared" / "nearest_cases.json").read_text())
WGS84 = Geod(ellps="WGS84")

positions = st.tuples(st.floats(113.4, 113.8), st.floats(34.6, 34.9))
datums = st.sampled_from(["wgs84", "gcj02", "bd09", "cgcs2000"])


@pytest.mark.parametrize("case", TABLE["nearest"], ids=lambda case: case["name"])
def test_shared_table(case: dict[str, Any]) -> None:
    found = nearest(
        case["point"], [(segment["id"], segment["lines"]) for segment in case["segments"]], case["limit_m"]
    )
    assert (found and found._asdict()) == case["expected"]


@pytest.mark.parametrize("case", TABLE["datums"], ids=lambda case: f"{case['datum']} {case['wgs84']}")
def test_shared_datums(case: dict[str, Any]) -> None:
    assert to_wgs84(tuple(case["shifted"]), case["datum"]) == pytest.approx(case["wgs84"], abs=1e-9)
    assert from_wgs84(tuple(case["wgs84"]), case["datum"]) == pytest.approx(case["shifted"], abs=1e-9)


@given(positions, datums)
def test_there_and_back_is_within_a_millimetre(point: Position, datum: Datum) -> None:
    assert to_wgs84(from_wgs84(point, datum), datum) == pytest.approx(point, abs=1e-8)


@given(positions, st.floats(0, 360), st.floats(0.5, 60))
def test_distance_is_the_geodesic_to_a_centimetre(point: Position, bearing: float, distance: float) -> None:
    lon, lat, _ = WGS84.fwd(*point, bearing, distance)
    # A road square to that bearing: its foot is the place we went to.
    ends = [WGS84.fwd(lon, lat, bearing + turn, 40)[:2] for turn in (90, -90)]
    assert measure(point, [ends]).distance_m == pytest.approx(distance, abs=0.011)


@given(positions, st.floats(0, 360))
def test_the_two_sides_are_opposite_and_independent_of_drawing(point: Position, bearing: float) -> None:
    line = [WGS84.fwd(*point, bearing + turn, 100)[:2] for turn in (0, 180)]
    sides = [measure(WGS84.fwd(*point, bearing + turn, 8)[:2], [line]).side for turn in (90, -90)]
    again = [measure(WGS84.fwd(*point, bearing + turn, 8)[:2], [line[::-1]]).side for turn in (90, -90)]
    assert set(sides) in ({"north", "south"}, {"east", "west"})
    assert sides == again


def test_a_segment_without_extent_is_never_near() -> None:
    assert measure((113.6, 34.7), [[(113.6, 34.7), (113.6, 34.7)]]).distance_m == math.inf
    assert nearest((113.6, 34.7), [("a", [])], 30) is None


def test_metres_per_degree_on_the_equator_and_in_zhengzhou() -> None:
    assert geo.metres_per_degree(0) == pytest.approx((111319.49, 110574.28), abs=0.01)
    assert geo.metres_per_degree(34.748) == pytest.approx((91557.8, 110932.6), abs=30)
