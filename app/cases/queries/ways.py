"""One question as several ways to an answer, each of which follows an index of its own.

"Waits for me" is this status in my units, or that one given to me, or to my department. As one condition no
index knows its order, and a database goes through the whole queue, or sorts all of it, for a page of fifty.
The first fifty of each way hold the first fifty of all.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Integer, Select, false, literal_column, select, union
from sqlalchemy.orm import Session

from app.cases import policy
from app.cases.due_next import Stretch, stretches
from app.cases.models import Case
from app.cases.queries.filters import Conditions, conditions, lit, narrowed
from app.cases.queries.ordering import Order
from app.cases.queries.tasks import tasks
from app.cases.schemas.incoming import CaseFilter
from app.cases.statuses import has_status
from app.cases.workflow import HANDLING, OPEN, Status
from app.core.actor import Actor
from app.core.clock import local_date

FEW = ("q", "segment_id", "road_id", "bbox", "assignee_id", "reporter_id")
"""What narrows so much that few rows are left to sort: then one way is enough."""


@dataclass(frozen=True)
class Way:
    """Cases of these statuses that meet the conditions; no statuses means any."""

    where: Conditions
    statuses: tuple[Status, ...] = ()

    def conditions(self) -> Conditions:
        """All of it."""
        return [*self.where, has_status(*self.statuses)] if self.statuses else self.where

    def some(self, most: int, *, by_clock: bool) -> Select[UUID]:
        """Ids of so many, in an order that an index has them in, though order is nothing to a count.

        PostgreSQL then walks the index and stops, where it would read the whole table in the hope of meeting
        enough (open cases: 176 ms, in order 2 ms).
        """
        is_running = by_clock or (self.statuses and set(self.statuses) <= set(HANDLING))
        sort = Case.due_at.asc() if is_running else Case.received_at.desc()
        return select(Case.id).where(*self.conditions()).order_by(sort).limit(most)


def ways_of(session: Session, wanted: CaseFilter, actor: Actor, at: datetime) -> list[Way]:
    """What the caller may see and asks for; together the same as `conditions`."""
    if any(getattr(wanted, name) is not None for name in FEW):
        return [Way(conditions(session, wanted, actor, at))]
    rest = narrowed(session, wanted, actor, at)
    asked = tuple(wanted.status) or lit(wanted.light)
    if wanted.overdue and not (asked := _both(HANDLING, asked)):
        return [Way([false()])]
    if wanted.task:
        # A task is in sight: asking for both would only hide from the database which index serves.
        found = ((task.where, _both(task.statuses, asked)) for task in tasks(actor, at))
        return [Way([where, *rest], statuses) for where, statuses in found if statuses] or [Way([false()])]
    return [Way([sight, *rest], asked) for sight in _sights(actor, at)]


def _both(one: tuple[Status, ...], other: tuple[Status, ...]) -> tuple[Status, ...]:
    return tuple(status for status in one if status in other) if other else one


def _sights(actor: Actor, at: datetime) -> list[ColumnElement[bool]]:
    # Whatever a chief or handler once did something to has no order of its own: there one condition is best.
    day = local_date(at)
    return [policy.visible(actor, day)] if actor.has("road_chief", "handler") else policy.sights(actor, day)


@dataclass(frozen=True)
class Part:
    """Cases in the order they are wanted in: conditions, sort, and the keys to merge parts by."""

    where: Conditions
    keys: tuple[Any, ...]
    sort: list[ColumnElement[Any]]

    def best(self, most: int) -> Select[*tuple[Any, ...]]:
        """Keys and id of so many."""
        named = (key.label(f"key_{place}") for place, key in enumerate(self.keys))
        some = select(*named, Case.id).where(*self.where).order_by(*self.sort).limit(most).subquery()
        return select(*some.c)


def parts_of(ways: list[Way], order: Order, last: list[Any] | None) -> list[Part]:
    """The ways as parts of that order, behind the row with these keys and id."""
    return [part for way in ways for part in _parts(way, order, last)]


def _parts(way: Way, order: Order, last: list[Any] | None) -> Iterator[Part]:
    if order.is_due_next and way.statuses and not set(way.statuses) >= set(OPEN):
        for stretch in stretches(way.statuses):
            yield _of_stretch(way, stretch, last)
        return
    behind = [] if last is None else [order.behind(last)]
    yield Part([*way.conditions(), *behind], order.keys, order.by())


def _of_stretch(way: Way, stretch: Stretch, last: list[Any] | None) -> Part:
    behind = stretch.behind(last) if last is not None else None
    where = [*way.where, has_status(*stretch.statuses), *stretch.where]
    rank = literal_column(str(stretch.rank), Integer)
    return Part(
        where if behind is None else [*where, behind],
        (rank, stretch.moment),
        [stretch.moment.asc(), Case.id.asc()],
    )


def merged(parts: list[Part], order: Order, offset: int, most: int) -> Select[UUID]:
    """Ids of the first so many of all parts, passing over some."""
    found = union(*(part.best(offset + most) for part in parts)).subquery()
    return select(found.c.id).order_by(*order.over(found.c)).offset(offset).limit(most)


def some_of(ways: list[Way], most: int, *, by_clock: bool) -> Select[UUID]:
    """Ids of up to so many of them all, whichever are found soonest; by the clock where that narrows."""
    each = (way.some(most, by_clock=by_clock).subquery() for way in ways)
    found = union(*(select(one.c.id) for one in each)).subquery()
    return select(found.c.id).limit(most)
