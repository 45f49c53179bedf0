"""Distance and side of a point to road lines, and the Chinese datums; `pwa/src/core/geo` has the same."""

import math
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import Generic, Literal, NamedTuple, TypeAlias, TypeVar

Position: TypeAlias = tuple[float, float]  # lon, lat in degrees
Line: TypeAlias = Sequence[Position]
Side: TypeAlias = Literal["east", "west", "south", "north"]
Datum: TypeAlias = Literal["wgs84", "gcj02", "bd09", "cgcs2000"]
Key = TypeVar("Key")

WGS84_AXIS_M = 6378137.0
WGS84_E2 = 0.0066943799901413165
SAME_PLACE_M = 1e-6


class Nearness(NamedTuple):
    """How a point lies to a segment; `side` is None on the line itself, where nobody could say."""

    distance_m: float
    side: Side | None


class Nearest(NamedTuple, Generic[Key]):
    id: Key
    distance_m: float
    side: Side | None


def metres_per_degree(lat: float) -> tuple[float, float]:
    """Of longitude and of latitude, on the WGS-84 ellipsoid at this latitude."""
    phi = math.radians(lat)
    w2 = 1.0 - WGS84_E2 * math.sin(phi) * math.sin(phi)
    prime_vertical = WGS84_AXIS_M / math.sqrt(w2)
    meridian = prime_vertical * (1.0 - WGS84_E2) / w2
    return math.radians(prime_vertical * math.cos(phi)), math.radians(meridian)


def measure(point: Position, lines: Iterable[Line]) -> Nearness:
    """Distance in metres rounded to 1 cm, and the side as people say it.

    The plane is an equirectangular one about the point. Left or right is judged at the nearest place, then
    told by the run of the whole line: a bend in an east-west road does not make its north side a west side.
    """
    per_lon, per_lat = metres_per_degree(point[1])
    best = math.inf
    turn = 0.0
    run = (0.0, 0.0)
    for line in lines:
        plane = [((lon - point[0]) * per_lon, (lat - point[1]) * per_lat) for lon, lat in line]
        distance, cross, heading = _to_line(plane)
        if distance < best:
            whole = (plane[-1][0] - plane[0][0], plane[-1][1] - plane[0][1])
            # A loop runs nowhere as a whole; there the nearest piece speaks for itself.
            run = heading if math.sqrt(whole[0] * whole[0] + whole[1] * whole[1]) < 1.0 else whole
            best, turn = distance, cross
    rounded = math.floor(best * 100.0 + 0.5) / 100.0 if best < math.inf else best
    return Nearness(rounded, None if rounded == 0.0 else _side(run, turn))


def nearest(
    point: Position, segments: Iterable[tuple[Key, Iterable[Line]]], limit_m: float
) -> Nearest[Key] | None:
    """The segment nearest within the limit; of those equally near, the one whose id as text comes first."""
    best: Nearest[Key] | None = None
    for key, lines in segments:
        distance, side = measure(point, lines)
        if distance > limit_m:
            continue
        if best is None or (distance, str(key)) < (best.distance_m, str(best.id)):
            best = Nearest(key, distance, side)
    return best


def _to_line(plane: list[Position]) -> tuple[float, float, Position]:
    """Distance from the origin; positive when the origin is left of the line there; the heading there."""
    best = math.inf
    heading = (0.0, 0.0)
    foot = (math.inf, math.inf)
    for (ax, ay), (bx, by) in pairwise(plane):
        dx, dy = bx - ax, by - ay
        length = math.sqrt(dx * dx + dy * dy)
        if length == 0.0:
            continue
        along = min(1.0, max(0.0, -(ax * dx + ay * dy) / (length * length)))
        fx, fy = ax + along * dx, ay + along * dy
        distance = math.sqrt(fx * fx + fy * fy)
        if abs(fx - foot[0]) + abs(fy - foot[1]) < SAME_PLACE_M:
            # Nearest at a corner: only both arms together tell left from right.
            heading = (heading[0] + dx / length, heading[1] + dy / length)
        elif distance < best:
            best, foot, heading = distance, (fx, fy), (dx / length, dy / length)
    return best, heading[1] * foot[0] - heading[0] * foot[1], heading


def _side(run: Position, turn: float) -> Side:
    if abs(run[0]) >= abs(run[1]):
        return "north" if (turn > 0.0) == (run[0] > 0.0) else "south"
    return "west" if (turn > 0.0) == (run[1] > 0.0) else "east"


GCJ_AXIS_M = 6378245.0
GCJ_E2 = 0.006693421622965943
BD_PI = math.pi * 3000.0 / 180.0


def to_wgs84(point: Position, datum: Datum) -> Position:
    """Outside China nothing is shifted. CGCS2000 differs from WGS-84 by centimetres and is taken as it is."""
    if datum in ("wgs84", "cgcs2000") or not in_china(point):
        return point
    return _undo(_wgs84_to_gcj02, point if datum == "gcj02" else _undo(_gcj02_to_bd09, point))


def from_wgs84(point: Position, datum: Datum) -> Position:
    """For drawing on a shifted base map."""
    if datum in ("wgs84", "cgcs2000") or not in_china(point):
        return point
    shifted = _wgs84_to_gcj02(point)
    return shifted if datum == "gcj02" else _gcj02_to_bd09(shifted)


def in_china(point: Position) -> bool:
    """The rectangle the map makers themselves use."""
    return 72.004 <= point[0] <= 137.8347 and 0.8293 <= point[1] <= 55.8271


def _undo(shift: Callable[[Position], Position], target: Position) -> Position:
    """The point the shift moves to the target; six rounds are well below 1 mm."""
    lon, lat = target
    for _ in range(6):
        shifted = shift((lon, lat))
        lon, lat = lon + target[0] - shifted[0], lat + target[1] - shifted[1]
    return lon, lat


def _wgs84_to_gcj02(point: Position) -> Position:
    lon, lat = point
    x, y = lon - 105.0, lat - 35.0
    root = math.sqrt(abs(x))
    ripple = 20.0 * math.sin(6.0 * x * math.pi) + 20.0 * math.sin(2.0 * x * math.pi)
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root
    north += (ripple + _waves(y, (20.0, 1.0), (40.0, 3.0), (160.0, 12.0), (320.0, 30.0))) * 2.0 / 3.0
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root
    east += (ripple + _waves(x, (20.0, 1.0), (40.0, 3.0), (150.0, 12.0), (300.0, 30.0))) * 2.0 / 3.0
    phi = math.radians(lat)
    w2 = 1.0 - GCJ_E2 * math.sin(phi) * math.sin(phi)
    per_lat = math.radians(GCJ_AXIS_M * (1.0 - GCJ_E2) / (w2 * math.sqrt(w2)))
    per_lon = math.radians(GCJ_AXIS_M / math.sqrt(w2) * math.cos(phi))
    return lon + east / per_lon, lat + north / per_lat


def _waves(value: float, *waves: tuple[float, float]) -> float:
    return sum(height * math.sin(value / length * math.pi) for height, length in waves)


def _gcj02_to_bd09(point: Position) -> Position:
    lon, lat = point
    radius = math.sqrt(lon * lon + lat * lat) + 0.00002 * math.sin(lat * BD_PI)
    angle = math.atan2(lat, lon) + 0.000003 * math.cos(lon * BD_PI)
    return radius * math.cos(angle) + 0.0065, radius * math.sin(angle) + 0.006
