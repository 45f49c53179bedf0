"""Rows as GeoJSON."""

from collections.abc import Sequence
from typing import Any

import orjson
import shapely

from app.roads.queries.segments import AnyRow
from app.roads.schemas import Chief, LineGeometry, SegmentDetail

PROPERTIES = ("name", "road_id", "unit_id", "length_m", "is_key_area", "is_approximate")


def feature_collection(rows: Sequence[AnyRow]) -> dict[str, Any]:
    """Geometries go from bytes to JSON without becoming Python lists on the way."""
    geometries = shapely.to_geojson(shapely.from_wkb([row.wkb for row in rows]))
    features = [
        {
            "type": "Feature",
            "id": row.id,
            "geometry": orjson.Fragment(geometry),
            "properties": {name: getattr(row, name) for name in PROPERTIES},
        }
        for row, geometry in zip(rows, geometries, strict=True)
    ]
    return {"type": "FeatureCollection", "features": features}


def segment_detail(row: AnyRow, chiefs: Sequence[AnyRow], ever: Sequence[AnyRow] | None) -> SegmentDetail:
    """`ever` is None for whom past appointments are none of."""
    return SegmentDetail(
        **{name: getattr(row, name) for name in ("id", "road_name", "retired_at", *PROPERTIES)},
        geometry=LineGeometry.model_validate(orjson.loads(shapely.to_geojson(shapely.from_wkb(row.wkb)))),
        chiefs=[_chief(chief) for chief in chiefs],
        appointments=None if ever is None else [_chief(chief) for chief in ever],
    )


def _chief(row: AnyRow) -> Chief:
    return Chief.model_validate({"appointment_id": row.id, **row._mapping})  # noqa: SLF001 - SQLAlchemy's public name
