"""From a file's coordinate system and datum to WGS-84."""

import math
from collections.abc import Sequence

from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError

from app.core.geo import Datum, Position, to_wgs84
from app.roads.importing.ways import BadFile

DECIMALS = 7  # About a centimetre, and what OpenStreetMap itself keeps.


class Projection:
    """Turns points of one file; `crs` is anything PROJ understands, such as EPSG:4547."""

    def __init__(self, crs: str, datum: Datum) -> None:
        try:
            known = CRS.from_user_input(crs)
        except CRSError as error:
            raise BadFile(f"the coordinate system {crs!r} is unknown") from error
        self.datum = datum
        # A datum PROJ knows is turned by PROJ; the shifted Chinese ones are laid over the degrees.
        self.transformer = (
            None if known == CRS("OGC:CRS84") else Transformer.from_crs(known, 4326, always_xy=True)
        )
        if known == CRS("EPSG:4326"):
            self.transformer = None

    def points(self, raw: Sequence[Sequence[float]], feature: str) -> tuple[Position, ...]:
        """Lon and lat, rounded; raises BadFile naming the feature when a point lies nowhere on earth."""
        points = [self._point(position, feature) for position in raw]
        return tuple((round(lon, DECIMALS), round(lat, DECIMALS)) for lon, lat in points)

    def _point(self, position: Sequence[float], feature: str) -> Position:
        try:
            x, y = float(position[0]), float(position[1])
        except (TypeError, ValueError, IndexError) as error:
            raise BadFile(f"{feature}: {position!r} is no pair of numbers") from error
        lon, lat = self.transformer.transform(x, y) if self.transformer else (x, y)
        if not (math.isfinite(lon) and math.isfinite(lat) and abs(lon) <= 180 and abs(lat) <= 90):
            hint = "" if self.transformer else "; are these metres? then name their system with --crs"
            raise BadFile(f"{feature}: the point ({x:g}, {y:g}) lies nowhere on earth{hint}")
        return to_wgs84((lon, lat), self.datum)
