"""Ways cut at shared nodes into pieces that run from crossing to crossing."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from app.core.geo import Position, metres_per_degree
from app.roads.importing.ways import Way, length_m

Node = Hashable


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch between two nodes where something joins or ends; `road` is empty when nobody named it."""

    road: str
    kind: str
    refs: tuple[str, ...]
    start: Node
    end: Node
    line: tuple[Position, ...]
    length_m: float


@dataclass(frozen=True, slots=True)
class _Edge:
    """Two neighbouring nodes of a way."""

    way: Way
    a: Node
    b: Node

    @property
    def road(self) -> tuple[str, str]:
        """What may run on through a node: a name, or one kind of unnamed road."""
        return (self.way.name, "") if self.way.name else ("", self.way.kind)

    def other(self, node: Node) -> Node:
        return self.b if node == self.a else self.a


class Network:
    """All edges by node. A stretch drawn twice for the same road counts once."""

    def __init__(self, ways: Iterable[Way]) -> None:
        self.place: dict[Node, Position] = {}
        self.at: dict[Node, list[_Edge]] = defaultdict(list)
        self.doubled_m = 0.0
        known = set()
        for way in ways:
            self.place.update(zip(way.nodes, way.points, strict=True))
            for a, b in pairwise(way.nodes):
                edge = _Edge(way, a, b)
                key = (edge.road, frozenset((a, b)))
                if a == b:
                    continue
                if key in known:
                    self.doubled_m += length_m((self.place[a], self.place[b]))
                    continue
                known.add(key)
                self.at[a].append(edge)
                self.at[b].append(edge)

    def runs_through(self, node: Node) -> bool:
        """Whether one road passes here and nothing else: no place to cut."""
        edges = self.at[node]
        return len(edges) == 2 and edges[0].road == edges[1].road

    def pieces(self) -> Iterator[Piece]:
        """Every edge in exactly one piece; pieces without extent are left out."""
        used: set[int] = set()
        ends = [node for node in self.at if not self.runs_through(node)]
        # What is left then are rings nothing touches: they start in the north-west, whatever the file.
        rings = sorted(self.at, key=lambda node: (-self.place[node][1], self.place[node][0]))
        for start in (*ends, *rings):
            for edge in self.at[start]:
                if id(edge) not in used:
                    piece = self._piece(start, self._walk(start, edge, used))
                    if piece.length_m > 0:
                        yield piece

    def _walk(self, start: Node, edge: _Edge, used: set[int]) -> list[_Edge]:
        walked = [edge]
        used.add(id(edge))
        node = edge.other(start)
        while node != start and self.runs_through(node):
            first, second = self.at[node]
            edge = second if edge is first else first
            walked.append(edge)
            used.add(id(edge))
            node = edge.other(node)
        return walked

    def _piece(self, start: Node, edges: list[_Edge]) -> Piece:
        nodes = [start]
        kinds: Counter[str] = Counter()
        for edge in edges:
            nodes.append(edge.other(nodes[-1]))
            kinds[edge.way.kind] += 1
        if _runs_backward([self.place[node] for node in nodes]):
            nodes.reverse()
        line = [self.place[node] for node in nodes]
        line = [line[0], *(b for a, b in pairwise(line) if a != b)]
        return Piece(
            road=edges[0].way.name,
            kind=kinds.most_common(1)[0][0],
            refs=tuple(dict.fromkeys(edge.way.ref for edge in edges)),
            start=nodes[0],
            end=nodes[-1],
            line=tuple(line),
            length_m=length_m(line) if len(line) > 1 else 0.0,
        )


def _runs_backward(line: list[Position]) -> bool:
    """Segments run from west to east, or from north to south, as house and road numbers do."""
    per_lon, per_lat = metres_per_degree(line[0][1])
    east, north = (line[-1][0] - line[0][0]) * per_lon, (line[-1][1] - line[0][1]) * per_lat
    return east < 0 if abs(east) >= abs(north) else north > 0
