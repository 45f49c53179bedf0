"""Who sees which cases, and what a person is to one of them."""

from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, SQLColumnExpression, and_, exists, false, not_, or_, select

from app.cases.models import Case, CaseChange, CaseEvent, CaseFollower
from app.cases.workflow import OPEN, Who
from app.core.actor import Actor, Role
from app.core.dialect import among, among_rows
from app.roads.models import Appointment
from app.roads.queries import holds_on

READERS: tuple[Role, ...] = ("supervisor", "viewer", "organiser", "admin")
"""These see every case of their units."""
REPORTERS: tuple[Role, ...] = ("road_chief", "supervisor", "organiser", "handler")
DESKS: tuple[Role, ...] = ("supervisor", "organiser")
"""These also write down what came by hotline, from a leader and the like."""


def may_report(actor: Actor) -> bool:
    """Those who are out on the street or take calls. A viewer or administrator only looks."""
    return actor.has(*REPORTERS)


def may_report_from(actor: Actor, source: str) -> bool:
    """Anything but one's own patrol is the desk's to write down."""
    return may_report(actor) and (source == "patrol" or actor.has(*DESKS))


def may_edit_rules(actor: Actor) -> bool:
    """Rules are asked in one order for a whole district, so only who administers all of it orders them."""
    return actor.spans_district("admin")


def home_unit(actor: Actor) -> UUID:
    """The unit whose unplaced cases this reporter's are."""
    return next(grant.unit_id for role in REPORTERS for grant in actor.grants if grant.role == role)


def is_chief(
    actor: Actor,
    day: date,
    segment_id: SQLColumnExpression[UUID | None] | SQLColumnExpression[UUID] = Case.segment_id,
) -> ColumnElement[bool]:
    """SQL: whether this person is a chief of the row's segment on a day."""
    if not actor.has("road_chief"):
        return false()
    mine = select(Appointment.segment_id).where(Appointment.user_id == actor.id, holds_on(day))
    return among_rows(segment_id, mine)


def is_assignee(actor: Actor, department_id: UUID | None, unit_id: UUID, assignee_id: UUID | None) -> bool:
    """Whether a case with these is this person's to handle: given to them, or to their department."""
    shares = department_id is not None and department_id == actor.department_id
    return assignee_id == actor.id or (shares and unit_id in actor.units_as("handler"))


def in_hand(actor: Actor, day: date, row: type[Case] | type[CaseChange] = Case) -> ColumnElement[bool]:
    """SQL over anything with unit, segment, department and assignee: theirs to look after or to handle."""
    return or_(*_in_hand(actor, day, row))


def _in_hand(actor: Actor, day: date, row: type[Case] | type[CaseChange]) -> list[ColumnElement[bool]]:
    ways: list[ColumnElement[bool]] = [row.assignee_id == actor.id]
    if actor.has("road_chief"):
        ways.append(is_chief(actor, day, row.segment_id))
    if actor.department_id and (units := actor.units_as("handler")):
        ways.append(and_(row.department_id == actor.department_id, among(row.unit_id, units)))
    return ways


def in_scope(actor: Actor, day: date, row: type[Case] | type[CaseChange] = Case) -> ColumnElement[bool]:
    """SQL over the same: seen by office, not by past deeds."""
    if units := actor.units_as(*READERS):
        return or_(among(row.unit_id, units), in_hand(actor, day, row))
    return in_hand(actor, day, row)


def followed_by(actor: Actor) -> ColumnElement[bool]:
    """SQL: a case this person reported or sighted was merged into it."""
    return Case.id.in_(select(CaseFollower.case_id).where(CaseFollower.user_id == actor.id))


def concerning(actor: Actor, day: date) -> ColumnElement[bool]:
    """SQL: what this person carries along on the street, a part of what they may see.

    Own reports, what is theirs to look after or to handle, and what they did as chief or handler; but not all
    that an office reads.
    """
    ways = carried(actor, day)
    desks = actor.units_as(*READERS)
    if carries_deeds(actor):
        did = exists().where(CaseEvent.case_id == Case.id, CaseEvent.actor_id == actor.id)
        ways.append(and_(did, not_(among(Case.unit_id, desks))) if desks else did)
    concerns = or_(*ways)
    return and_(concerns, visible(actor, day)) if desks else concerns


def carries_deeds(actor: Actor) -> bool:
    """Chiefs and handlers keep in sight what they did something to, wherever it goes."""
    return actor.has("road_chief", "handler")


def carried(actor: Actor, day: date) -> list[ColumnElement[bool]]:
    """SQL: each way in which a case concerns this person, whatever they have done to it."""
    return [*_in_hand(actor, day, Case), Case.reporter_id == actor.id, followed_by(actor)]


def visible(actor: Actor, day: date) -> ColumnElement[bool]:
    """SQL: whether this person may see the case.

    By office; as its reporter, or that of a case merged into it; and chiefs and handlers whatever they have
    done something to.
    """
    return or_(*sights(actor, day))


def sights(actor: Actor, day: date) -> list[ColumnElement[bool]]:
    """SQL: each way in which this person may see a case; any one of them is enough."""
    units = actor.units_as(*READERS)
    if actor.spans_district(*READERS):
        # One test instead of four: there is nothing more in reach, and lists of the office live by this.
        return [among(Case.unit_id, units, are_most=True)]
    ways = [among(Case.unit_id, units)] if units else []
    ways += [*_in_hand(actor, day, Case), Case.reporter_id == actor.id, followed_by(actor)]
    if carries_deeds(actor):
        ways.append(exists().where(CaseEvent.case_id == Case.id, CaseEvent.actor_id == actor.id))
    return ways


def within_sight(actor: Actor) -> ColumnElement[bool]:
    """SQL: any road chief may say of an open case of the district that it is still there."""
    if not actor.has("road_chief"):
        return false()
    return and_(among(Case.unit_id, actor.district_unit_ids), Case.status.in_(OPEN))


def standing(actor: Actor, case: Case, *, is_chief: bool, is_reader: bool = True) -> frozenset[Who]:
    """What this person is to this case."""
    is_supervisor = case.unit_id in actor.units_as("supervisor")
    did_it = case.handler_id == actor.id
    is_reporter = case.reporter_id == actor.id
    held: dict[Who, bool] = {
        "supervisor": is_supervisor,
        "assignee": is_assignee(actor, case.department_id, case.unit_id, case.assignee_id),
        "checker": (is_chief or is_supervisor) and not did_it,
        "chief": is_chief,
        "any_chief": actor.has("road_chief") and case.unit_id in actor.district_unit_ids,
        "reporter": is_reporter,
        "unfiled_reporter": is_reporter and case.status == "reported",
        "reader": is_reader,
    }
    return frozenset(who for who, holds in held.items() if holds)
