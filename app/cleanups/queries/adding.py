"""Rows of the rule of counting, added up into what answers show."""

from collections.abc import Iterable, Sequence
from typing import Any

from app.cleanups.models import ParticipantCategory
from app.cleanups.queries.counted import PARTS, SOURCES

Shape = dict[str, Any]


def in_order(categories: Iterable[ParticipantCategory], counted: Iterable[str]) -> list[str]:
    """The categories to show: those in use, and any other that somebody was counted as."""
    met = set(counted)
    return [row.code for row in categories if row.is_active or row.code in met]


def add_up(rows: Sequence[Any], codes: Sequence[str]) -> Shape:
    """`totals`, `total` and `by_source` over any number of sites."""
    totals = dict.fromkeys(codes, 0)
    by_source = {part: dict.fromkeys(codes, 0) for part in PARTS}
    for row in rows:
        totals[row.category_code] = totals.get(row.category_code, 0) + row.total
        for part in PARTS:
            sums = by_source[part]
            sums[row.category_code] = sums.get(row.category_code, 0) + getattr(row, part)
    return {"totals": totals, "total": sum(totals.values()), "by_source": by_source}


def sources_of(rows: Sequence[Any]) -> Shape:
    """Which ways count, for each category of one site."""
    return {
        row.category_code: {
            "sources": [name for name in SOURCES if getattr(row, f"use_{name}")],
            "is_chosen": bool(row.is_chosen),
        }
        for row in rows
    }
