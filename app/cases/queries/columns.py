"""The columns of a case in a list, read as plain tuples and turned into the shape of `CaseRow`."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, select

from app.accounts.models import Department
from app.cases.deadlines import light
from app.cases.models import Case
from app.catalog.models import Category
from app.core.actor import Actor
from app.roads.models import RoadSegment

Shape = dict[str, Any]


def unread_by(actor: Actor) -> ColumnElement[bool]:
    """SQL: the caller's own report has changed since they looked."""
    return and_(Case.reporter_id == actor.id, Case.reporter_seen_version < Case.version)


def select_rows(actor: Actor, at: datetime) -> Select[*tuple[Any, ...]]:
    """Rows for `as_rows`."""
    return (
        select(
            Case.id,
            Case.number,
            Case.status,
            Case.category_code,
            Category.name.label("category_name"),
            Case.segment_id,
            RoadSegment.name.label("segment_name"),
            Case.side,
            Case.unit_id,
            Case.due_at,
            light(at).label("light"),
            Case.observed_at,
            Case.received_at,
            Case.updated_at,
            Case.reporter_id,
            Case.department_id,
            Department.name.label("department_name"),
            Case.assignee_id,
            Case.handler_id,
            Case.source,
            Case.self_handled,
            Case.version,
            Case.description,
            Case.lon,
            Case.lat,
            Case.thumb_sha256,
            unread_by(actor).label("unread"),
            Case.last_action,
            Case.last_note,
        )
        .join(Category, Category.id == Case.category_id)
        .outerjoin(RoadSegment, RoadSegment.id == Case.segment_id)
        .outerjoin(Department, Department.id == Case.department_id)
    )


def as_rows(found: Iterable[Any]) -> list[Shape]:
    """Tuples of `select_rows` as `CaseRow`."""
    return [_as_row(dict(row._mapping)) for row in found]  # noqa: SLF001  SQLAlchemy's public name for it


def _as_row(row: Shape) -> Shape:
    row["last_event"] = {
        "action": row.pop("last_action"),
        "note": row.pop("last_note"),
        "at": row["updated_at"],
    }
    return row
