"""The suggester that stands, kept in memory until anything it was read from changes; and what it says."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ScalarSelect, func, select
from sqlalchemy.orm import Session

from app.accounts.models import Department
from app.accounts.queries.places import DEPARTMENTS
from app.accounts.units import STAMP as UNITS
from app.accounts.units import unit_tree
from app.cases.models import Case, SuggestionRule
from app.cases.policy import visible
from app.cases.queries.columns import Shape
from app.cases.suggester import Duty, Facts, Kind, Office, Pick, Reference, Rule, Suggester
from app.catalog.models import Category, DepartmentDuty
from app.catalog.queries import CATEGORIES, DUTIES
from app.core.actor import Actor
from app.core.db import database
from app.core.dialect import WRITES, among
from app.core.stamps import Stamp
from app.roads.models import Road, RoadSegment
from app.roads.queries import STAMP as ROADS

RULES = "suggestion_rules"
"""Stamp of the rules; it is also their version."""
READ_FROM = (RULES, DUTIES, DEPARTMENTS, CATEGORIES, UNITS, ROADS)
COLUMNS = tuple(name for name in Rule.__dataclass_fields__ if name != "rank")
CONDITIONS = ("side", "source", "class_name")

_cache: dict[int, tuple[int, Suggester]] = {}


def suggester_mark() -> ScalarSelect[int | None]:
    """SQL for a number that is higher whenever anything a suggestion depends on has changed."""
    return select(func.sum(Stamp.value)).where(Stamp.name.in_(READ_FROM)).scalar_subquery()


def current_suggester(session: Session) -> Suggester:
    """As of now; one small statement while nothing changed."""
    return suggester_of(session, session.scalar(select(suggester_mark())))


def suggester_of(session: Session, mark: int | None) -> Suggester:
    """The same without a statement, for who has just read the mark."""
    engine, mark = id(database.engine), mark or 0
    held = _cache.get(engine)
    if held is not None and held[0] == mark:
        return held[1]
    rules = list_rules(session)
    suggester = Suggester(rules, read_reference(session, rules))
    if not session.info.get(WRITES):
        # What a transaction sees of itself may never come to be.
        _cache[engine] = (mark, suggester)
    return suggester


def list_rules(session: Session, district_ids: Iterable[UUID] | None = None) -> list[Rule]:
    """Rules of these districts, or of all, in their order within each district."""
    rows = select(SuggestionRule).order_by(SuggestionRule.district_id, SuggestionRule.rank)
    if district_ids is not None:
        rows = rows.where(among(SuggestionRule.district_id, district_ids))
    return [rule_of(row, row.rank + 1) for row in session.scalars(rows)]


def rule_of(row: Any, rank: int) -> Rule:
    """From anything that has the columns of a rule."""
    return Rule(rank=rank, **{name: getattr(row, name) for name in COLUMNS})


def read_reference(session: Session, rules: Iterable[Rule]) -> Reference:
    """What the rules are read against, as of now."""
    kinds = select(Category.id, Category.name, Category.class_name)
    offices = select(Department.id, Department.name, Department.unit_id).where(Department.is_active)
    duties = select(DepartmentDuty.department_id, DepartmentDuty.unit_id, DepartmentDuty.category_id)
    road_ids = {rule.road_id for rule in rules if rule.road_id}
    segment_ids = {rule.segment_id for rule in rules if rule.segment_id}
    return Reference(
        tree=unit_tree(session),
        kinds={row[0]: Kind(*row[1:]) for row in session.execute(kinds)},
        offices={row[0]: Office(*row[1:]) for row in session.execute(offices)},
        duties=tuple(Duty(*row) for row in session.execute(duties)),
        roads=_names(session, Road, road_ids),
        segments=_names(session, RoadSegment, segment_ids),
    )


def _names(session: Session, model: type[Road] | type[RoadSegment], ids: set[UUID]) -> dict[UUID, str]:
    if not ids:
        return {}
    found = session.execute(select(model.id, model.name).where(among(model.id, ids)))
    return {row.id: row.name for row in found}


def facts_columns() -> tuple[Any, ...]:
    """What `facts_of` reads, of a case joined with its segment."""
    return Case.category_id, Case.unit_id, RoadSegment.road_id, Case.segment_id, Case.side, Case.source


def facts_of(row: Any) -> Facts:
    """Of a row of the columns above."""
    return Facts(**{name: getattr(row, name) for name in Facts.__dataclass_fields__})


def facts_of_case(case: Case, road_id: UUID | None) -> Facts:
    """Of a case in hand."""
    return Facts(case.category_id, case.unit_id, road_id, case.segment_id, case.side, case.source)


def suggest_departments(
    session: Session, case_ids: Iterable[UUID], actor: Actor, day: date
) -> dict[UUID, UUID]:
    """The departments suggested for those of the cases that the actor may see; two small statements."""
    asked = select(Case.id, *facts_columns()).outerjoin(RoadSegment, RoadSegment.id == Case.segment_id)
    asked = asked.where(among(Case.id, case_ids), visible(actor, day))
    suggester = current_suggester(session)
    picks = ((row.id, suggester.pick(facts_of(row))) for row in session.execute(asked))
    return {case_id: pick.department_id for case_id, pick in picks if pick is not None}


def show(suggester: Suggester, facts: Facts) -> Shape | None:
    """The shape of `Suggestion`, or None where nobody is suggested."""
    pick = suggester.pick(facts)
    return show_pick(suggester.reference, pick) if pick is not None else None


def show_pick(reference: Reference, pick: Pick) -> Shape:
    """The same for a pick in hand."""
    because = pick.because
    return {
        "department_id": pick.department_id,
        "department_name": reference.offices[pick.department_id].name,
        "reason": _reason_of(reference, because) | _place_of(reference, because),
    }


def _reason_of(reference: Reference, because: Rule | Duty) -> Shape:
    rule = because if isinstance(because, Rule) else None
    kind = reference.kinds.get(because.category_id) if because.category_id else None
    return {
        "kind": "rule" if rule else "duty",
        "rule_id": rule.id if rule else None,
        "rank": rule.rank if rule else None,
        "note": rule.note if rule else "",
        "category_name": kind.name if kind else None,
    } | {name: getattr(rule, name, None) for name in CONDITIONS}


def _place_of(reference: Reference, because: Rule | Duty) -> Shape:
    """A rule for the whole district says nothing of the place."""
    unit = reference.tree.nodes.get(because.unit_id)
    is_told = unit is not None and (isinstance(because, Duty) or unit.kind != "district")
    road_id, segment_id = (getattr(because, name, None) for name in ("road_id", "segment_id"))
    return {
        "unit_name": unit.name if unit and is_told else None,
        "road_name": reference.roads.get(road_id) if road_id else None,
        "segment_name": reference.segments.get(segment_id) if segment_id else None,
    }
