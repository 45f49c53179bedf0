"""Lines of Shapefiles (also zipped) and GeoPackages, by GDAL."""

import zipfile
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyogrio
import shapely

from app.core.geo import Datum
from app.roads.importing.projection import Projection
from app.roads.importing.taking import describe, skip_reason
from app.roads.importing.ways import BadFile, Progress, Reading, Way

LINES = ("LineString", "MultiLineString")


def read_vector(path: Path, crs: str | None, datum: Datum, progress: Progress[Any]) -> Reading:
    """Every layer that may hold lines; they meet where they have a vertex in common."""
    reading = Reading()
    try:
        with TemporaryDirectory() as folder:
            for file in _unpack(path, Path(folder)) if path.suffix.lower() == ".zip" else [path]:
                for layer, kind in pyogrio.list_layers(file):
                    if kind is not None:
                        _read_layer(file, layer, crs, datum, progress, reading)
    except (RuntimeError, UnicodeDecodeError) as error:  # all of pyogrio's own are the former
        raise BadFile(f"GDAL cannot read it: {error}") from error
    except zipfile.BadZipFile as error:
        raise BadFile(f"this is no zip: {error}") from error
    return reading


def _unpack(path: Path, folder: Path) -> list[Path]:
    """The data files of an archive, folders in it flattened; unpacked because names in old zips are GBK."""
    with zipfile.ZipFile(path) as archive:
        for part in archive.infolist():
            is_utf8 = part.flag_bits & 0x800
            name = part.filename if is_utf8 else part.filename.encode("cp437").decode("gb18030", "replace")
            if not part.is_dir():
                (folder / name.replace("/", "_")).write_bytes(archive.read(part))
    return sorted(file for file in folder.iterdir() if file.suffix.lower() in (".shp", ".gpkg"))


def _read_layer(
    path: Path, layer: str, crs: str | None, datum: Datum, progress: Progress[Any], reading: Reading
) -> None:
    meta, fids, shapes, columns = _read_text(path, layer)
    system = crs or meta["crs"]
    if system is None:
        raise BadFile(f"layer {layer} does not say its coordinate system; name it with --crs")
    projection = Projection(system, datum)
    rows = [dict(zip(meta["fields"], row, strict=True)) for row in zip(*columns, strict=True)]
    rows = rows or [{} for _ in shapes]
    for fid, wkb, properties in progress(list(zip(fids, shapes, rows, strict=True)), f"reading {layer}"):
        name, kind = describe(properties)
        label = f"{layer} {fid}" + (f" ({name})" if name else "")
        for line in _lines(wkb, kind, label, reading):
            points = projection.points(shapely.get_coordinates(line).tolist(), label)
            reading.take(Way(label, name, kind, points, points))


def _read_text(path: Path, layer: str) -> Any:
    """Chinese offices write GBK and seldom say so; what is no UTF-8 then is taken for it."""
    if _says_encoding(path):
        return pyogrio.raw.read(path, layer=layer, return_fids=True, force_2d=True)
    try:
        return pyogrio.raw.read(path, layer=layer, return_fids=True, force_2d=True, encoding="UTF-8")
    except UnicodeDecodeError:
        return pyogrio.raw.read(path, layer=layer, return_fids=True, force_2d=True, encoding="GB18030")


def _says_encoding(path: Path) -> bool:
    return path.suffix.lower() != ".shp" or any(path.with_suffix(end).exists() for end in (".cpg", ".CPG"))


def _lines(wkb: bytes | None, kind: str, label: str, reading: Reading) -> Iterator[shapely.LineString]:
    try:
        shape = shapely.from_wkb(wkb)
    except shapely.errors.GEOSException as error:
        raise BadFile(f"{label}: broken geometry ({error})") from error
    if shape is None or shape.geom_type not in LINES:
        reading.skipped[f"no line but {shape.geom_type if shape is not None else 'nothing'}"] += 1
    elif reason := skip_reason(kind):
        reading.skipped[reason] += 1
    else:
        yield from shapely.get_parts(shape)
