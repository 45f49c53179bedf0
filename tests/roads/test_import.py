"""`flask roads import` into a real database: what it prints, keeps, retires, and refuses."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from apiflask import APIFlask
from click.testing import Result
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.accounts.models import AuditEntry, Unit
from app.core.clock import today
from app.roads.models import Appointment, Road, RoadSegment
from app.roads.queries import first_chief
from tests.factories import Make
from tests.roads.conftest import Metres, at

TOWN: dict[str, list[list[Metres]]] = {
    "建设路": [[(0, 0), (0, 100), (0, 200)]],
    "棉纺路": [[(300, 0), (300, 100), (300, 200)]],
    "桐柏路": [[(0, 100), (150, 100), (300, 100)]],
}


def write(path: Path, roads: dict[str, list[list[Metres]]]) -> Path:
    features = [
        {
            "type": "Feature",
            "properties": {"name": name},
            "geometry": {"type": "LineString", "coordinates": [at(*point) for point in line]},
        }
        for name, lines in roads.items()
        for line in lines
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return path


class Town:
    """A district whose roads come from files."""

    def __init__(self, app: APIFlask, session: Session, folder: Path) -> None:
        self.app, self.session, self.folder = app, session, folder

    def load(
        self, roads: dict[str, list[list[Metres]]], *options: str, file: str = "roads.geojson"
    ) -> Result:
        result = self.run(str(write(self.folder / file, roads)), *options)
        assert result.exit_code == 0, result.output
        return result

    def run(self, *arguments: str) -> Result:
        result = self.app.test_cli_runner().invoke(args=["roads", "import", *arguments])
        self.session.expire_all()
        return result

    @property
    def segments(self) -> dict[str, RoadSegment]:
        active = select(RoadSegment).where(RoadSegment.retired_at.is_(None))
        return {segment.name: segment for segment in self.session.scalars(active)}

    @property
    def ids(self) -> dict[str, Any]:
        return {name: segment.id for name, segment in self.segments.items()}


@pytest.fixture
def town(app: APIFlask, session: Session, make: Make, tmp_path: Path) -> Town:
    _ = make.office  # with the district above it
    return Town(app, session, tmp_path)


def test_a_file_becomes_roads_and_segments(town: Town, make: Make) -> None:
    report = town.load(TOWN).output
    assert "segments  路段        5  (0 kept 沿用, 5 new 新增)" in report
    assert set(town.ids) == {
        "桐柏路：建设路—棉纺路",
        *(f"{road}：桐柏路以{side}" for road in ("建设路", "棉纺路") for side in "南北"),
    }
    segment = town.segments["桐柏路：建设路—棉纺路"]
    assert segment.length_m == pytest.approx(300, abs=0.1)
    assert (segment.unit_id, segment.road.name) == (make.district.id, "桐柏路")
    assert segment.source_ref == "roads features[2] (桐柏路)"


def test_a_dry_run_reports_and_changes_nothing(town: Town) -> None:
    report = town.load(TOWN, "--dry-run").output
    assert "5 new" in report
    assert town.segments == {}
    assert town.session.scalar(select(func.count()).select_from(Road)) == 0


def test_a_second_import_keeps_every_id(town: Town) -> None:
    town.load(TOWN)
    before = town.ids
    report = town.load(TOWN, file="newer.geojson").output
    assert "(5 kept 沿用, 0 new 新增)" in report
    assert town.ids == before
    assert "retired" not in report


def test_an_updated_file_keeps_ids_and_chiefs_where_the_line_still_runs(town: Town, make: Make) -> None:
    town.load(TOWN)
    before = town.ids
    chief = make.appointment(make.user("road_chief"), town.segments["桐柏路：建设路—棉纺路"])
    # A new lane cuts the road at 100 m, and the survey moved it by two metres.
    newer = TOWN | {"桐柏路": [[(0, 100), (100, 102), (300, 100)]], "新巷": [[(100, 102), (100, 160)]]}
    report = town.load(newer).output
    after = town.ids
    assert after["桐柏路：新巷—棉纺路"] == before["桐柏路：建设路—棉纺路"]
    assert "桐柏路：建设路—棉纺路 → 桐柏路：新巷—棉纺路" in report
    assert "桐柏路：建设路—新巷 ← 桐柏路：建设路—棉纺路" in report
    for segment in ("桐柏路：新巷—棉纺路", "桐柏路：建设路—新巷"):
        assert town.session.scalar(first_chief(after[segment], today())) == chief.user_id


def test_past_chiefs_are_not_handed_down(town: Town, make: Make) -> None:
    town.load(TOWN)
    chief = make.appointment(
        make.user("road_chief"), town.segments["桐柏路：建设路—棉纺路"], ends_on=date(2021, 1, 1)
    )
    town.load(TOWN | {"新巷": [[(150, 100), (150, 160)]]})
    held = select(func.count()).select_from(Appointment).where(Appointment.user_id == chief.user_id)
    assert town.session.scalar(held) == 1


def test_what_is_gone_is_retired_listed_and_comes_back(town: Town) -> None:
    town.load(TOWN)
    before = town.ids
    without = {name: lines for name, lines in TOWN.items() if name != "棉纺路"}
    report = town.load(without).output
    assert "retired 未能匹配，已停用: 2" in report
    assert "    棉纺路：桐柏路以北" in report
    gone = town.session.get_one(RoadSegment, before["棉纺路：桐柏路以北"])
    assert gone.retired_at is not None
    town.load(TOWN)
    assert town.ids == before


def test_a_file_of_other_roads_retires_nothing(town: Town) -> None:
    town.load(TOWN)
    report = town.load({"陇海路": [[(0, 900), (500, 900)]]}, file="south.geojson").output
    assert "retired" not in report
    assert len(town.ids) == 6


def test_segments_drawn_by_hand_are_found_too(town: Town, make: Make) -> None:
    drawn = make.segment([at(0, 97), at(300, 97)], make.road("桐柏路"), is_approximate=True)
    town.load(TOWN)
    assert town.ids["桐柏路：建设路—棉纺路"] == drawn.id
    assert not town.segments["桐柏路：建设路—棉纺路"].is_approximate
    assert town.segments["桐柏路：建设路—棉纺路"].unit_id == make.office.id


def test_new_segments_belong_to_the_unit_that_is_told(town: Town, make: Make) -> None:
    town.load(TOWN, "--unit", make.office.name)
    assert {segment.unit_id for segment in town.segments.values()} == {make.office.id}


def test_an_unknown_unit_is_refused(town: Town) -> None:
    result = town.run(str(write(town.folder / "a.geojson", TOWN)), "--unit", "nowhere")
    assert result.exit_code == 1
    assert "--unit" in result.output


def test_a_bad_file_changes_nothing_and_names_the_feature(town: Town) -> None:
    town.load(TOWN)
    before = town.ids
    path = write(town.folder / "roads.geojson", TOWN | {"坏路": [[(0, 0), (0, 9e9)]]})
    result = town.run(str(path))
    assert result.exit_code == 1
    assert "features[3] (坏路)" in result.output
    assert "Nothing was changed" in result.output
    assert town.ids == before


def test_an_import_is_in_the_audit_log(town: Town) -> None:
    town.load(TOWN)
    entry = town.session.scalars(select(AuditEntry).where(AuditEntry.action == "roads_imported")).one()
    assert entry.detail == {"source": "roads", "kept": 0, "new": 5, "retired": 0}


def test_monaco(town: Town, shared_data: Path) -> None:
    result = town.run(str(shared_data / "monaco.osm.gz"))
    assert result.exit_code == 0, result.output
    assert "546 ways taken: 64.271 km" in result.output
    segments = list(town.segments.values())
    assert sum(segment.length_m for segment in segments) == pytest.approx(64_271, rel=0.01)
    assert all(segment.name for segment in segments)
    before = town.ids
    assert len(before) == len(segments)
    assert "(711 kept 沿用, 0 new 新增)" in town.run(str(shared_data / "monaco.osm.gz")).output
    assert town.ids == before


def test_without_any_unit_there_is_nobody_to_give_roads_to(
    app: APIFlask, session: Session, tmp_path: Path
) -> None:
    assert session.scalar(select(func.count()).select_from(Unit)) == 0
    result = app.test_cli_runner().invoke(args=["roads", "import", str(write(tmp_path / "a.geojson", TOWN))])
    assert result.exit_code == 1
    assert "none yet" in result.output
