"""What administrators do with robots. Key and secret come in and never go out again, into no log either."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from app.accounts.models import Department
from app.accounts.services import record
from app.accounts.units import unit_tree
from app.core.actor import Actor
from app.core.dialect import insert_missing
from app.core.errors import Invalid, NotFound
from app.messages import policy
from app.messages.kinds import KINDS, key_of
from app.messages.models import Robot, RobotSend
from app.messages.schemas import RobotIn
from app.messages.services.sending import LEASE, drop_waiting
from app.messages.wording import TEST
from config import Config

TEST_FOR = timedelta(minutes=10)
KEPT = ("unit_id", "department_id", "name", "service", "events", "summary_minute", "is_active")


def put_robot(
    session: Session, robot_id: UUID, wanted: RobotIn, *, actor: Actor, settings: Config, at: datetime
) -> None:
    """Make it or change it. An address or secret left away stays as it is; an empty secret is taken away."""
    _refuse_place(session, wanted, actor)
    robot = _find(session, robot_id)
    if robot is not None:
        _refuse_reach(robot, actor)
    is_same_service = robot is not None and robot.service == wanted.service
    key = _key(wanted, settings) if wanted.address or not is_same_service else None
    if robot is None:
        robot = Robot(id=robot_id, secret="", attempts=0)
        session.add(robot)
    for name in KEPT:
        setattr(robot, name, getattr(wanted, name))
    robot.changed_at = at
    if key is not None:
        robot.key = key
    if wanted.secret is not None or not is_same_service:
        robot.secret = wanted.secret or ""
    _begin_anew(session, robot, at)
    named = wanted.model_dump(mode="json", exclude={"unit_id", "address", "secret"})
    record(session, "robot_put", "robot", robot_id, actor=actor, unit_id=wanted.unit_id, **named)


def remove_robot(session: Session, robot_id: UUID, *, actor: Actor, at: datetime) -> None:
    """Forget its address and secret; what it said stays in the log."""
    robot = _reach(session, robot_id, actor)
    robot.key = robot.secret = ""
    robot.removed_at, robot.next_try_at = at, None
    drop_waiting(session, robot.id, "removed")
    record(session, "robot_removed", "robot", robot_id, actor=actor, unit_id=robot.unit_id, name=robot.name)


def try_robot(session: Session, robot_id: UUID, *, actor: Actor, at: datetime) -> int:
    """Let it say that it is connected; answers the number in the log, where the outcome is to be found."""
    robot = _reach(session, robot_id, actor)
    cause = f"test:{uuid4()}"
    send = {
        "robot_id": robot.id,
        "event": "test",
        "cause": cause,
        "case_id": None,
        "words": TEST.format(name=robot.name),
        "made_at": at,
        "expires_at": at + TEST_FOR,
    }
    insert_missing(session, RobotSend, [send], ["robot_id", "cause"])
    _wake_now(session, robot_id, at)
    record(session, "robot_tested", "robot", robot_id, actor=actor, unit_id=robot.unit_id, name=robot.name)
    made = select(RobotSend.id).where(RobotSend.robot_id == robot_id, RobotSend.cause == cause)
    return session.scalars(made).one()


def _begin_anew(session: Session, robot: Robot, at: datetime) -> None:
    """What failed before may have been mended: try at once. Switched off, it says nothing of what waited."""
    session.flush()
    if not robot.is_active:
        drop_waiting(session, robot.id, "switched off")
    _wake_now(session, robot.id, at)


def _wake_now(session: Session, robot_id: UUID, at: datetime) -> None:
    """Its rest after a failure ends; a post that is under way is not met by a second."""
    rests = or_(Robot.claimed_at.is_(None), Robot.claimed_at < at - LEASE)
    row = update(Robot).where(Robot.id == robot_id, rests).values(next_try_at=at, attempts=0)
    session.execute(row.execution_options(synchronize_session=False))


def _find(session: Session, robot_id: UUID) -> Robot | None:
    return session.get(Robot, robot_id, with_for_update=True, populate_existing=True)


def _reach(session: Session, robot_id: UUID, actor: Actor) -> Robot:
    robot = _find(session, robot_id)
    if robot is None:
        raise NotFound("There is no such robot for you")
    _refuse_reach(robot, actor)
    return robot


def _refuse_reach(robot: Robot, actor: Actor) -> None:
    if robot.removed_at is not None or not policy.administers(actor, robot.unit_id):
        raise NotFound("There is no such robot for you")


def _refuse_place(session: Session, wanted: RobotIn, actor: Actor) -> None:
    if not policy.administers(actor, wanted.unit_id):
        raise Invalid(fields={"unit_id": ["There is no such unit among those you administer"]})
    if wanted.department_id is None:
        return
    tree = unit_tree(session)
    near = tree.subtree(wanted.unit_id) | {node.id for node in tree.chain(wanted.unit_id)}
    department = session.get(Department, wanted.department_id)
    if department is None or not department.is_active or department.unit_id not in near:
        raise Invalid(fields={"department_id": ["There is no such department in use that serves this unit"]})


def _key(wanted: RobotIn, settings: Config) -> str:
    kind = KINDS[wanted.service]
    base_url = kind.base_url(settings)
    key = key_of(kind, base_url, wanted.address or "")
    if key is None:
        begin = f"{base_url}{kind.path.removesuffix('{key}')}"
        raise Invalid(fields={"address": [f"The address of such a robot begins with {begin}"]})
    return key
