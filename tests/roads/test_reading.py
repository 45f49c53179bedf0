"""Each format gives the same ways; a bad file is refused by the name of what is wrong in it."""

import gzip
import json
import warnings
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import osmium
import pyogrio
import pytest
import shapely
from pyproj import Transformer

from app.core.geo import from_wgs84
from app.roads.importing.reading import read_roads
from app.roads.importing.taking import describe
from app.roads.importing.ways import BadFile, Reading
from tests.roads.conftest import at

LINES = [[at(0, 0), at(100, 0)], [at(100, 0), at(100, 80)]]
NAMES = ["建设路", "桐柏路"]
METRES = Transformer.from_crs(4326, 4547, always_xy=True)  # CGCS2000, the zone of Zhengzhou


def feature(line: Any, **properties: Any) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": "LineString", "coordinates": line},
    }


def collection(*features: Any, **members: Any) -> str:
    return json.dumps({"type": "FeatureCollection", "features": features, **members})


def osm(*ways: str, nodes: str = "") -> str:
    places = [*LINES[0], LINES[1][1]]
    listed = "".join(f'<node id="{i}" lon="{lon}" lat="{lat}"/>' for i, (lon, lat) in enumerate(places, 1))
    return f'<osm version="0.6">{listed}{nodes}{"".join(ways)}</osm>'


def osm_way(number: int, *nodes: int, **tags: str) -> str:
    inside = "".join(f'<nd ref="{node}"/>' for node in nodes)
    return f'<way id="{number}">{inside}{"".join(f"<tag k={k!r} v={v!r}/>" for k, v in tags.items())}</way>'


TOWN = osm(
    osm_way(10, 1, 2, highway="primary", name="建设路"), osm_way(11, 2, 3, highway="service", name="桐柏路")
)


def write_vector(path: Path, crs: str | None = "EPSG:4326", lines: Any = LINES, **options: Any) -> Path:
    shapes = shapely.to_wkb([shapely.LineString(line) for line in lines])
    names = np.array(NAMES, dtype=object)
    with warnings.catch_warnings(action="ignore"):  # pyogrio minds a missing crs, which one test is about
        pyogrio.raw.write(path, shapes, [names], ["路名"], geometry_type="LineString", crs=crs, **options)
    return path


def write(path: Path, text: str) -> Path:
    path.write_text(text)
    return path


def seen(reading: Reading) -> list[tuple[str, list[tuple[float, float]]]]:
    return [(way.name, list(way.points)) for way in reading.ways]


TOWN_SEEN = list(zip(NAMES, LINES, strict=True))


def test_geojson(tmp_path: Path) -> None:
    text = collection(*(feature(line, name=name) for name, line in zip(NAMES, LINES, strict=True)))
    assert seen(read_roads(write(tmp_path / "a.geojson", "\ufeff" + text))) == TOWN_SEEN


def test_geojson_in_metres_by_its_crs_member(tmp_path: Path) -> None:
    moved = [[METRES.transform(*point) for point in line] for line in LINES]
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4547"}}
    text = collection(*(feature(line, name=name) for name, line in zip(NAMES, moved, strict=True)), crs=crs)
    assert seen(read_roads(write(tmp_path / "a.geojson", text))) == TOWN_SEEN


def test_gcj02_when_told(tmp_path: Path) -> None:
    shifted = [[from_wgs84(point, "gcj02") for point in line] for line in LINES]
    text = collection(*(feature(line, name=name) for name, line in zip(NAMES, shifted, strict=True)))
    assert seen(read_roads(write(tmp_path / "a.json", text), datum="gcj02")) == TOWN_SEEN


def test_osm_plain_packed_and_binary(tmp_path: Path) -> None:
    plain = write(tmp_path / "a.osm", TOWN)
    packed = tmp_path / "a.osm.gz"
    packed.write_bytes(gzip.compress(TOWN.encode()))
    with osmium.SimpleWriter(str(tmp_path / "a.osm.pbf")) as writer:
        for element in osmium.FileProcessor(str(plain)):
            writer.add(element)
    for path in (plain, packed, tmp_path / "a.osm.pbf"):
        assert seen(read_roads(path)) == TOWN_SEEN
        assert [way.nodes for way in read_roads(path).ways] == [(1, 2), (2, 3)]


