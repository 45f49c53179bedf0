"""Cases on a map as GeoJSON: cells with counts below a zoom, single cases from there on.

What is drawn has as many marks as fit on a screen, however many cases there are.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, get_args
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, String, and_, case, cast, func, select, true
from sqlalchemy.orm import Session

from app.cases.deadlines import Light, light
from app.cases.models import Case
from app.cases.queries.columns import Shape
from app.cases.queries.filters import conditions
from app.cases.schemas.incoming import MapQuery
from app.cases.workflow import OPEN
from app.core.actor import Actor
from app.core.dialect import Box

POINTS_FROM_ZOOM = 16
"""A screen is some 1.5 km wide there."""
CELLS_ACROSS_TILE = 4
"""Of 256 pixels: a mark every 64 pixels at most."""
MOST_POINTS = 5000
MOST_IN_CELLS = 20_000
LIGHTS: tuple[Light, ...] = get_args(Light)
WORST_FIRST: tuple[Light, ...] = ("red", "yellow", "green", "paused")
USUAL_LAT = 35
ALONE = ("status", "category_code")
"""What only a case by itself has."""
DIGITS = 6
"""Of a degree: ten centimetres."""


@dataclass(frozen=True)
class Grid:
    """Cells of this many degrees, counted from 180 W, 90 S: they stay where they are when a map is moved."""

    width: float
    height: float

    @classmethod
    def at(cls, zoom: float, box: Box | None) -> "Grid":
        """Square on a Mercator map of the whole zoom below, by the whole degree of latitude in the middle."""
        width = 360.0 / 2 ** math.floor(zoom) / CELLS_ACROSS_TILE
        lat = round((box[1] + box[3]) / 2) if box else USUAL_LAT
        return cls(width, width * max(math.cos(math.radians(lat)), 0.01))


def map_features(session: Session, wanted: MapQuery, *, actor: Actor, at: datetime) -> Shape:
    """The shape of `CaseFeatures`, in one statement."""
    if wanted.zoom >= POINTS_FROM_ZOOM:
        points = _newest(conditions(session, wanted, actor, at), at, MOST_POINTS)
        found = session.execute(points).all()
        return _collection("points", [_point(row) for row in found[:MOST_POINTS]], len(found) > MOST_POINTS)
    cases = _newest(_near(session, wanted, actor, at), at, MOST_IN_CELLS)
    counts = session.execute(_cells(cases, Grid.at(wanted.zoom, wanted.box), wanted.box)).all()
    cells = [_cell(row[1:]) for row in counts if row[0] is not None]
    return _collection("cells", cells, sum(row[1] for row in counts) > MOST_IN_CELLS)


def _newest(found: list[ColumnElement[bool]], at: datetime, most: int) -> Select[*tuple[Any, ...]]:
    """One more than shown, to know whether some are not."""
    columns = (Case.id, Case.lon, Case.lat, Case.status, light(at).label("light"), Case.category_code)
    cases = select(*columns).where(Case.lon.is_not(None), *found)
    return cases.order_by(Case.received_at.desc(), Case.id.desc()).limit(most + 1)


def _near(session: Session, wanted: MapQuery, actor: Actor, at: datetime) -> list[ColumnElement[bool]]:
    """The conditions; the box among them only where nothing but what is open is asked for.

    The index of open cases has what that takes. In the whole archive a box of this size holds anything from
    nothing to everything, so the newest cases are taken first and laid into the box afterwards.
    """
    found = conditions(session, wanted.model_copy(update={"bbox": None}), actor, at)
    is_open = bool(wanted.status) and set(wanted.status) <= set(OPEN)
    return [*found, _inside(Case.lon, Case.lat, wanted.box)] if is_open else found


def _inside(lon: Any, lat: Any, box: Box | None) -> ColumnElement[bool]:
    if box is None:
        return true()
    west, south, east, north = box
    return and_(lon.between(west, east), lat.between(south, north))


def _cells(cases: Select[*tuple[Any, ...]], grid: Grid, box: Box | None) -> Select[*tuple[Any, ...]]:
    """One row for each cell, and one without a column number for whatever lies outside the box."""
    one = cases.subquery()
    inside = _inside(one.c.lon, one.c.lat, box)
    # From the corner, too, because PostGIS refuses to divide what is next to nothing.
    x = case((inside, func.floor((one.c.lon + 180) / grid.width))).label("x")
    y = case((inside, func.floor((one.c.lat + 90) / grid.height))).label("y")
    each = [func.count(case((one.c.light == shade, 1))) for shade in LIGHTS]
    sample = [func.min(cast(one.c.id, String)), func.min(one.c.status), func.min(one.c.category_code)]
    counts = select(x, func.count(), func.avg(one.c.lon), func.avg(one.c.lat), *sample, *each)
    return counts.group_by("x", y).order_by(func.count().desc(), func.min(cast(one.c.id, String)))


def _cell(row: Sequence[Any]) -> Shape:
    count, lon, lat, case_id, status, category_code, *each = row
    lights = {shade: number for shade, number in zip(LIGHTS, each, strict=True) if number}
    worst = next((shade for shade in WORST_FIRST if shade in lights), None)
    alone = {"status": status, "category_code": category_code} if count == 1 else dict.fromkeys(ALONE)
    marks = {"count": count, "light": worst, "lights": lights} | alone
    return _feature(UUID(case_id) if count == 1 else None, lon, lat, marks)


def _point(row: Row[*tuple[Any, ...]]) -> Shape:
    case_id, lon, lat, status, shade, category_code = row
    lights = {shade: 1} if shade else {}
    marks = {"count": 1, "light": shade, "lights": lights, "status": status, "category_code": category_code}
    return _feature(case_id, lon, lat, marks)


def _feature(case_id: UUID | None, lon: float, lat: float, properties: Shape) -> Shape:
    place = {"type": "Point", "coordinates": [round(lon, DIGITS), round(lat, DIGITS)]}
    return {"type": "Feature", "id": case_id, "geometry": place, "properties": properties}


def _collection(kind: str, features: Sequence[Shape], truncated: bool) -> Shape:
    return {"type": "FeatureCollection", "kind": kind, "features": features, "truncated": truncated}
