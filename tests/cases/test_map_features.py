"""The map as GeoJSON: every case is in one mark, in its place and colour."""

import math
import random
from collections import Counter, defaultdict
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from app.cases.models import Case
from app.cases.queries import features
from app.cases.queries.features import Grid
from app.cases.workflow import OPEN
from app.core.clock import now
from tests.cases.conftest import Json, Street
from tests.cases.test_statements import counted
from tests.factories import CENTRE

WIDE = (CENTRE[0] - 1, CENTRE[1] - 1, CENTRE[0] + 1, CENTRE[1] + 1)


def as_bbox(box: tuple[float, ...]) -> str:
    return ",".join(map(str, box))


@pytest.fixture
def scattered(session: Session, street: Street) -> list[Case]:
    """Thirty cases around the centre, in all colours."""
    chance, moment, made = random.Random(7), now(), []  # noqa: S311
    for number in range(30):
        lon, lat = CENTRE[0] + chance.uniform(-0.02, 0.02), CENTRE[1] + chance.uniform(-0.02, 0.02)
        report = street.reported("supervisor", location={"lon": lon, "lat": lat, "datum": "wgs84"})
        case = session.get_one(Case, UUID(report["id"]))
        case.status = ("reported", "handling", "suspended", "closed", "assigned")[number % 5]
        case.yellow_at = moment + timedelta(hours=chance.uniform(-3, 3))
        case.due_at = case.yellow_at + timedelta(hours=1)
        made.append(case)
    session.flush()
    return made


def shade(case: Case) -> str | None:
    if case.status == "suspended":
        return "paused"
    if case.status not in ("assigned", "handling") or case.due_at is None or case.yellow_at is None:
        return None
    return "red" if case.due_at < now() else "yellow" if case.yellow_at < now() else "green"


def obvious(cases: list[Case], grid: Grid) -> dict[tuple[int, int], list[Case]]:
    cells = defaultdict(list)
    for case in cases:
        if case.lon is not None and case.lat is not None:
            cell = (math.floor((case.lon + 180) / grid.width), math.floor((case.lat + 90) / grid.height))
            cells[cell].append(case)
    return cells


@pytest.mark.parametrize("status", [[], list(OPEN), ["handling", "closed"]])
@pytest.mark.parametrize("zoom", [0, 9, 12.7, 14, 15.9])
def test_cells_hold_each_case_once_in_place_and_colour(
    street: Street, scattered: list[Case], zoom: float, status: list[str]
) -> None:
    shown = street.drawn(zoom, bbox=as_bbox(WIDE), status=status)
    asked = [case for case in scattered if not status or case.status in status]
    cells = obvious(asked, Grid.at(zoom, WIDE))
    assert (shown["kind"], shown["truncated"], len(shown["features"])) == ("cells", False, len(cells))
    expected = Counter(
        (
            len(cell),
            round(round(sum(case.lon or 0 for case in cell) / len(cell), 6), 5),
            tuple(sorted(Counter(filter(None, map(shade, cell))).items())),
        )
        for cell in cells.values()
    )
    assert expected == Counter(
        (
            mark["properties"]["count"],
            round(mark["geometry"]["coordinates"][0], 5),
            tuple(sorted(mark["properties"]["lights"].items())),
        )
        for mark in shown["features"]
    )


def test_a_cell_shows_the_worst_light_within(street: Street, scattered: list[Case]) -> None:
    (mark,) = street.drawn(2)["features"]
    assert (mark["id"], mark["properties"]["status"]) == (None, None)
    assert (mark["properties"]["count"], mark["properties"]["light"]) == (30, "red")
    (paused,) = street.drawn(2, status=["suspended", "reported"])["features"]
    assert paused["properties"]["light"] == "paused"


def test_from_a_zoom_on_cases_are_single_and_named(street: Street, scattered: list[Case]) -> None:
    shown = street.drawn(16, bbox=as_bbox(WIDE))
    assert (shown["type"], shown["kind"]) == ("FeatureCollection", "points")
    assert {mark["id"]: mark["properties"]["light"] for mark in shown["features"]} == {
        str(case.id): shade(case) for case in scattered
    }


def test_a_case_alone_in_its_cell_is_named_as_well(street: Street) -> None:
    case = street.assigned()
    (mark,) = street.drawn(10)["features"]
    place = [case["location"]["lon"], case["location"]["lat"]]
    assert (mark["id"], mark["geometry"]) == (case["id"], {"type": "Point", "coordinates": place})
    lights = {"count": 1, "light": "green", "lights": {"green": 1}}
    assert mark["properties"] == lights | {"status": "assigned", "category_code": "04-06"}


