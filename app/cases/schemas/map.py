"""Cases on a map, as GeoJSON."""

from typing import Literal
from uuid import UUID

from app.cases.deadlines import Light
from app.cases.workflow import Status
from app.core.http import Answer


class PointOut(Answer):
    """A GeoJSON position in WGS-84; a cell's is the middle of its cases."""

    type: Literal["Point"]
    coordinates: tuple[float, float]


class MarkOut(Answer):
    """What a mark says. `light` is the worst within, `lights` how many have each; a case alone is named."""

    count: int
    light: Light | None
    lights: dict[Light, int]
    status: Status | None
    category_code: str | None


class FeatureOut(Answer):
    """A case, or a cell of several: those have no id."""

    type: Literal["Feature"]
    id: UUID | None
    geometry: PointOut
    properties: MarkOut


class CaseFeatures(Answer):
    """GeoJSON. `truncated`: only the newest 20,000 cases are counted, or the newest 5,000 are points."""

    type: Literal["FeatureCollection"]
    kind: Literal["points", "cells"]
    features: list[FeatureOut]
    truncated: bool
