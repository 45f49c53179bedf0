"""Any of the formats by its name."""

from pathlib import Path
from typing import Any

from app.core.geo import Datum
from app.roads.importing.geojson import read_geojson
from app.roads.importing.osm import read_osm
from app.roads.importing.vector import read_vector
from app.roads.importing.ways import BadFile, Progress, Reading, silent

FORMATS = ("osm", "geojson", "shapefile", "geopackage")
ENDINGS = {
    "osm": (".osm", ".osm.gz", ".osm.bz2", ".osm.pbf", ".pbf"),
    "geojson": (".geojson", ".json"),
    "shapefile": (".shp", ".zip"),
    "geopackage": (".gpkg",),
}


def read_roads(
    path: Path,
    format_: str | None = None,
    crs: str | None = None,
    datum: Datum = "wgs84",
    progress: Progress[Any] = silent,
) -> Reading:
    """The roads of a file; BadFile when it cannot be taken as a whole."""
    format_ = format_ or guess_format(path)
    if format_ == "osm":
        reading = read_osm(path, datum, progress)
    elif format_ == "geojson":
        reading = read_geojson(path, crs, datum, progress)
    else:
        reading = read_vector(path, crs, datum, progress)
    if not reading.ways:
        raise BadFile(f"there is no road in it; skipped: {dict(reading.skipped) or 'nothing'}")
    return reading


def guess_format(path: Path) -> str:
    """By the ending of the name."""
    name = path.name.lower()
    for format_, endings in ENDINGS.items():
        if name.endswith(endings):
            return format_
    raise BadFile(f"no known ending: {path.name}; say --format {'|'.join(FORMATS)}")
