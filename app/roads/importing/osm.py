"""Ways of OpenStreetMap files; they meet where they share a node id."""

import bz2
import gzip
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import osmium

from app.core.geo import Datum
from app.roads.importing.projection import Projection
from app.roads.importing.taking import TAKEN, describe
from app.roads.importing.ways import BadFile, Progress, Reading, Way

OPENERS: dict[str, Any] = {".osm": open, ".gz": gzip.open, ".bz2": bz2.open}


def read_osm(path: Path, datum: Datum, progress: Progress[Any]) -> Reading:
    """All highways a beat can run on; OSM is WGS-84 unless somebody shifted it."""
    reading = Reading()
    projection = Projection("EPSG:4326", datum)
    absent: dict[int, str] = {}
    try:
        for way in progress(_highways(path), "reading"):
            _take(way, reading, projection, absent)
        _refuse_misplaced(path, absent)
    except (
        RuntimeError,
        ValueError,
        osmium.InvalidLocationError,
    ) as error:  # osmium's words for a broken file
        raise BadFile(f"{_where_broken(path)}{error}") from error
    return reading


def _highways(path: Path) -> Any:
    processor = osmium.FileProcessor(str(path)).with_locations()
    return processor.with_filter(osmium.filter.EntityFilter(osmium.osm.WAY)).with_filter(
        osmium.filter.KeyFilter("highway")
    )


def _take(way: Any, reading: Reading, projection: Projection, absent: dict[int, str]) -> None:
    kind = way.tags["highway"]
    ref = f"way/{way.id}"
    missing = [node.ref for node in way.nodes if not node.location.valid()]
    if kind not in TAKEN:
        reading.skipped[f"highway={kind}"] += 1
    elif missing:
        # Extracts cut at a border leave out nodes; a line drawn past them would be invented.
        absent.update(dict.fromkeys(missing, ref))
        reading.skipped["points missing from the file"] += 1
    elif len(way.nodes) < 2:
        reading.skipped["no extent"] += 1
    else:
        raw = [(node.location.lon, node.location.lat) for node in way.nodes]
        nodes = tuple(node.ref for node in way.nodes)
        reading.take(Way(ref, describe(dict(way.tags))[0], kind, nodes, projection.points(raw, ref)))


def _refuse_misplaced(path: Path, absent: dict[int, str]) -> None:
    """A node that is in the file after all, but lies nowhere on earth, is an error and no cut border."""
    if absent:
        nodes = osmium.FileProcessor(str(path), osmium.osm.NODE)
        for node in nodes.with_filter(osmium.filter.IdFilter(list(absent))):
            raise BadFile(f"node/{node.id} of {absent[node.id]} lies nowhere on earth")


def _where_broken(path: Path) -> str:
    """The element at which an XML file goes wrong; osmium reports a bad number or tag without it."""
    opener = OPENERS.get(path.suffix.lower())
    last = ""
    if opener is None:
        return last
    try:
        with opener(path, "rb") as file:
            for _, element in ET.iterparse(file, ("start",)):  # noqa: S314 - osmium read it before us
                if element.tag in ("node", "way", "relation"):
                    last = f"{element.tag}/{element.get('id')}: "
                if element.tag == "node" and not (_is_number(element, "lat") and _is_number(element, "lon")):
                    break
    except (ET.ParseError, OSError, EOFError):
        return last
    return last


def _is_number(node: ET.Element, axis: str) -> bool:
    return re.fullmatch(r"[-+]?\d+(\.\d*)?([eE][-+]?\d+)?", node.get(axis, "")) is not None