@pytest.mark.parametrize("zoom", [10, 17])
def test_a_case_without_a_point_is_on_no_map(street: Street, zoom: int) -> None:
    street.reported(segment_id=str(street.segment.id), location=None)
    case = street.assigned()
    assert [mark["id"] for mark in street.drawn(zoom, "viewer")["features"]] == [case["id"]]


@pytest.mark.parametrize("zoom", [0, 10, 17])
@pytest.mark.parametrize("place", [(5e-324, -5e-324), (0, 0), (180, 90), (-180, -90)])
def test_no_place_breaks_the_map(street: Street, place: tuple[float, float], zoom: int) -> None:
    for _ in range(2):
        street.reported("supervisor", location={"lon": place[0], "lat": place[1], "datum": "wgs84"})
    marks = street.drawn(zoom)["features"]
    assert sum(mark["properties"]["count"] for mark in marks) == 2
    assert {tuple(mark["geometry"]["coordinates"]) for mark in marks} == {tuple(round(x) for x in place)}


@pytest.mark.parametrize("zoom", [12, 17])
@pytest.mark.parametrize("status", [[], list(OPEN)])
def test_the_box_is_kept(street: Street, scattered: list[Case], zoom: int, status: list[str]) -> None:
    box = (CENTRE[0], CENTRE[1], CENTRE[0] + 0.02, CENTRE[1] + 0.01)
    shown = street.drawn(zoom, bbox=as_bbox(box), status=status)
    inside = [
        case
        for case in scattered
        if box[0] <= (case.lon or 0) <= box[2] and box[1] <= (case.lat or 0) <= box[3]
        if not status or case.status in status
    ]
    assert sum(mark["properties"]["count"] for mark in shown["features"]) == len(inside) > 0


@pytest.mark.parametrize("zoom", [10, 17])
def test_nobody_finds_a_case_on_the_map_they_may_not_see(street: Street, zoom: int) -> None:
    street.assigned()
    assert street.drawn(zoom, "far_supervisor")["features"] == []
    assert len(street.drawn(zoom, "chief")["features"]) == 1


@pytest.mark.parametrize(("zoom", "name"), [(10, "MOST_IN_CELLS"), (17, "MOST_POINTS")])
def test_what_is_left_out_is_said(
    street: Street, scattered: list[Case], zoom: int, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(features, name, 5)
    assert street.drawn(zoom)["truncated"] is True
    monkeypatch.setattr(features, name, 30)
    assert street.drawn(zoom)["truncated"] is False


def test_of_too_many_points_the_newest_are_sent(
    street: Street, scattered: list[Case], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(features, "MOST_POINTS", 5)
    newest = [str(case.id) for case in reversed(scattered[-5:])]
    assert [mark["id"] for mark in street.drawn(17)["features"]] == newest


def test_an_empty_box_says_whether_older_cases_were_looked_at(
    street: Street, scattered: list[Case], monkeypatch: pytest.MonkeyPatch
) -> None:
    nowhere: Json = {"zoom": 10, "bbox": "1,1,2,2"}
    assert street.drawn(**nowhere) == {
        "type": "FeatureCollection",
        "kind": "cells",
        "features": [],
        "truncated": False,
    }
    monkeypatch.setattr(features, "MOST_IN_CELLS", 5)
    assert street.drawn(**nowhere)["truncated"] is True


def test_cells_stay_where_they_are_when_the_map_moves() -> None:
    here = Grid.at(14, (113.60, 34.70, 113.62, 34.72))
    assert here == Grid.at(14.9, (113.61, 34.71, 113.63, 34.73))
    assert Grid.at(14, (0, 90, 0, 90)).height > 0


@pytest.mark.parametrize("query", ["", "zoom=", "zoom=-1", "zoom=25", "zoom=nan", "zoom=x"])
def test_a_map_of_no_zoom_is_refused(street: Street, query: str) -> None:
    answer = street.of("supervisor").get(f"/cases/map?{query}")
    assert (answer.status_code, list(answer.get_json()["fields"])) == (422, ["zoom"])


@pytest.mark.parametrize("zoom", [10, 17])
def test_a_map_takes_one_statement_beside_the_log_in(
    session: Session, street: Street, scattered: list[Case], zoom: int
) -> None:
    street.drawn(zoom)
    with counted(session) as statements:
        street.drawn(zoom, bbox=as_bbox(WIDE))
    assert len(statements) <= 3, "\n".join(statements)
