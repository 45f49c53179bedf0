"""A point finds its segment: the index proposes, the written formula decides."""

from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
import pytest
import shapely
from pyproj import Geod
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import geo
from app.core.clock import now
from app.core.geo import Line, Position
from app.roads import queries
from app.roads.importing.reading import read_roads
from app.roads.importing.ways import silent
from app.roads.models import RoadSegment
from app.roads.services.import_plan import plan_import
from app.roads.services.import_roads import import_roads
from tests.factories import Make
from tests.roads.conftest import at

WGS84 = Geod(ellps="WGS84")
LIMIT_M = 30.0


def units(make: Make) -> frozenset[UUID]:
    return frozenset({make.district.id, make.office.id})


@pytest.fixture
def monaco(session: Session, make: Make, shared_data: Path) -> dict[UUID, list[Line]]:
    unit = str(make.district.id)
    found = read_roads(shared_data / "monaco.osm.gz")
    import_roads(session, plan_import(session, found, unit, "monaco", silent))
    rows = session.execute(select(RoadSegment.id, queries.WKB))
    return {segment_id: queries.lines_of(wkb) for segment_id, wkb in rows}


def off_the_middle(lines: list[Line], metres: float) -> list[Position]:
    """A point to the left and one to the right of the middle piece."""
    line = lines[0]
    (ax, ay), (bx, by) = line[(len(line) - 1) // 2], line[(len(line) - 1) // 2 + 1]
    bearing = WGS84.inv(ax, ay, bx, by)[0]
    return [WGS84.fwd((ax + bx) / 2, (ay + by) / 2, bearing + turn, metres)[:2] for turn in (-90, 90)]


def without_index(segments: list[tuple[UUID, list[Line]]], boxes: Any, point: Position) -> Any:
    """By the formula alone, over all segments not plainly too far: 0.001° is twice the limit."""
    (lon, lat), far = point, 0.001
    near = (boxes[:, 0] < lon + far) & (boxes[:, 2] > lon - far)
    near &= (boxes[:, 1] < lat + far) & (boxes[:, 3] > lat - far)
    return geo.nearest(point, (segments[index] for index in np.flatnonzero(near)), LIMIT_M)


def test_five_metres_off_every_segment_of_monaco(
    session: Session, make: Make, monaco: dict[UUID, list[Line]]
) -> None:
    segments = list(monaco.items())
    boxes = shapely.bounds([shapely.MultiLineString(lines) for lines in monaco.values()])
    assert len(segments) == 711
    for lines in monaco.values():
        for point in off_the_middle(lines, 5.0):
            found = queries.find_nearest_segment(session, point, LIMIT_M, units(make))
            assert found is not None
            assert found == without_index(segments, boxes, point)
            assert found.distance_m <= geo.measure(point, lines).distance_m <= 5.01


def test_beyond_the_limit_there_is_none(session: Session, make: Make) -> None:
    segment = make.segment([at(0, 0), at(200, 0)])
    near = queries.find_nearest_segment(session, at(100, 29.9), LIMIT_M, units(make))
    assert near is not None
    assert (near.id, near.side) == (segment.id, "north")
    assert near.distance_m == pytest.approx(29.9, abs=0.02)
    assert queries.find_nearest_segment(session, at(100, 30.1), LIMIT_M, units(make)) is None
    assert queries.find_nearest_segment(session, at(100, 30.1), 50, units(make)) is not None


def test_equally_near_segments_give_the_same_answer_whichever_came_first(
    session: Session, make: Make
) -> None:
    low, high = UUID(int=1), UUID(int=2)
    make.segment([at(0, 10), at(200, 10)], id=high)
    make.segment([at(0, -10), at(200, -10)], id=low)
    found = queries.find_nearest_segment(session, at(100, 0), LIMIT_M, units(make))
    assert found is not None
    assert found.id == low


def test_retired_segments_and_those_of_other_districts_are_not_found(session: Session, make: Make) -> None:
    make.segment([at(0, 5), at(200, 5)], retired_at=now())
    make.segment([at(0, 6), at(200, 6)], unit=make.unit("管城区", "district"))
    mine = make.segment([at(0, 9), at(200, 9)])
    found = queries.find_nearest_segment(session, at(100, 0), LIMIT_M, units(make))
    assert found is not None
    assert found.id == mine.id
