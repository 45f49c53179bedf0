"""The district as plain values, read from `data/`. The courses of its roads are approximate and say so."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from shapely import LineString, Point
from shapely.ops import substring

Position = tuple[float, float]


@dataclass(frozen=True)
class Office:
    name: str
    code: str
    communities: tuple[str, ...]


@dataclass(frozen=True)
class Department:
    code: str
    name: str
    categories: tuple[str, ...]
    """Category codes it answers for; empty means every category."""


@dataclass(frozen=True)
class Person:
    username: str
    name: str
    role: str
    unit: str
    department: str | None = None
    level: int | None = None
    """Rank of the chiefs' level, for road chiefs."""


@dataclass(frozen=True)
class Segment:
    name: str
    road: str
    office: str
    points: tuple[Position, ...]
    is_key_area: bool


@dataclass(frozen=True)
class District:
    code: str
    name: str
    note: str
    centre: Position
    offices: tuple[Office, ...]
    departments: tuple[Department, ...]
    levels: tuple[tuple[int, str], ...]
    people: tuple[Person, ...]
    segments: tuple[Segment, ...]

    def segments_of(self, office: str) -> tuple[Segment, ...]:
        return tuple(segment for segment in self.segments if segment.office == office)


@cache
def zhongyuan() -> District:
    facts = read_data("district.json")
    offices = tuple(Office(row["name"], row["code"], tuple(row["communities"])) for row in facts["offices"])
    departments = tuple(
        Department(row["code"], row["name"], () if row["serves"] == "all" else tuple(row["serves"]))
        for row in facts["departments"]
    )
    return District(
        code=facts["code"],
        name=facts["name"],
        note=facts["note"],
        centre=(facts["centre"][0], facts["centre"][1]),
        offices=offices,
        departments=departments,
        levels=tuple((row["rank"], row["name"]) for row in facts["levels"]),
        people=(*_accounts(facts), *_staff(facts, offices, departments)),
        segments=tuple(_segments(read_data("roads.json"))),
    )


def read_data(name: str) -> Any:
    return json.loads(files("app.demo").joinpath("data", name).read_text("utf-8"))


def _accounts(facts: dict[str, Any]) -> Iterator[Person]:
    for row in facts["accounts"]:
        level = 1 if row["role"] == "road_chief" else None
        yield Person(row["username"], row["name"], row["role"], row["unit"], row.get("department"), level)


def _staff(
    facts: dict[str, Any], offices: Iterable[Office], departments: Iterable[Department]
) -> Iterator[Person]:
    """Two chiefs and a supervisor for every office, two people for every department."""
    names = _invented_names(facts)
    for number, office in enumerate(offices, 1):
        taken = any(row["role"] == "road_chief" and row["unit"] == office.name for row in facts["accounts"])
        for rank in (2,) if taken else (1, 2):
            yield Person(
                f"chief{number:02}{'ab'[rank - 1]}", next(names), "road_chief", office.name, level=rank
            )
        yield Person(f"supervisor{number:02}", next(names), "supervisor", office.name)
    for department in departments:
        for letter in "ab":
            yield Person(
                f"{department.code}-{letter}", next(names), "handler", facts["name"], department.code
            )


def _invented_names(facts: dict[str, Any]) -> Iterator[str]:
    surnames, given = facts["surnames"], facts["given_names"]
    for number in range(len(surnames) * len(given)):
        # Two steps of different length: neighbours in a list share neither part of the name.
        yield surnames[number % len(surnames)] + given[number * 7 % len(given)]


def _segments(roads: dict[str, Any]) -> Iterator[Segment]:
    axes = {name: LineString(axis["points"]) for axis in roads["axes"] for name in axis["names"]}
    for office, names in roads["segments"].items():
        for name in names:
            road, start, end = _parts(name)
            points = _between(axes, road, start, end)
            yield Segment(name, road, office, points, road in roads["key_areas"])


def _parts(name: str) -> tuple[str, str, str]:
    road, ends = name.split("：")
    start, end = ends.split("—")
    return road, start, end


def _between(axes: dict[str, LineString], road: str, start: str, end: str) -> tuple[Position, ...]:
    axis = axes[road]
    first, last = _crossing(axes, road, start), _crossing(axes, road, end)
    stretch = substring(axis, axis.project(Point(first)), axis.project(Point(last)))
    middle = [(round(x, 6), round(y, 6)) for x, y in list(stretch.coords)[1:-1]]
    return (first, *middle, last)


def _crossing(axes: dict[str, LineString], one: str, other: str) -> Position:
    """The corner two roads share, the same whichever of them asks."""
    first, second = sorted((one, other))
    point = axes[first].intersection(axes[second])
    if not isinstance(point, Point):
        raise TypeError(f"{one} and {other} do not cross in one point")
    return round(point.x, 6), round(point.y, 6)
