"""Sums over many sessions, each kind of number in one statement."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    SQLColumnExpression,
    case,
    extract,
    func,
    literal_column,
    or_,
    select,
)
from sqlalchemy.orm import Session

from app.accounts.units import UnitTree, unit_tree
from app.cases.models import Case
from app.cleanups import policy
from app.cleanups.models import (
    CleanupCase,
    CleanupResult,
    CleanupSession,
    CleanupSite,
    Shop,
)
from app.cleanups.queries.adding import Shape
from app.cleanups.queries.counted import counted
from app.cleanups.queries.taking_part import taking_part
from app.cleanups.queries.terms import list_categories
from app.cleanups.schemas.statistics import By, StatisticsFilter, StatisticsQuery
from app.cleanups.weeks import label
from app.core.actor import Actor
from app.core.clock import today
from app.core.dialect import among
from app.roads.models import RoadSegment

Key = SQLColumnExpression[Any]
Conditions = Sequence[ColumnElement[bool]]
ALL: Key = literal_column("1")
MONTH: Key = extract("year", CleanupSession.held_on) * 100 + extract("month", CleanupSession.held_on)


@dataclass(frozen=True)
class Grouping:
    """What sums are kept apart by: for what belongs to a site, and for shops, which have their own ground."""

    site: Key
    shop: Key


GROUPINGS: dict[By, Grouping] = {
    "week": Grouping(CleanupSession.week, CleanupSession.week),
    "month": Grouping(MONTH, MONTH),
    "year": Grouping(extract("year", CleanupSession.held_on), extract("year", CleanupSession.held_on)),
    "unit": Grouping(CleanupSite.unit_id, Shop.unit_id),
    "segment": Grouping(CleanupSite.segment_id, Shop.segment_id),
}
WHOLE = Grouping(ALL, ALL)


@dataclass
class Tally:
    """Sums under one key."""

    sessions: set[UUID] = field(default_factory=set)
    person_times: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    shops: int = 0
    results: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    found: int = 0
    closed: int = 0

    def add(self, other: "Tally") -> None:
        """Of communities into their office. Sites and shops are of one ground each, so none comes twice."""
        self.sessions |= other.sessions
        self.shops += other.shops
        self.found += other.found
        self.closed += other.closed
        for code, count in other.person_times.items():
            self.person_times[code] += count
        for code, count in other.results.items():
            self.results[code] += count


Tallies = defaultdict[Any, Tally]


def read_statistics(session: Session, wanted: StatisticsQuery, *, actor: Actor) -> Shape:
    """The shape of `Statistics`."""
    where = conditions(session, wanted, actor)
    codes = [row.code for row in list_categories(session) if row.is_active]
    tree = unit_tree(session, actor.units_stamp)
    tallies = sum_up(session, where, GROUPINGS[wanted.by])
    units = _units(wanted, actor, tree)
    registered = _registered(session, wanted.by, units)
    if wanted.by == "unit":
        tallies, registered = _by_office(tallies, registered, tree)
    names = _namer(session, wanted.by, tallies, tree)
    whole = sum_up(session, where, WHOLE)[1]
    everywhere = (
        sum(registered.values()) if wanted.by in ("unit", "segment") else _count_shops(session, units)
    )
    none = 0 if wanted.by in ("unit", "segment") else None
    items = [
        {"key": names(key)[0], "name": names(key)[1], **as_sums(tally, codes, registered.get(key, none))}
        for key, tally in sorted(tallies.items(), key=lambda item: (item[0] is None, str(item[0])))
    ]
    return {"items": items, "all": as_sums(whole, codes, everywhere)}


def conditions(session: Session, wanted: StatisticsFilter, actor: Actor) -> list[ColumnElement[bool]]:
    """SQL over CleanupSession: those of the caller's units in the span; none that is still to come."""
    tree = unit_tree(session, actor.units_stamp)
    found = [
        among(CleanupSession.unit_id, _units(wanted, actor, tree)),
        CleanupSession.held_on.between(wanted.first, min(wanted.last, today())),
        CleanupSession.cancelled_at.is_(None),
    ]
    if wanted.series_id is not None:
        found.append(CleanupSession.series_id == wanted.series_id)
    return found


def _units(wanted: StatisticsFilter, actor: Actor, tree: UnitTree) -> frozenset[UUID]:
    units = actor.units_as(*policy.READERS)
    return units & tree.subtree(wanted.unit_id) if wanted.unit_id is not None else units


def sum_up(session: Session, where: Conditions, by: Grouping) -> Tallies:
    """Every kind of number by key, in one statement each."""
    found: Tallies = defaultdict(Tally)
    for key, session_id in _sessions(session, where, by):
        found[key].sessions.add(session_id)
    for key, code, count in _person_times(session, where, by):
        found[key].person_times[code] = int(count)
    for key, count in _shops(session, where, by):
        found[key].shops = count
    for key, code, hundredths in _results(session, where, by):
        found[key].results[code] = int(hundredths)
    for key, count, closed in _cases(session, where, by):
        found[key].found, found[key].closed = count, closed
    return found


