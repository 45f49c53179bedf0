"""The questions lists, maps and counts share, as conditions in SQL."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, and_, not_, select
from sqlalchemy.orm import Session

from app.accounts.units import unit_tree
from app.cases import policy
from app.cases.deadlines import Light, light, overdue
from app.cases.models import Case
from app.cases.queries.columns import unread_by
from app.cases.queries.tasks import tasks_of
from app.cases.schemas.incoming import CaseFilter
from app.cases.search import matches
from app.cases.statuses import has_status
from app.cases.workflow import HANDLING, Status
from app.core.actor import Actor
from app.core.clock import local_date
from app.core.dialect import among, in_box
from app.roads.models import RoadSegment

Conditions = list[ColumnElement[bool]]
EQUAL = ("segment_id", "category_code", "department_id", "assignee_id", "reporter_id")


def conditions(session: Session, wanted: CaseFilter, actor: Actor, at: datetime) -> Conditions:
    """What the caller may see and asks for."""
    found: Conditions = [policy.visible(actor, local_date(at))]
    if wanted.status:
        found.append(has_status(*wanted.status))
    if wanted.overdue:
        found.append(has_status(*HANDLING))
    if wanted.task:
        found.append(tasks_of(actor, at))
    return [*found, *narrowed(session, wanted, actor, at)]


def narrowed(session: Session, wanted: CaseFilter, actor: Actor, at: datetime) -> Conditions:
    """What the caller asks for beside statuses and tasks, whoever may see it."""
    found = [getattr(Case, name) == value for name in EQUAL if (value := getattr(wanted, name)) is not None]
    found += _by_clock(wanted, at)
    found += _by_place(session, wanted)
    if wanted.source:
        found.append(Case.source.in_(wanted.source))
    if wanted.self_handled is not None:
        # Without a value to compare with: only so does an index of those alone serve.
        found.append(and_(Case.self_handled) if wanted.self_handled else not_(Case.self_handled))
    if wanted.unread is not None:
        found.append(unread_by(actor) if wanted.unread else not_(unread_by(actor)))
    if wanted.q and wanted.q.strip():
        found.append(matches(session, wanted.q))
    return found


def _by_clock(wanted: CaseFilter, at: datetime) -> Conditions:
    found: Conditions = []
    if wanted.overdue is not None:
        # Of which statuses is said apart: said twice, PostgreSQL takes it for rarer than it is, and sorts.
        found.append(Case.due_at < at if wanted.overdue else not_(overdue(at)))
    if wanted.light:
        # Said twice: no index knows the light, but statuses that may show one.
        found += [light(at).in_(wanted.light), has_status(*lit(wanted.light))]
        if wanted.status and set(wanted.status) <= set(HANDLING) and "red" not in wanted.light:
            # So an index of ends passes over what is overdue.
            found.append(Case.due_at >= at)
    return found


def lit(lights: Collection[Light]) -> tuple[Status, ...]:
    """The statuses of what may show one of these lights."""
    running: tuple[Status, ...] = (*HANDLING, "handled") if set(lights) - {"paused"} else ()
    return (*running, "suspended") if "paused" in lights else running


def _by_place(session: Session, wanted: CaseFilter) -> Conditions:
    found: Conditions = []
    if wanted.unit_id is not None:
        found.append(among(Case.unit_id, unit_tree(session).subtree(wanted.unit_id)))
    if wanted.road_id is not None:
        of_road = select(RoadSegment.id).where(RoadSegment.road_id == wanted.road_id)
        found.append(Case.segment_id.in_(of_road))
    if wanted.unplaced is not None:
        found.append(Case.segment_id.is_(None) if wanted.unplaced else Case.segment_id.is_not(None))
    if wanted.box is not None:
        found.append(in_box(session, Case.location, wanted.box))
    return found
