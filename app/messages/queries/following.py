"""What happened to cases since the log was followed last, with nothing skipped.

The feed of changes says which cases, in an order in which no late commit is passed by; the rows of their log
are those of the same moment.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, literal, or_, select, tuple_
from sqlalchemy.orm import Session

from app.accounts.models import Department, Unit
from app.cases.models import Case, CaseChange, CaseEvent
from app.cases.statuses import has_status
from app.cases.workflow import HANDLING
from app.catalog.models import Category
from app.core.dialect import oldest_open_transaction
from app.messages.facts import Facts
from app.messages.models import MessageCursor
from app.roads.models import RoadSegment

CURSOR = "cases"
BATCH = 100
TOLD = ("report", "assign", "return", "verify_fail", "remind")
"""Moves that somebody else is told of."""
NEWS_FOR = timedelta(days=7)
"""What is older is history: entered late, or a worker stood still."""


@dataclass(frozen=True)
class Happened:
    """Rows of the log to tell of; the cases that changed; where the next look begins."""

    events: Sequence[CaseEvent]
    case_ids: frozenset[UUID]
    transaction_number: int
    change_id: int
    is_full: bool


def has_changes(session: Session) -> bool:
    """Whether anything stands behind the cursor; one small statement."""
    here = select(MessageCursor.transaction_number, MessageCursor.change_id).where(
        MessageCursor.name == CURSOR
    )
    cursor = here.subquery()
    place = tuple_(CaseChange.transaction_number, CaseChange.id)
    behind = (
        select(CaseChange.id)
        .join(cursor, place > tuple_(cursor.c.transaction_number, cursor.c.change_id))
        .where(CaseChange.transaction_number < oldest_open_transaction(session))
    )
    return session.execute(behind.limit(1)).first() is not None


def read_log(session: Session, cursor: MessageCursor, at: datetime) -> Happened:
    """The next batch behind the cursor."""
    changes = session.execute(
        select(CaseChange.transaction_number, CaseChange.id, CaseChange.case_id, CaseChange.at)
        .where(*_behind(session, cursor))
        .order_by(CaseChange.transaction_number, CaseChange.id)
        .limit(BATCH)
    ).all()
    last = changes[-1] if changes else None
    return Happened(
        _list_events(session, [(change.case_id, change.at) for change in changes], at - NEWS_FOR),
        frozenset(change.case_id for change in changes),
        last.transaction_number if last else cursor.transaction_number,
        last.id if last else cursor.change_id,
        len(changes) == BATCH,
    )


def _behind(session: Session, cursor: MessageCursor) -> tuple[ColumnElement[bool], ...]:
    place = tuple_(CaseChange.transaction_number, CaseChange.id)
    here = tuple_(literal(cursor.transaction_number), literal(cursor.change_id))
    return place > here, CaseChange.transaction_number < oldest_open_transaction(session)


def _list_events(
    session: Session, acts: Collection[tuple[UUID, datetime]], since: datetime
) -> Sequence[CaseEvent]:
    """Of these cases at these moments, which is how the feed and the log know the same act."""
    recent = {(case_id, moment) for case_id, moment in acts if moment > since}
    if not recent:
        return []
    rows = (
        select(CaseEvent)
        .where(
            CaseEvent.case_id.in_({case_id for case_id, _ in recent}),
            CaseEvent.at.in_({moment for _, moment in recent}),
            CaseEvent.action.in_(TOLD),
        )
        .order_by(CaseEvent.id)
    )
    return [event for event in session.scalars(rows) if (event.case_id, event.at) in recent]


FACTS: tuple[Any, ...] = (
    Case.id,
    Case.number,
    Case.status,
    Case.source,
    Category.name.label("category_name"),
    RoadSegment.name.label("segment_name"),
    Case.segment_id,
    Case.unit_id,
    Unit.name.label("unit_name"),
    Case.department_id,
    Department.name.label("department_name"),
    Case.assignee_id,
    Case.yellow_at,
    Case.due_at,
)


def read_facts(session: Session, case_ids: Iterable[UUID]) -> dict[UUID, Facts]:
    """Of these cases, by id."""
    ids = set(case_ids)
    if not ids:
        return {}
    rows = session.execute(
        select(*FACTS)
        .join(Category, Category.id == Case.category_id)
        .join(Unit, Unit.id == Case.unit_id)
        .outerjoin(RoadSegment, RoadSegment.id == Case.segment_id)
        .outerjoin(Department, Department.id == Case.department_id)
        .where(Case.id.in_(ids))
    )
    return {row.id: Facts(*row) for row in rows}


def list_turned_yellow(
    session: Session, after: datetime, after_id: UUID, at: datetime
) -> Sequence[tuple[datetime, UUID]]:
    """Running cases whose light changed behind this place and by now, in that order, a batch of them."""
    behind = or_(Case.yellow_at > after, Case.id > after_id)
    rows = session.execute(
        select(Case.yellow_at, Case.id)
        .where(has_status(*HANDLING), Case.yellow_at >= after, Case.yellow_at <= at, behind)
        .order_by(Case.yellow_at, Case.id)
        .limit(BATCH)
    )
    return [(yellow_at, case_id) for yellow_at, case_id in rows if yellow_at is not None]
