"""Robots of the units an administrator has, and what they said."""

from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.accounts.models import Department, Unit
from app.core.actor import Actor
from app.core.dialect import among
from app.core.errors import NotFound
from app.core.paging import encode_cursor
from app.messages.models import Robot, RobotSend
from app.messages.queries.inbox import Shape, last_id
from app.messages.schemas import SendPage

SHOWN = (
    Robot.id,
    Robot.unit_id,
    Robot.department_id,
    Robot.name,
    Robot.service,
    Robot.events,
    Robot.summary_minute,
    Robot.is_active,
    Robot.changed_at,
    Robot.failure,
    Robot.next_try_at,
)
SENT = (
    RobotSend.id,
    RobotSend.robot_id,
    RobotSend.event,
    RobotSend.case_id,
    RobotSend.words,
    RobotSend.state,
    RobotSend.attempts,
    RobotSend.made_at,
    RobotSend.tried_at,
    RobotSend.sent_at,
    RobotSend.failure,
)


def list_robots(session: Session, actor: Actor, only: UUID | None = None) -> list[Shape]:
    """The shape of `RobotOut`, by unit and name. Neither key nor secret is read."""
    of_robot = RobotSend.robot_id == Robot.id
    waiting = select(func.count()).where(of_robot, RobotSend.state == "waiting").scalar_subquery()
    last_sent = select(func.max(RobotSend.tried_at)).where(of_robot, RobotSend.state == "sent")
    columns: tuple[Any, ...] = (
        *SHOWN,
        Unit.name.label("unit_name"),
        Department.name.label("department_name"),
        (Robot.secret != "").label("has_secret"),
        waiting.label("waiting"),
        last_sent.scalar_subquery().label("last_sent_at"),
    )
    rows = (
        select(*columns)
        .join(Unit, Unit.id == Robot.unit_id)
        .outerjoin(Department, Department.id == Robot.department_id)
        .where(among(Robot.unit_id, actor.units_as("admin")), Robot.removed_at.is_(None))
        .order_by(Unit.name, Robot.name, Robot.id)
    )
    if only is not None:
        rows = rows.where(Robot.id == only)
    return [row._asdict() for row in session.execute(rows)]


def get_robot(session: Session, robot_id: UUID, actor: Actor) -> Shape:
    """One of them, or NotFound."""
    found = list_robots(session, actor, robot_id)
    if not found:
        raise NotFound("There is no such robot for you")
    return found[0]


def list_sends(session: Session, wanted: SendPage, actor: Actor) -> Shape:
    """The shape of `Sends`; removed robots too, what they said was said."""
    rows = (
        select(*SENT, Robot.name.label("robot_name"))
        .join(Robot, Robot.id == RobotSend.robot_id)
        .where(among(Robot.unit_id, actor.units_as("admin")))
        .order_by(RobotSend.id.desc())
        .limit(wanted.limit + 1)
    )
    if wanted.robot_id is not None:
        rows = rows.where(RobotSend.robot_id == wanted.robot_id)
    if wanted.state is not None:
        rows = rows.where(RobotSend.state == wanted.state)
    if wanted.cursor:
        rows = rows.where(RobotSend.id < last_id(wanted.cursor))
    found = session.execute(rows).all()
    page = found[: wanted.limit]
    return {
        "items": [row._asdict() | {"id": str(row.id)} for row in page],
        "next_cursor": encode_cursor(page[-1].id) if len(found) > wanted.limit else None,
    }
