"""How many cases for each status, segment, department …: open, overdue, and in all."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, case, func, null, select
from sqlalchemy.orm import Session

from app.accounts.models import Department, Unit
from app.cases.deadlines import light, overdue
from app.cases.models import Case
from app.cases.queries.columns import Shape
from app.cases.queries.filters import conditions
from app.cases.schemas.incoming import CountBy, CountQuery
from app.cases.workflow import OPEN
from app.catalog.models import Category
from app.core.actor import Actor
from app.roads.models import Road, RoadSegment

COLUMNS = ("key", "name", "total", "open", "overdue")


@dataclass(frozen=True)
class Group:
    """What counts are kept apart by, what it is called, and the tables that takes."""

    key: SQLColumnExpression[Any]
    name: SQLColumnExpression[Any]
    joins: tuple[tuple[Any, ColumnElement[bool]], ...] = ()


def _group(by: CountBy, at: datetime) -> Group:
    segment = (RoadSegment, RoadSegment.id == Case.segment_id)
    groups: dict[CountBy, Group] = {
        "status": Group(Case.status, null()),
        "light": Group(light(at), null()),
        "segment": Group(Case.segment_id, RoadSegment.name, (segment,)),
        "road": Group(RoadSegment.road_id, Road.name, (segment, (Road, Road.id == RoadSegment.road_id))),
        "unit": Group(Case.unit_id, Unit.name, ((Unit, Unit.id == Case.unit_id),)),
        "category": Group(Case.category_code, Category.name, ((Category, Category.id == Case.category_id),)),
        "department": Group(
            Case.department_id, Department.name, ((Department, Department.id == Case.department_id),)
        ),
    }
    return groups[by]


def count_cases(session: Session, wanted: CountQuery, *, actor: Actor, at: datetime) -> Shape:
    """The shape of `Counts`, in one statement."""
    group = _group(wanted.by, at)
    key: ColumnElement[Any] = group.key.label("of_key")
    name: ColumnElement[Any] = group.name.label("of_name")
    counts: Select[Any] = select(
        key,
        name,
        func.count().label("total"),
        func.count(case((Case.status.in_(OPEN), 1))).label("open"),
        func.count(case((overdue(at), 1))).label("overdue"),
    ).select_from(Case)
    for table, condition in group.joins:
        counts = counts.outerjoin(table, condition)
    counts = counts.where(*conditions(session, wanted, actor, at)).group_by("of_key", "of_name")
    found = session.execute(counts.order_by(func.count().desc(), "of_key"))
    return {"items": [dict(zip(COLUMNS, row, strict=True)) for row in found]}
