"""The rule of counting, once and in SQL: what each way says, which of them count, and the total.

Per site and category exactly one way counts: the tally if there is one, else sign-ins, else what units
announced. Where an organiser chose, their choice counts instead. Corrections are added, never below 0.
Decision: docs/decisions/0017-counting-is-adding-up.md
"""

from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    Subquery,
    and_,
    case,
    cast,
    func,
    literal_column,
    select,
    union_all,
)

from app.cleanups.models import (
    CleanupCounter,
    CleanupEntry,
    CleanupSignIn,
    CounterValue,
    SourceChoice,
)

PARTS = ("tally", "sign_in", "announced", "correction")
SOURCES = ("tally", "sign_in", "announced")
NONE: ColumnElement[int] = literal_column("0", BigInteger)


def counted(sites: Select[Any]) -> Subquery:
    """Rows of (site_id, category_code, the four PARTS, `use_…` for each of SOURCES, is_chosen, total).

    `sites` selects the ids of the sites wanted. There is a tally where any phone counted somebody.
    """
    parts = _summed(sites)
    chosen = SourceChoice.site_id.is_not(None)
    has = {name: parts.c[name] > 0 for name in SOURCES}
    by_rule = {
        "tally": has["tally"],
        "sign_in": and_(~has["tally"], has["sign_in"]),
        "announced": and_(~has["tally"], ~has["sign_in"], has["announced"]),
    }
    use = {name: case((chosen, getattr(SourceChoice, name)), else_=by_rule[name]) for name in SOURCES}
    raw: ColumnElement[int] = parts.c.correction
    for name in SOURCES:
        raw += case((use[name], parts.c[name]), else_=NONE)
    return (
        select(
            parts,
            *(use[name].label(f"use_{name}") for name in SOURCES),
            chosen.label("is_chosen"),
            case((raw < 0, NONE), else_=raw).label("total"),
        )
        .outerjoin(
            SourceChoice,
            and_(
                SourceChoice.site_id == parts.c.site_id,
                SourceChoice.category_code == parts.c.category_code,
            ),
        )
        .subquery("counted")
    )


def _summed(sites: Select[Any]) -> Subquery:
    ways = union_all(_tally(sites), _sign_ins(sites), *_entries(sites), _choices(sites)).subquery("ways")
    sums = (cast(func.sum(ways.c[name]), BigInteger).label(name) for name in PARTS)
    grouped = select(ways.c.site_id, ways.c.category_code, *sums)
    return grouped.group_by(ways.c.site_id, ways.c.category_code).subquery("summed")


def _row(site_id: Any, category: Any, part: str, amount: Any) -> Select[Any]:
    columns = ((amount if name == part else NONE).label(name) for name in PARTS)
    return select(site_id.label("site_id"), category.label("category_code"), *columns)


def _tally(sites: Select[Any]) -> Select[Any]:
    amount = func.sum(CounterValue.count)
    rows = _row(CleanupCounter.site_id, CounterValue.category_code, "tally", amount)
    return (
        rows.join(CounterValue, CounterValue.counter_id == CleanupCounter.id)
        .where(CleanupCounter.site_id.in_(sites), CleanupCounter.struck_at.is_(None))
        .group_by(CleanupCounter.site_id, CounterValue.category_code)
    )


def _sign_ins(sites: Select[Any]) -> Select[Any]:
    key = CleanupSignIn.site_id, CleanupSignIn.category_code
    rows = _row(*key, "sign_in", func.count())
    return rows.where(CleanupSignIn.site_id.in_(sites), CleanupSignIn.struck_at.is_(None)).group_by(*key)


def _entries(sites: Select[Any]) -> list[Select[Any]]:
    key = CleanupEntry.site_id, CleanupEntry.category_code
    stands = CleanupEntry.site_id.in_(sites), CleanupEntry.struck_at.is_(None)
    rows = (
        _row(*key, kind, func.sum(CleanupEntry.count)).where(*stands, CleanupEntry.kind == kind)
        for kind in ("announced", "correction")
    )
    return [row.group_by(*key) for row in rows]


def _choices(sites: Select[Any]) -> Select[Any]:
    """So that a choice shows before anybody was counted."""
    rows = _row(SourceChoice.site_id, SourceChoice.category_code, "", NONE)
    return rows.where(SourceChoice.site_id.in_(sites))
