"""Lines of GeoJSON, read by ourselves: GDAL mends or drops a broken feature without a word."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import orjson

from app.core.geo import Datum
from app.roads.importing.projection import Projection
from app.roads.importing.taking import describe, skip_reason
from app.roads.importing.ways import BadFile, Progress, Reading, Way


def read_geojson(path: Path, crs: str | None, datum: Datum, progress: Progress[Any]) -> Reading:
    """LineStrings and MultiLineStrings; lines meet where they have a vertex in common."""
    document = _parse(path)
    projection = Projection(crs or _named_crs(document), datum)
    reading = Reading()
    for index, feature in progress(list(enumerate(_features(document))), "reading"):
        label = _label(feature, index)
        for line in _lines(feature, label, reading):
            points = projection.points(line, label)
            reading.take(Way(label, *describe(feature.get("properties") or {}), points, points))
    return reading


def _parse(path: Path) -> dict[str, Any]:
    try:
        document = orjson.loads(path.read_bytes().removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as error:
        raise BadFile(f"this is no JSON: {error}") from error
    if not isinstance(document, dict):
        raise BadFile("this is JSON, but no GeoJSON")
    return document


def _named_crs(document: dict[str, Any]) -> str:
    """The `crs` member left the standard in 2016, and half of all offices still write it."""
    try:
        return str(document["crs"]["properties"]["name"])
    except (KeyError, TypeError):
        return "OGC:CRS84"


def _features(document: dict[str, Any]) -> list[Any]:
    if document.get("type") == "FeatureCollection" and isinstance(document.get("features"), list):
        return list(document["features"])
    if document.get("type") == "Feature":
        return [document]
    raise BadFile("this is no GeoJSON FeatureCollection")


def _label(feature: Any, index: int) -> str:
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        raise BadFile(f"features[{index}] is no Feature")
    known = feature.get("id") or describe(feature.get("properties") or {})[0]
    return f"features[{index}]" + (f" ({known})" if known else "")


def _lines(feature: dict[str, Any], label: str, reading: Reading) -> Iterator[Sequence[Any]]:
    geometry = feature.get("geometry")
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    reason = skip_reason(describe(feature.get("properties") or {})[1])
    if kind not in ("LineString", "MultiLineString"):
        reading.skipped[f"no line but {kind or 'nothing'}"] += 1
    elif reason:
        reading.skipped[reason] += 1
    else:
        coordinates = geometry.get("coordinates")  # type: ignore[union-attr]
        for line in [coordinates] if kind == "LineString" else _list(coordinates, label):
            if len(_list(line, label)) < 2:
                raise BadFile(f"{label}: a line needs two points")
            yield line


def _list(value: Any, label: str) -> list[Any]:
    if not isinstance(value, list):
        raise BadFile(f"{label}: the coordinates are no list")
    return value
