"""The questions lists, maps and counts share, as conditions in SQL."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, bindparam, false, not_, or_, select
from sqlalchemy.orm import Session

from app.accounts.units import unit_tree
from app.cases import policy
from app.cases.deadlines import light, overdue
from app.cases.models import Case
from app.cases.queries.columns import unread_by
from app.cases.schemas.incoming import CaseFilter
from app.cases.search import matches
from app.cases.workflow import HANDLING, OPEN, STATUSES, Status
from app.core.actor import Actor
from app.core.clock import local_date
from app.core.dialect import among, in_box
from app.roads.models import RoadSegment

Conditions = list[ColumnElement[bool]]
LIT: tuple[Status, ...] = (*HANDLING, "handled", "suspended")
"""Statuses with a clock, running or not."""
EQUAL = ("segment_id", "category_code", "department_id", "assignee_id", "reporter_id", "self_handled")


def conditions(session: Session, wanted: CaseFilter, actor: Actor, at: datetime) -> Conditions:
    """What the caller may see and asks for."""
    found: Conditions = [policy.visible(actor, local_date(at))]
    found += [getattr(Case, name) == value for name in EQUAL if (value := getattr(wanted, name)) is not None]
    found += _by_list(wanted, at)
    found += _by_place(session, wanted)
    if wanted.overdue is not None:
        found.append(overdue(at) if wanted.overdue else not_(overdue(at)))
    if wanted.unread is not None:
        found.append(unread_by(actor) if wanted.unread else not_(unread_by(actor)))
    if wanted.task:
        found.append(tasks_of(actor, at))
    if wanted.q and wanted.q.strip():
        found.append(matches(session, wanted.q))
    return found


def _by_list(wanted: CaseFilter, at: datetime) -> Conditions:
    found: Conditions = []
    if wanted.status:
        found.append(has_status(*wanted.status))
    if wanted.source:
        found.append(Case.source.in_(wanted.source))
    if wanted.light:
        # Said twice: no index knows the light, but statuses that may show one.
        found += [light(at).in_(wanted.light), has_status(*LIT)]
    return found


def has_status(*statuses: Status) -> ColumnElement[bool]:
    """SQL, with the words written out: only then does a database see that an index of open cases will do."""
    wanted = [status for status in STATUSES if status in statuses]
    return Case.status.in_(bindparam("status", wanted, unique=True, expanding=True, literal_execute=True))


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


def tasks_of(actor: Actor, at: datetime) -> ColumnElement[bool]:
    """SQL: what waits for this person: to triage or check, to confirm or check, to handle."""
    ways: Conditions = [and_(Case.status.in_(HANDLING), Case.assignee_id == actor.id)]
    others = or_(Case.handler_id.is_(None), Case.handler_id != actor.id)
    if units := actor.units_as("supervisor"):
        triage = or_(Case.status.in_(("reported", "filed")), Case.extension_asked_until.is_not(None))
        ways.append(and_(among(Case.unit_id, units), or_(triage, and_(Case.status == "handled", others))))
    if actor.has("road_chief"):
        asked = and_(Case.status == "reported", Case.confirm_asked)
        to_check = and_(Case.status == "handled", others)
        ways.append(and_(policy.is_chief(actor, local_date(at)), or_(asked, to_check)))
    ways.append(_of_department(actor))
    return and_(has_status(*OPEN), or_(*ways))


def _of_department(actor: Actor) -> ColumnElement[bool]:
    """SQL: given to the department as a whole; what a colleague took is theirs."""
    if actor.department_id is None or not actor.has("handler"):
        return false()
    return and_(
        Case.status.in_(HANDLING),
        Case.department_id == actor.department_id,
        among(Case.unit_id, actor.units_as("handler")),
        Case.assignee_id.is_(None),
    )
