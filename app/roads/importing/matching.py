"""Which segments that stand are which pieces of an updated file, by how far their lines run together."""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, NamedTuple, TypeVar

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from app.core.geo import Line, metres_per_degree

TOLERANCE_M = 8.0  # An updated survey moves a line by this much; a street's other carriageway is farther off.
RUNS_ALONG = 0.8  # This much of the shorter line must run beside the other.
SAME_STRETCH = (
    0.25  # Of the longer line; below that the old segment was cut into too small pieces to live on.
)

Id = TypeVar("Id", bound=Hashable)


class Standing(NamedTuple, Generic[Id]):
    """A segment as it is now."""

    id: Id
    name: str
    lines: Sequence[Line]


@dataclass
class Matching(Generic[Id]):
    """`kept` and `part_of` go by the place of the piece in the file."""

    kept: dict[int, Id] = field(default_factory=dict)
    part_of: dict[int, Id] = field(default_factory=dict)
    """New pieces that lie along a segment whose id went to a larger piece."""
    lost: list[Id] = field(default_factory=list)
    now_in: dict[Id, int] = field(default_factory=dict)
    """Lost segments that a piece with another id now covers."""


@dataclass(frozen=True, slots=True)
class _Pair(Generic[Id]):
    id: Id
    piece: int
    of_longer: float
    of_piece: float
    of_standing: float
    same_name: bool
    apart: float

    @property
    def order(self) -> tuple[float, bool, float, str, int]:
        """Best first; the last two only make it the same each time."""
        return (-round(self.of_longer, 1), not self.same_name, round(self.apart, 2), str(self.id), self.piece)


def match(standing: Sequence[Standing[Id]], pieces: Sequence[tuple[str, Line]]) -> Matching[Id]:
    """Pieces are (name, line). Each id goes to one piece at most and each piece gets one id at most."""
    matching: Matching[Id] = Matching(kept=_unchanged(standing, pieces))
    given = set(matching.kept.values())
    left = [segment for segment in standing if segment.id not in given]
    came = [index for index in range(len(pieces)) if index not in matching.kept]
    pairs = sorted(_pairs(left, pieces, came), key=lambda pair: pair.order)
    for pair in pairs:
        if pair.of_longer >= SAME_STRETCH and pair.id not in given and pair.piece not in matching.kept:
            matching.kept[pair.piece] = pair.id
            given.add(pair.id)
    matching.lost = [segment.id for segment in standing if segment.id not in given]
    lost = set(matching.lost)
    for pair in pairs:
        if pair.piece not in matching.kept and pair.of_piece >= RUNS_ALONG:
            matching.part_of.setdefault(pair.piece, pair.id)
        if pair.id in lost and pair.of_standing >= RUNS_ALONG:
            matching.now_in.setdefault(pair.id, pair.piece)
    return matching


def _unchanged(standing: Sequence[Standing[Id]], pieces: Sequence[tuple[str, Line]]) -> dict[int, Id]:
    """Lines that are the same to the last digit, as most of an update are, need no measuring."""
    by_line = {tuple(segment.lines[0]): segment.id for segment in standing if len(segment.lines) == 1}
    found = {index: by_line.pop(tuple(line), None) for index, (_, line) in enumerate(pieces)}
    return {index: id_ for index, id_ in found.items() if id_ is not None}


def _pairs(
    standing: Sequence[Standing[Id]], pieces: Sequence[tuple[str, Line]], came: Sequence[int]
) -> Iterator[_Pair[Id]]:
    """`came` are the places of the pieces to look at."""
    if not standing or not came:
        return
    scale = metres_per_degree(pieces[came[0]][1][0][1])
    new = [_plane([pieces[index][1]], scale) for index in came]
    old = [_plane(segment.lines, scale) for segment in standing]
    tree = shapely.STRtree(new)
    for o, n in tree.query([line.buffer(TOLERANCE_M) for line in old], predicate="intersects").T:
        pair = _compare(standing[o], old[o], came[n], pieces[came[n]][0], new[n])
        if max(pair.of_piece, pair.of_standing) >= RUNS_ALONG:
            yield pair


def _plane(lines: Sequence[Line], scale: tuple[float, float]) -> BaseGeometry:
    return shapely.MultiLineString([np.asarray(line) * scale for line in lines])


def _compare(segment: Standing[Id], old: BaseGeometry, piece: int, name: str, new: BaseGeometry) -> _Pair[Id]:
    # Short stubs lie within the tolerance of whatever crosses them.
    tolerance = min(TOLERANCE_M, old.length / 4, new.length / 4)
    of_piece = new.intersection(old.buffer(tolerance)).length / new.length
    of_standing = old.intersection(new.buffer(tolerance)).length / old.length
    apart = old.hausdorff_distance(new)
    if segment.name == name and apart <= TOLERANCE_M:
        # A stub that moved by half its length, which its name still tells; a better fit goes before.
        of_piece, of_standing = max(of_piece, RUNS_ALONG), max(of_standing, RUNS_ALONG)
    return _Pair(
        id=segment.id,
        piece=piece,
        of_longer=min(of_piece, of_standing),
        of_piece=of_piece,
        of_standing=of_standing,
        same_name=segment.name == name,
        apart=apart,
    )


def updated_sources(sources: Mapping[Id, str], matching: Matching[Id], share: float = 1 / 3) -> set[str]:
    """Earlier imports this file is a newer edition of: those of whose segments a third or more are in it."""
    kept = set(matching.kept.values())
    total: dict[str, int] = {}
    found: dict[str, int] = {}
    for id_, source in sources.items():
        total[source] = total.get(source, 0) + 1
        found[source] = found.get(source, 0) + (id_ in kept)
    return {source for source, size in total.items() if source and found[source] >= share * size}
