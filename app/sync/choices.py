"""Which cases a feed tells of, and what it tells of each."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, CompoundSelect, Select, and_, func, or_, select, sql, union

from app.cases import policy
from app.cases.models import Case, CaseChange, CaseEvent
from app.cases.queries.columns import select_rows
from app.cases.queries.tasks import tasks_of
from app.cases.workflow import OPEN
from app.core.actor import Actor
from app.core.clock import local_date
from app.roads.models import Appointment
from app.roads.queries import holds_on

HELD_FOR = timedelta(days=60)
"""A phone holds what is open and what moved in this time; older cases it asks for by list."""
Row: TypeAlias = type[Case] | type[CaseChange]


def is_held(at: datetime) -> ColumnElement[bool]:
    """SQL: young or open enough to be loaded at first."""
    return or_(Case.status.in_(OPEN), Case.updated_at > at - HELD_FOR)


@dataclass(frozen=True)
class Choice:
    """`sees`: whether a case belongs to it now; `by_scope`: whether a scope, of now or before, lets it.

    `found` narrows a first load to ids found by index, where all else would mean reading every case.
    """

    name: str
    sees: Callable[[Actor, date], ColumnElement[bool]]
    by_scope: Callable[[Actor, date, Row], ColumnElement[bool]]
    rows: Callable[[Actor, datetime], Select[*tuple[Any, ...]]]
    found: Callable[[Actor, datetime], CompoundSelect[Any]] | None = None


def _phone_rows(actor: Actor, at: datetime) -> Select[*tuple[Any, ...]]:
    """With what a phone sorts by when it cannot ask: whose turn it is, and when the light changes."""
    is_task = func.coalesce(tasks_of(actor, at), sql.false()).label("is_task")
    return select_rows(actor, at).add_columns(is_task, Case.yellow_at)


def _phone_ids(actor: Actor, at: datetime) -> CompoundSelect[Any]:
    """All of which `policy.concerning` may be true, each way by an index of its own."""
    mine = Appointment.user_id == actor.id, holds_on(local_date(at))
    ways: list[ColumnElement[bool]] = [
        Case.reporter_id == actor.id,
        Case.assignee_id == actor.id,
        policy.followed_by(actor),
        Case.segment_id.in_(select(Appointment.segment_id).where(*mine)),
    ]
    if actor.department_id is not None:
        ways.append(Case.department_id == actor.department_id)
    acted = select(CaseEvent.case_id).where(CaseEvent.actor_id == actor.id)
    return union(*(select(Case.id).where(and_(way, is_held(at))) for way in ways), acted)


ALL = Choice("", policy.visible, policy.in_scope, select_rows)
MINE = Choice("me", policy.concerning, policy.in_hand, _phone_rows, _phone_ids)
