"""Which cases a feed tells of, and what it tells of each."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, Select, SelectBase, func, or_, select, sql, union

from app.cases import policy
from app.cases.models import Case, CaseChange, CaseEvent
from app.cases.queries.columns import select_rows
from app.cases.queries.tasks import tasks_of
from app.cases.statuses import has_status
from app.cases.workflow import OPEN
from app.core.actor import Actor
from app.core.clock import local_date

HELD_FOR = timedelta(days=60)
"""A phone holds what is open and what moved in this time; older cases it asks for by list."""
Row: TypeAlias = type[Case] | type[CaseChange]


def held(at: datetime) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """SQL: open enough, and young enough, to be loaded at first; two conditions, as each has its index."""
    return has_status(*OPEN), Case.updated_at > at - HELD_FOR


@dataclass(frozen=True)
class Choice:
    """`sees`: whether a case belongs to it now; `by_scope`: whether a scope, of now or before, lets it.

    `ids` finds what may be told at a first load, `sees` decides, and `rows` is what is told.
    """

    name: str
    sees: Callable[[Actor, date], ColumnElement[bool]]
    by_scope: Callable[[Actor, date, Row], ColumnElement[bool]]
    rows: Callable[[Actor, datetime], Select[*tuple[Any, ...]]]
    ids: Callable[[Actor, datetime], SelectBase]


def _office_ids(_actor: Actor, at: datetime) -> SelectBase:
    return select(Case.id).where(or_(*held(at)))


def _phone_rows(actor: Actor, at: datetime) -> Select[*tuple[Any, ...]]:
    """With what a phone sorts by when it cannot ask: whose turn it is, and when the light changes."""
    is_task = func.coalesce(tasks_of(actor, at), sql.false()).label("is_task")
    return select_rows(actor, at).add_columns(is_task, Case.yellow_at)


def _phone_ids(actor: Actor, at: datetime) -> SelectBase:
    """Each way and moment by an index of its own: read together, they would mean every case of a career.

    What a person only did something to is held for a while after their last deed.
    """
    ways = [
        select(Case.id).where(way, moment)
        for way in policy.carried(actor, local_date(at))
        for moment in held(at)
    ]
    if policy.carries_deeds(actor):
        lately = CaseEvent.actor_id == actor.id, CaseEvent.at > at - HELD_FOR
        ways.append(select(CaseEvent.case_id).where(*lately))
    return union(*ways)


ALL = Choice("", policy.visible, policy.in_scope, select_rows, _office_ids)
MINE = Choice("me", policy.concerning, policy.in_hand, _phone_rows, _phone_ids)
