"""The daily summary of a unit, for the groups that want one."""

from datetime import datetime, time, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from app.accounts.units import unit_tree
from app.cases.models import Case
from app.cases.statuses import has_status
from app.cases.workflow import HANDLING, OPEN
from app.core.clock import LOCAL_ZONE, local_date
from app.core.dialect import among
from app.messages.models import Robot
from app.messages.services.telling import list_robots, say
from app.messages.wording import summary

LATE_BY = timedelta(hours=3)
"""A summary that could not be made until then is left out."""


def find_due(session: Session, at: datetime) -> UUID | None:
    """A robot whose summary of today is due."""
    for robot in list_robots(session):
        if "daily_summary" in robot.events and _is_due(robot, at):
            return robot.id
    return None


def sum_up(session: Session, robot_id: UUID, at: datetime) -> None:
    """Let the robot say its summary, once a day."""
    robot = session.get_one(Robot, robot_id, with_for_update=True, populate_existing=True)
    node = unit_tree(session).nodes[robot.unit_id]
    counts = count_day(session, robot.unit_id, robot.department_id, at)
    send = {
        "robot_id": robot.id,
        "event": "daily_summary",
        "cause": f"summary:{local_date(at)}",
        "case_id": None,
        "words": summary(node.name, at, counts),
        "made_at": at,
        "expires_at": at + LATE_BY,
    }
    robot.summed_at = at
    session.flush()
    say([send], session, at)


def _is_due(robot: Robot, at: datetime) -> bool:
    moment = _midnight(at) + timedelta(minutes=robot.summary_minute)
    is_done = robot.summed_at is not None and local_date(robot.summed_at) == local_date(at)
    # Who sets it up in the evening is not told of that day at once.
    return moment <= at < moment + LATE_BY and not is_done and robot.changed_at < moment


def _midnight(at: datetime) -> datetime:
    return datetime.combine(local_date(at), time(), LOCAL_ZONE)


def count_day(session: Session, unit_id: UUID, department_id: UUID | None, at: datetime) -> dict[str, int]:
    """Of a unit and all below it, or of a department there: what came and went today, what stands open."""
    of_whom = [among(Case.unit_id, unit_tree(session).subtree(unit_id))]
    if department_id is not None:
        of_whom.append(Case.department_id == department_id)
    midnight = _midnight(at)
    received = select(func.count()).where(Case.received_at >= midnight, *of_whom)
    closed = select(func.count()).where(Case.updated_at >= midnight, Case.closed_at >= midnight, *of_whom)
    counts = {"received": session.scalar(received) or 0, "closed": session.scalar(closed) or 0}
    running = has_status(*HANDLING)
    standing: dict[str, ColumnElement[bool]] = {
        "reported": Case.status == "reported",
        "filed": Case.status == "filed",
        "running": running,
        "handled": Case.status == "handled",
        "yellow": running & (Case.yellow_at <= at) & (Case.due_at > at),
        "overdue": running & (Case.due_at <= at),
    }
    columns = [func.sum(case((condition, 1), else_=0)) for condition in standing.values()]
    numbers = session.execute(select(*columns).where(has_status(*OPEN), *of_whom)).one()
    return counts | {name: number or 0 for name, number in zip(standing, numbers, strict=True)}