def test_osm_nodes_at_one_place_are_not_one_node(tmp_path: Path) -> None:
    lon, lat = LINES[0][1]
    bridge = osm(
        osm_way(10, 1, 2, highway="primary"),
        osm_way(11, 4, 3, highway="primary"),
        nodes=f'<node id="4" lon="{lon}" lat="{lat}"/>',
    )
    first, second = read_roads(write(tmp_path / "a.osm", bridge)).ways
    assert first.points[1] == second.points[0]
    assert first.nodes[1] != second.nodes[0]


def test_only_roads_of_a_beat_are_taken(tmp_path: Path) -> None:
    text = osm(
        osm_way(10, 1, 2, highway="living_street"),
        osm_way(11, 1, 2, highway="footway"),
        osm_way(12, 1, 2, highway="trunk_link"),
        osm_way(13, 1, 2, waterway="river"),
        osm_way(14, 1, 1, highway="road"),
        osm_way(15, 1, 99, highway="road"),
        osm_way(16, 1, highway="road"),
    )
    reading = read_roads(write(tmp_path / "a.osm", text))
    assert [way.ref for way in reading.ways] == ["way/10", "way/12"]
    assert reading.skipped == {"highway=footway": 1, "no extent": 2, "points missing from the file": 1}


def test_geopackage_in_metres(tmp_path: Path) -> None:
    moved = [[METRES.transform(*point) for point in line] for line in LINES]
    assert seen(read_roads(write_vector(tmp_path / "a.gpkg", "EPSG:4547", moved))) == TOWN_SEEN


@pytest.mark.parametrize("encoding", ["UTF-8", "GB18030"])
def test_shapefile_whatever_its_letters(tmp_path: Path, encoding: str) -> None:
    path = write_vector(tmp_path / "a.shp", encoding=encoding)
    path.with_suffix(".cpg").unlink()
    # Other columns too: offices put the name where they like.
    assert seen(read_roads(path)) == TOWN_SEEN


@pytest.mark.parametrize("inside", ["", "中原区/道路/"])
def test_zipped_shapefile(tmp_path: Path, inside: str) -> None:
    write_vector(tmp_path / "a.shp", encoding="GB18030").with_suffix(".cpg").unlink()
    with zipfile.ZipFile(tmp_path / "roads.zip", "w") as archive:
        for part in tmp_path.glob("a.*"):
            archive.write(part, inside + part.name)
        archive.writestr("说明.txt", "roads")
    assert seen(read_roads(tmp_path / "roads.zip")) == TOWN_SEEN