def _sessions(session: Session, where: Conditions, by: Grouping) -> Any:
    """Those that took place: finished, be it with nobody, or somebody was counted."""
    own = CleanupSite.session_id == CleanupSession.id
    unfinished = select(CleanupSession.id).where(*where, CleanupSession.finished_at.is_(None))
    sums = counted(select(CleanupSite.id).where(CleanupSite.session_id.in_(unfinished)))
    shops = taking_part(unfinished)
    of_sums = select(CleanupSite.session_id).join(sums, sums.c.site_id == CleanupSite.id)
    took_place = or_(
        CleanupSession.finished_at.is_not(None),
        CleanupSession.id.in_(of_sums.where(sums.c.total > 0)),
        CleanupSession.id.in_(select(shops.c.session_id)),
    )
    key: ColumnElement[Any] = by.site.label("of_key")
    rows = select(key, CleanupSession.id).select_from(CleanupSession).distinct()
    return session.execute(rows.outerjoin(CleanupSite, own).where(*where, took_place))


def _person_times(session: Session, where: Conditions, by: Grouping) -> Any:
    ids = (
        select(CleanupSite.id).join(CleanupSession, CleanupSession.id == CleanupSite.session_id).where(*where)
    )
    sums = counted(ids)
    key: ColumnElement[Any] = by.site.label("of_key")
    return session.execute(
        select(key, sums.c.category_code, func.sum(sums.c.total))
        .select_from(sums)
        .join(CleanupSite, CleanupSite.id == sums.c.site_id)
        .join(CleanupSession, CleanupSession.id == CleanupSite.session_id)
        .group_by("of_key", sums.c.category_code)
    )


def _shops(session: Session, where: Conditions, by: Grouping) -> Any:
    shops = taking_part(select(CleanupSession.id).where(*where))
    key: ColumnElement[Any] = by.shop.label("of_key")
    return session.execute(
        select(key, func.count(shops.c.shop_id.distinct()))
        .select_from(shops)
        .join(CleanupSession, CleanupSession.id == shops.c.session_id)
        .join(Shop, Shop.id == shops.c.shop_id)
        .group_by("of_key")
    )


def _results(session: Session, where: Conditions, by: Grouping) -> Any:
    key: ColumnElement[Any] = by.site.label("of_key")
    return session.execute(
        select(key, CleanupResult.kind_code, func.sum(CleanupResult.hundredths))
        .select_from(CleanupResult)
        .join(CleanupSite, CleanupSite.id == CleanupResult.site_id)
        .join(CleanupSession, CleanupSession.id == CleanupSite.session_id)
        .where(*where)
        .group_by("of_key", CleanupResult.kind_code)
    )


def _cases(session: Session, where: Conditions, by: Grouping) -> Any:
    key: ColumnElement[Any] = by.site.label("of_key")
    is_closed = case((Case.status == "closed", Case.id))
    return session.execute(
        select(key, func.count(Case.id.distinct()), func.count(is_closed.distinct()))
        .select_from(CleanupCase)
        .join(Case, Case.id == CleanupCase.case_id)
        .join(CleanupSite, CleanupSite.id == CleanupCase.site_id)
        .join(CleanupSession, CleanupSession.id == CleanupSite.session_id)
        .where(*where)
        .group_by("of_key")
    )


def _registered(session: Session, by: By, units: frozenset[UUID]) -> dict[Any, int]:
    if by not in ("unit", "segment"):
        return {}
    key = GROUPINGS[by].shop
    here = among(Shop.unit_id, units), Shop.is_active
    return dict(session.execute(select(key, func.count()).where(*here).group_by(key)).all())


def _count_shops(session: Session, units: frozenset[UUID]) -> int:
    here = select(func.count()).select_from(Shop).where(among(Shop.unit_id, units), Shop.is_active)
    return session.scalar(here) or 0


def _by_office(
    tallies: Tallies, registered: dict[Any, int], tree: UnitTree
) -> tuple[Tallies, dict[Any, int]]:
    """Communities into the street offices they belong to."""
    found: Tallies = defaultdict(Tally)
    shops: dict[Any, int] = defaultdict(int)
    for unit_id, tally in tallies.items():
        found[_office(unit_id, tree)].add(tally)
    for unit_id, count in registered.items():
        shops[_office(unit_id, tree)] += count
        found[_office(unit_id, tree)].add(Tally())
    return found, shops


def _office(unit_id: UUID, tree: UnitTree) -> UUID:
    return next((node.id for node in tree.chain(unit_id) if node.kind == "street_office"), unit_id)


def _namer(
    session: Session, by: By, keys: Tallies, tree: UnitTree
) -> Callable[[Any], tuple[str | None, str | None]]:
    """How a key is written, and what it is called."""
    if by == "unit":
        return lambda key: (str(key), tree.nodes[key].name)
    if by == "segment":
        names = _segment_names(session, keys)
        return lambda key: (key and str(key), names.get(key))
    if by == "month":
        return lambda key: (f"{int(key) // 100}-{int(key) % 100:02}", None)
    return lambda key: (label(key) if by == "week" else str(int(key)), None)


def _segment_names(session: Session, keys: Tallies) -> dict[Any, str]:
    ids = [key for key in keys if key is not None]
    rows = session.execute(select(RoadSegment.id, RoadSegment.name).where(among(RoadSegment.id, ids)))
    return dict(rows.all())


def as_sums(tally: Tally, codes: Sequence[str], registered: int | None) -> Shape:
    """The shape of `Sums`."""
    person_times = dict.fromkeys(codes, 0) | dict(tally.person_times)
    return {
        "sessions": len(tally.sessions),
        "person_times": person_times,
        "person_times_total": sum(person_times.values()),
        "shops_taking_part": tally.shops,
        "shops_registered": registered,
        "results": {code: hundredths / 100 for code, hundredths in tally.results.items()},
        "cases_found": tally.found,
        "cases_closed": tally.closed,
    }
