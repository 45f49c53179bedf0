"""What an import did, in words for who ran it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass
class Report:
    """Lengths in metres."""

    roads: int
    segments: int
    unnamed: int
    length_m: float
    ways: int
    ways_length_m: float
    doubled_m: float
    skipped: Counter[str]
    kept: int = 0
    new: int = 0
    retired: list[str] = field(default_factory=list)
    """Names of standing segments the file has no line for, with where they went if they went into another."""
    inherited: list[str] = field(default_factory=list)
    """Names of new segments that took over the chiefs of the one they were cut from."""
    renamed: list[str] = field(default_factory=list)

    def lines(self) -> Iterator[str]:
        """The report as text."""
        yield f"roads     道路        {self.roads}"
        yield f"segments  路段        {self.segments}  ({self.kept} kept 沿用, {self.new} new 新增)"
        yield f"unnamed   未命名      {self.unnamed}"
        taken = f"{self.ways} ways taken: {self.ways_length_m / 1000:.3f} km"
        yield f"length    总长        {self.length_m / 1000:.3f} km  ({taken})"
        if self.doubled_m:
            yield f"doubled   重复线      {self.doubled_m / 1000:.3f} km drawn twice, counted once"
        yield f"skipped   跳过        {self.skipped.total()}"
        for reason, number in self.skipped.most_common():
            yield f"    {number:6d}  {reason}"
        yield from self._list("not found in this file, retired 未能匹配，已停用", self.retired)
        yield from self._list(
            "cut from a segment whose chiefs they take over 由原路段拆分，沿用路长", self.inherited
        )
        yield from self._list("renamed 更名", self.renamed)

    @staticmethod
    def _list(title: str, names: list[str]) -> Iterator[str]:
        if names:
            yield f"{title}: {len(names)}"
            yield from (f"    {name}" for name in names)