class OldName(zipfile.ZipInfo):
    """Old tools write a name's GBK bytes and set no flag."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802 - the library's name
        return self.filename.encode("gb18030"), self.flag_bits


def test_names_in_a_zip_of_an_old_tool(tmp_path: Path) -> None:
    write_vector(tmp_path / "a.shp", encoding="UTF-8")
    with zipfile.ZipFile(tmp_path / "roads.zip", "w") as archive:
        for part in tmp_path.glob("a.*"):
            archive.writestr(OldName(f"中原区/道路{part.suffix}"), part.read_bytes())
    reading = read_roads(tmp_path / "roads.zip")
    assert seen(reading) == TOWN_SEEN
    assert reading.ways[0].ref.startswith("中原区_道路 ")


def test_a_shapefile_without_coordinate_system_must_be_told(tmp_path: Path) -> None:
    path = write_vector(tmp_path / "a.shp", crs=None)
    with pytest.raises(BadFile, match="--crs"):
        read_roads(path)
    assert seen(read_roads(path, crs="EPSG:4326")) == TOWN_SEEN


def test_what_is_no_line_is_skipped_and_counted(tmp_path: Path) -> None:
    point = {"type": "Feature", "properties": None, "geometry": {"type": "Point", "coordinates": [1, 2]}}
    nothing: dict[str, Any] = {"type": "Feature", "properties": {}, "geometry": None}
    footway = feature(LINES[0], highway="footway")
    several = {
        "type": "Feature",
        "properties": {"LXBH": 310.0, "等级": "主干路"},
        "geometry": {"type": "MultiLineString", "coordinates": LINES},
    }
    reading = read_roads(write(tmp_path / "a.json", collection(point, nothing, footway, several)))
    assert [(way.name, way.kind) for way in reading.ways] == [("310", "主干路")] * 2
    assert reading.skipped == {"no line but Point": 1, "no line but nothing": 1, "highway=footway": 1}


GOOD = feature(LINES[0], name="建设路")
BROKEN = {
    "off the earth": (
        collection(GOOD, feature([[113, 34], [113, 134]], name="桐柏路")),
        r"features\[1\] \(桐柏路\)",
    ),
    "in metres": (collection(feature([[472000, 3845000], [472100, 3845000]])), r"features\[0\].*--crs"),
    "words for numbers": (collection(GOOD, feature([["a", 1], [1, 2]])), r"features\[1\]"),
    "one point": (collection(GOOD, GOOD, feature([[113, 34]])), r"features\[2\].*two points"),
    "one number": (collection(GOOD, feature([[113], [114]])), r"features\[1\]"),
    "no list": (collection(GOOD, feature("here")), r"features\[1\].*no list"),
    "no feature": (collection(GOOD, 7), r"features\[1\] is no Feature"),
    "cut off": (collection(GOOD)[:-9], "no JSON"),
    "something else": ("[1]", "no GeoJSON"),
    "a geometry alone": (json.dumps(GOOD["geometry"]), "FeatureCollection"),
    "without a road": (collection(), "no road"),
    "an unknown system": (collection(GOOD, crs={"properties": {"name": "EPSG:0"}}), "EPSG:0"),
}


@pytest.mark.parametrize(("text", "words"), BROKEN.values(), ids=BROKEN.keys())
def test_broken_geojson_is_refused_by_name(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(BadFile, match=words):
        read_roads(write(tmp_path / "a.geojson", text))


BROKEN_OSM = {
    "off the earth": (
        osm(osm_way(10, 1, 4, highway="road"), nodes='<node id="4" lon="1" lat="95"/>'),
        "node/4 of way/10",
    ),
    "no number": (osm(osm_way(10, 1, 4, highway="road"), nodes='<node id="4" lon="1" lat="x"/>'), "node/4: "),
    "cut off": (TOWN[:-40], "way/11: "),
    "empty": ("", "."),
}


@pytest.mark.parametrize(("text", "words"), BROKEN_OSM.values(), ids=BROKEN_OSM.keys())
def test_broken_osm_is_refused_by_name(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(BadFile, match=words):
        read_roads(write(tmp_path / "a.osm", text))


@pytest.mark.parametrize("name", ["a.shp", "a.zip", "a.gpkg", "a.osm.gz", "a.osm.pbf", "a.osm.bz2", "a.txt"])
def test_any_format_may_be_junk(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadFile):
        read_roads(write(tmp_path / name, "PK\x03\x04 junk"))


def test_a_bad_feature_of_a_geopackage_is_named(tmp_path: Path) -> None:
    path = write_vector(tmp_path / "a.gpkg", lines=[LINES[0], [(113.6, 34.7), (113.6, 134.7)]])
    with pytest.raises(BadFile, match="桐柏路"):
        read_roads(path)


def test_columns_by_many_names() -> None:
    assert describe({"NAME": " 建设路 ", "fclass": "Primary"}) == ("建设路", "primary")
    assert describe({"name": None, "道路名称": "棉纺路"}) == ("棉纺路", "")
    assert describe({"name": "", "ref": "G310"}) == ("G310", "")
    assert describe({"name": float("nan"), "编号": 12.0}) == ("12", "")
