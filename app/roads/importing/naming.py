"""Names an official recognises: 桐柏路：建设路—棉纺路."""

import heapq
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import count

import shapely

from app.core.geo import metres_per_degree
from app.roads.importing.splitting import Node, Piece
from app.roads.importing.taking import rank

UNNAMED = "未命名道路"
ROAD_CHARS, CROSSING_CHARS = 80, 40  # So that a whole name stays within the table's 200.
NEAR_DEGREES = 0.005  # About half a kilometre; farther off nobody says "near".


@dataclass(frozen=True, slots=True)
class Named:
    """A piece with the name of its road and its own; `road` is never empty."""

    piece: Piece
    road: str
    name: str
    is_unnamed: bool


class Namer:
    """Knows which roads meet where, over all pieces of a file."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self.pieces = pieces
        self.at: dict[Node, list[Piece]] = defaultdict(list)
        for piece in pieces:
            self.at[piece.start].append(piece)
            if piece.end != piece.start:
                self.at[piece.end].append(piece)
        self.pieces_of = Counter(piece.road for piece in pieces)
        self.named = [piece for piece in pieces if piece.road]
        self.tree = shapely.STRtree([shapely.LineString(piece.line) for piece in self.named])

    def name_all(self) -> list[Named]:
        """All pieces in their order, each with a name of its own."""
        words = [self._words(piece) for piece in self.pieces]
        names = distinguish(self.pieces, [f"{road}：{stretch}" for road, stretch in words])
        return [
            Named(piece, road, name, not piece.road)
            for piece, (road, _), name in zip(self.pieces, words, names, strict=True)
        ]

    def _words(self, piece: Piece) -> tuple[str, str]:
        start, end = (
            self._crossing_towards(piece, node)[:CROSSING_CHARS] for node in (piece.start, piece.end)
        )
        road = piece.road or self._unnamed_road(piece, start or end)
        if start and end and start != end:
            stretch = f"{start}—{end}"
        elif start != end:
            stretch = f"{start or end}以{_heading(piece, outward=bool(start))}"
        elif start and piece.road:
            stretch = f"{start}附近"
        elif piece.road:
            stretch = "全段" if self.pieces_of[piece.road] == 1 else "路段"
        else:
            stretch = "支路"
        return road[:ROAD_CHARS], stretch

    def _crossing_towards(self, piece: Piece, node: Node) -> str:
        """The first named road met when leaving the piece at this end and staying on its road; "" if none.

        A driveway cuts a road too, but no official would name a stretch after it.
        """
        order = count()
        ahead = [(0.0, next(order), node)]
        seen = {node}
        while ahead:
            gone, _, here = heapq.heappop(ahead)
            crossing = self._crossing(here, piece.road)
            if crossing:
                return crossing
            for way_on in self.at[here]:
                beyond = way_on.end if way_on.start == here else way_on.start
                if way_on is not piece and way_on.road == piece.road and beyond not in seen:
                    seen.add(beyond)
                    heapq.heappush(ahead, (gone + way_on.length_m, next(order), beyond))
        return ""

    def _crossing(self, node: Node, own: str) -> str:
        others = [piece for piece in self.at[node] if piece.road and piece.road != own]
        return min(others, key=lambda piece: (rank(piece.kind), piece.road)).road if others else ""

    def _unnamed_road(self, piece: Piece, crossing: str) -> str:
        near = crossing or self._nearest_road(piece)[:CROSSING_CHARS]
        return f"{UNNAMED}（近{near}）" if near else UNNAMED

    def _nearest_road(self, piece: Piece) -> str:
        found = self.tree.query_nearest(shapely.LineString(piece.line), max_distance=NEAR_DEGREES)
        return min((self.named[index].road for index in found), default="")


def _heading(piece: Piece, *, outward: bool) -> str:
    """Where a dead end lies as seen from its one crossing; outward when the piece runs away from there."""
    if _runs_east_west(piece):
        return "东" if outward else "西"
    return "南" if outward else "北"


def distinguish(pieces: Sequence[Piece], names: Sequence[str]) -> list[str]:
    """Same names get 北幅/南幅 as two carriageways, else numbers from west to east or north to south."""
    alike: dict[str, list[int]] = defaultdict(list)
    for index, name in enumerate(names):
        alike[name].append(index)
    distinct = list(names)
    for indexes in alike.values():
        if len(indexes) > 1:
            words = _carriageways([pieces[i] for i in indexes]) or _numbers([pieces[i] for i in indexes])
            for index, word in zip(indexes, words, strict=True):
                distinct[index] = f"{names[index]}（{word}）"
    return distinct


def _middles(pieces: Iterable[Piece]) -> list[tuple[float, float]]:
    """The middle of each in metres about the first."""
    per_lon, per_lat = 0.0, 0.0
    middles = []
    for piece in pieces:
        if not per_lon:
            per_lon, per_lat = metres_per_degree(piece.line[0][1])
        middle = shapely.LineString(piece.line).interpolate(0.5, normalized=True)
        middles.append((middle.x * per_lon, middle.y * per_lat))
    return middles


def _carriageways(pieces: Sequence[Piece]) -> list[str] | None:
    """Two pieces that run beside each other, not after each other."""
    if len(pieces) != 2 or not pieces[0].road:
        return None
    (ax, ay), (bx, by) = _middles(pieces)
    east_west = _runs_east_west(pieces[0])
    apart, along = (abs(ay - by), abs(ax - bx)) if east_west else (abs(ax - bx), abs(ay - by))
    if not 0 < apart < 60 or along > min(piece.length_m for piece in pieces) / 2:
        return None
    if east_west:
        return ["北幅", "南幅"] if ay > by else ["南幅", "北幅"]
    return ["东幅", "西幅"] if ax > bx else ["西幅", "东幅"]


def _runs_east_west(piece: Piece) -> bool:
    per_lon, per_lat = metres_per_degree(piece.line[0][1])
    (west, south), (east, north) = piece.line[0], piece.line[-1]
    return abs(east - west) * per_lon >= abs(north - south) * per_lat


def _numbers(pieces: Sequence[Piece]) -> list[str]:
    middles = _middles(pieces)
    xs, ys = zip(*middles, strict=True)
    across = max(xs) - min(xs) >= max(ys) - min(ys)
    order = sorted(range(len(pieces)), key=lambda i: (xs[i], -ys[i]) if across else (-ys[i], xs[i]))
    numbers = {index: str(number) for number, index in enumerate(order, 1)}
    return [numbers[index] for index in range(len(pieces))]
