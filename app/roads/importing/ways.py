"""A line as a file brings it, before it is cut into segments."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from pyproj import Geod

from app.core.geo import Position

WGS84 = Geod(ellps="WGS84")
Item = TypeVar("Item")
Progress = Callable[[Iterable[Item], str], Iterable[Item]]
"""Shows how far a loop has come: takes the items and a label, gives the items."""


class BadFile(Exception):
    """The file cannot be taken; the message names the feature that is wrong."""


@dataclass(frozen=True, slots=True)
class Way:
    """Points in WGS-84; two ways meet where their `nodes` are equal, whatever the points."""

    ref: str
    name: str
    kind: str
    nodes: tuple[Hashable, ...]
    points: tuple[Position, ...]


@dataclass
class Reading:
    """What a file gave, and how many features it did not, by reason."""

    ways: list[Way] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)

    def take(self, way: Way) -> None:
        """Keep the way unless it has no extent."""
        if len(set(way.points)) < 2:
            self.skipped["no extent"] += 1
        else:
            self.ways.append(way)

    @property
    def length_m(self) -> float:
        """Of the taken ways as they stand in the file."""
        return sum(length_m(way.points) for way in self.ways)


def length_m(points: Iterable[Position]) -> float:
    """On the WGS-84 ellipsoid."""
    lons, lats = zip(*points, strict=True)
    return float(WGS84.line_length(lons, lats))


def silent(items: Iterable[Item], _label: str) -> Iterator[Item]:
    """Progress that shows nothing."""
    yield from items
