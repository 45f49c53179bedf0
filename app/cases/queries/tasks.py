"""What waits for a person: to triage or check, to confirm or check, to handle."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_

from app.cases import policy
from app.cases.models import Case
from app.cases.statuses import has_status
from app.cases.workflow import HANDLING, OPEN, Status
from app.core.actor import Actor
from app.core.clock import local_date
from app.core.dialect import among


@dataclass(frozen=True)
class Task:
    """One kind of waiting: open cases of these statuses to which the condition holds."""

    statuses: tuple[Status, ...]
    where: ColumnElement[bool]


def tasks_of(actor: Actor, at: datetime) -> ColumnElement[bool]:
    """SQL: whether a case waits for this person."""
    ways = (and_(has_status(*task.statuses), task.where) for task in tasks(actor, at))
    return and_(has_status(*OPEN), or_(*ways))


def tasks(actor: Actor, at: datetime) -> list[Task]:
    """Each kind of waiting that this person may have. Whoever has a task sees the case (`policy.sights`)."""
    return [
        Task(HANDLING, Case.assignee_id == actor.id),
        *_of_desk(actor),
        *_of_chief(actor, at),
        *_of_department(actor),
    ]


def _of_desk(actor: Actor) -> list[Task]:
    units = actor.units_as("supervisor")
    if not units:
        return []
    own = among(Case.unit_id, units, are_most=actor.spans_district("supervisor"))
    return [
        Task(("reported",), own),
        Task(("filed",), own),
        Task(("handled",), and_(own, _not_handled_by(actor))),
        Task(OPEN, and_(own, Case.extension_asked_until.is_not(None))),
    ]


def _of_chief(actor: Actor, at: datetime) -> list[Task]:
    if not actor.has("road_chief"):
        return []
    own = policy.is_chief(actor, local_date(at))
    return [
        Task(("reported",), and_(own, Case.confirm_asked)),
        Task(("handled",), and_(own, _not_handled_by(actor))),
    ]


def _not_handled_by(actor: Actor) -> ColumnElement[bool]:
    """SQL: nobody checks their own work."""
    return or_(Case.handler_id.is_(None), Case.handler_id != actor.id)


def _of_department(actor: Actor) -> list[Task]:
    """Given to the department as a whole; what a colleague took is theirs."""
    if actor.department_id is None or not actor.has("handler"):
        return []
    shared = and_(Case.department_id == actor.department_id, Case.assignee_id.is_(None))
    return [Task(HANDLING, and_(shared, among(Case.unit_id, actor.units_as("handler"))))]
