"""A person's messages. One about a case that has left the person's sight is not shown, nor counted."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from app.accounts.models import Unit
from app.cases import policy
from app.cases.models import Case
from app.catalog.models import Category
from app.core.actor import Actor
from app.core.clock import local_date
from app.core.errors import Invalid
from app.core.paging import decode_cursor, encode_cursor
from app.messages.models import Message
from app.messages.schemas import MessagePage
from app.roads.models import RoadSegment

COUNTED_TO = 100
LOOKED_AT = 3 * COUNTED_TO
"""Of a long absence's messages only the newest are asked whether they are still to be seen."""
Shape = dict[str, Any]
COLUMNS = (
    Message.id,
    Message.kind,
    Message.made_at,
    Message.read_at,
    Message.data,
    Case.id.label("case_id"),
    Case.number.label("case_number"),
    Case.status.label("case_status"),
    Case.due_at,
    Category.name.label("category_name"),
    RoadSegment.name.label("segment_name"),
    Unit.name.label("unit_name"),
)


def list_messages(session: Session, wanted: MessagePage, *, actor: Actor, at: datetime) -> Shape:
    """The shape of `Messages`."""
    statement = (
        select(*COLUMNS)
        .join(Case, Case.id == Message.case_id)
        .join(Category, Category.id == Case.category_id)
        .join(Unit, Unit.id == Case.unit_id)
        .outerjoin(RoadSegment, RoadSegment.id == Case.segment_id)
        .where(*_shown(actor, at))
    )
    if wanted.unread:
        statement = statement.where(Message.read_at.is_(None))
    if wanted.cursor:
        statement = statement.where(Message.id < last_id(wanted.cursor))
    rows = session.execute(statement.order_by(Message.id.desc()).limit(wanted.limit + 1)).all()
    page = rows[: wanted.limit]
    return {
        "items": [_shape(row._asdict()) for row in page],
        "next_cursor": encode_cursor(page[-1].id) if len(rows) > wanted.limit else None,
    }


def count_unread(session: Session, *, actor: Actor, at: datetime) -> Shape:
    """The shape of `Unread`; a look into the index of what is unread."""
    found = session.scalar(select(func.count()).select_from(_unread(actor, at).subquery())) or 0
    return {"unread": min(found, COUNTED_TO), "is_capped": found > COUNTED_TO}


def _unread(actor: Actor, at: datetime) -> Select[UUID]:
    waiting = select(Message.case_id).where(Message.user_id == actor.id, Message.read_at.is_(None))
    newest = waiting.order_by(Message.id.desc()).limit(LOOKED_AT).subquery()
    seen = select(Case.id).join(newest, newest.c.case_id == Case.id)
    return seen.where(policy.visible(actor, local_date(at))).limit(COUNTED_TO + 1)


def _shown(actor: Actor, at: datetime) -> tuple[ColumnElement[bool], ...]:
    return Message.user_id == actor.id, policy.visible(actor, local_date(at))


def _shape(row: Shape) -> Shape:
    """What was then before what is now."""
    data: Shape = row.pop("data")
    row["id"] = str(row["id"])
    row["due_at"] = data.get("due_at") or row["due_at"]
    names = ("action", "actor_name", "to")
    return row | {name: data.get(name) for name in names} | {"note": data.get("note") or ""}


def last_id(cursor: str) -> int:
    """The number a cursor of a log stands at; raises Invalid for another list's."""
    (last,) = decode_cursor(cursor, 1)
    if not isinstance(last, int) or not 0 < last < 2**63:
        raise Invalid("The cursor belongs to another list", code="bad_cursor")
    return last
