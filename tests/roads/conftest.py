"""A small town drawn in metres, and the ways to cut and name it."""

from collections.abc import Callable, Sequence
from typing import TypeAlias

import pytest

from app.core.geo import Position, metres_per_degree
from app.roads.importing.naming import Named, Namer
from app.roads.importing.splitting import Network
from app.roads.importing.ways import Way

CORNER = (113.6, 34.74)
PER_LON, PER_LAT = metres_per_degree(CORNER[1])
Metres: TypeAlias = tuple[float, float]
Street: TypeAlias = tuple[str, Sequence[Metres]] | tuple[str, Sequence[Metres], str]
CutAndName: TypeAlias = Callable[..., list[Named]]


def at(x: float, y: float) -> Position:
    """So many metres east and north of the corner of the town."""
    return round(CORNER[0] + x / PER_LON, 7), round(CORNER[1] + y / PER_LAT, 7)


def way(name: str, points: Sequence[Metres], kind: str = "residential") -> Way:
    """A way whose nodes are its points."""
    places = tuple(at(*point) for point in points)
    return Way(f"way/{name}", name, kind, places, places)


@pytest.fixture
def cut_and_name() -> CutAndName:
    """Streets (name, points in metres, kind) as named pieces."""

    def run(*streets: Street) -> list[Named]:
        pieces = list(Network(way(*street) for street in streets).pieces())
        return Namer(pieces).name_all()

    return run
