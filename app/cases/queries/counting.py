"""How many cases for each status, segment, department …: open, overdue, and in all."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    SQLColumnExpression,
    case,
    func,
    literal_column,
    null,
    select,
    text,
)
from sqlalchemy.orm import Session

from app.accounts.models import Department, Unit
from app.cases.deadlines import light, overdue
from app.cases.models import Case
from app.cases.queries.columns import Shape
from app.cases.queries.filters import Conditions, conditions
from app.cases.schemas.incoming import CountBy, CountQuery
from app.cases.workflow import OPEN
from app.catalog.models import Category
from app.core.actor import Actor
from app.roads.models import Road, RoadSegment

NAMELESS: SQLColumnExpression[Any] = null()
OF_CASE: SQLColumnExpression[Any] = literal_column("each.of_case")
COUNTED = ("total", "open", "overdue")


@dataclass(frozen=True)
class Group:
    """What counts are kept apart by: a column of cases, and the tables that say what it belongs to."""

    of_case: SQLColumnExpression[Any]
    joins: tuple[tuple[Any, ColumnElement[bool]], ...] = ()
    key: SQLColumnExpression[Any] | None = None
    """Where it is not the column of cases itself."""
    name: SQLColumnExpression[Any] = NAMELESS


def _group(by: CountBy, at: datetime) -> Group:
    segment = (RoadSegment, RoadSegment.id == OF_CASE)
    department = (Department, Department.id == OF_CASE)
    road = (Road, Road.id == RoadSegment.road_id)
    groups: dict[CountBy, Group] = {
        "status": Group(Case.status),
        "light": Group(light(at)),
        "segment": Group(Case.segment_id, (segment,), name=RoadSegment.name),
        "road": Group(Case.segment_id, (segment, road), key=RoadSegment.road_id, name=Road.name),
        "unit": Group(Case.unit_id, ((Unit, Unit.id == OF_CASE),), name=Unit.name),
        "category": Group(Case.category_code, ((Category, Category.code == OF_CASE),), name=Category.name),
        "department": Group(Case.department_id, (department,), name=Department.name),
    }
    return groups[by]


def count_cases(session: Session, wanted: CountQuery, *, actor: Actor, at: datetime) -> Shape:
    """The shape of `Counts`, in one statement."""
    group = _group(wanted.by, at)
    # Counted first and named afterwards: there are some hundred segments, but thousands of cases.
    each = _counted(group, conditions(session, wanted, actor, at), at).subquery("each")
    sums = [func.sum(each.c[of]).label(of) for of in COUNTED]
    key = each.c.of_case if group.key is None else group.key
    counts: Select[*tuple[Any, ...]] = select(key.label("of_key"), group.name.label("of_name"), *sums)
    counts = counts.select_from(each)
    for table, condition in group.joins:
        counts = counts.outerjoin(table, condition)
    found = session.execute(counts.group_by("of_key", "of_name").order_by(text("total DESC"), "of_key"))
    return {"items": [_shape(*row) for row in found]}


def _counted(group: Group, found: Conditions, at: datetime) -> Select[*tuple[Any, ...]]:
    """SQL: how many of each value of the case's own column."""
    is_open, is_overdue = case((Case.status.in_(OPEN), 1)), case((overdue(at), 1))
    counts = (func.count(), func.count(is_open), func.count(is_overdue))
    named = (count.label(of) for count, of in zip(counts, COUNTED, strict=True))
    return select(group.of_case.label("of_case"), *named).where(*found).group_by("of_case")


def _shape(key: Any, name: str | None, *counts: Any) -> Shape:
    # A sum of whole numbers comes back as a decimal.
    return {"key": key, "name": name} | {of: int(n) for of, n in zip(COUNTED, counts, strict=True)}
