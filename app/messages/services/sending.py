"""Posts to robots: what waits for one is put into as few posts as its service's limits allow.

Taking a robot leases it, so that two workers never post to it at once. What a killed worker had under way is
posted again after the lease: no robot tells whether a post has arrived.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from app.core.jobs import claim
from app.messages.kinds import KINDS, Kind
from app.messages.letters import Letter, Verdict
from app.messages.models import Robot, RobotSend, Service
from app.messages.wording import MOST_LINES, compose
from config import Config

LEASE = timedelta(seconds=30)
"""Several times as long as one post takes."""
MINUTE = timedelta(minutes=1)
GAP = timedelta(seconds=1)
"""Between two posts of one robot."""
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=5), timedelta(hours=1)
PAUSE_WHEN_REFUSED = timedelta(minutes=5)


@dataclass(frozen=True)
class Post:
    """One post under way."""

    robot_id: UUID
    send_ids: tuple[int, ...]
    at: datetime
    letter: Letter


def take_robot(session: Session) -> Robot | None:
    """The robot whose turn it is, leased; None where nothing is to be posted now."""
    return claim(session, Robot, lease=LEASE)


def make_post(session: Session, robot: Robot, at: datetime, settings: Config) -> Post | None:
    """What this robot is to say next. None: nothing, or not yet; then it waits for its time."""
    service = cast("Service", robot.service)
    kind = KINDS[service]
    drop_waiting(session, robot.id, "expired", before=at)
    waiting = list_waiting(session, robot.id)
    pause = _pause_by_rate(session, robot, kind, at)
    if not waiting or pause is not None or robot.removed_at is not None or not robot.is_active:
        _rest(robot, at + pause if waiting and pause else None)
        return None
    said = compose([send.words for send in waiting], kind.max_bytes)
    taken = waiting[: said.taken]
    for send in taken:
        send.tried_at, send.attempts = at, send.attempts + 1
    robot.claimed_at = at
    letter = Letter(service, kind.base_url(settings), robot.key, robot.secret, said.text)
    return Post(robot.id, tuple(send.id for send in taken), at, letter)


def land(session: Session, post: Post, verdict: Verdict, at: datetime) -> None:
    """Write down how it went, and when the robot is looked at next."""
    robot = session.get_one(Robot, post.robot_id, with_for_update=True, populate_existing=True)
    rows = update(RobotSend).where(RobotSend.id.in_(post.send_ids), RobotSend.state == "waiting")
    if verdict.outcome == "sent":
        rows = rows.values(state="sent", sent_at=at, failure=None)
    else:
        rows = rows.values(failure=_reason(verdict))
    session.execute(rows.execution_options(synchronize_session=False))
    if robot.claimed_at == post.at:  # else the lease ran out, and another worker has it
        _settle(session, robot, verdict, at)


def _settle(session: Session, robot: Robot, verdict: Verdict, at: datetime) -> None:
    robot.claimed_at = None
    if verdict.outcome == "sent":
        robot.attempts, robot.failure = 0, None
        robot.next_try_at = at + GAP if list_waiting(session, robot.id) else None
        return
    robot.failure = _reason(verdict)
    robot.next_try_at = at + _pause_after(verdict, robot.attempts)


def _reason(verdict: Verdict) -> str:
    return f"{verdict.outcome}: {verdict.words}"[:200]


def _pause_after(verdict: Verdict, attempts: int) -> timedelta:
    """Twice as long each time; what an administrator has to mend is not tried every few seconds."""
    if verdict.outcome == "limited":
        return verdict.pause or MINUTE
    first = PAUSE_WHEN_REFUSED if verdict.outcome == "refused" else FIRST_PAUSE
    doublings: int = 2 ** min(max(attempts - 1, 0), 12)
    return min(first * doublings, LONGEST_PAUSE)


def _rest(robot: Robot, until: datetime | None) -> None:
    """This look was no attempt."""
    robot.attempts = max(robot.attempts - 1, 0)
    robot.claimed_at, robot.next_try_at = None, until


def _pause_by_rate(session: Session, robot: Robot, kind: Kind, at: datetime) -> timedelta | None:
    """How long until the service takes another post; None: now. Rows of one post share their moment."""
    last_minute = (
        select(RobotSend.tried_at)
        .where(RobotSend.robot_id == robot.id, RobotSend.tried_at > at - MINUTE)
        .distinct()
        .order_by(RobotSend.tried_at.desc())
        .limit(kind.per_minute)
    )
    times = [moment for moment in session.scalars(last_minute) if moment is not None]
    return times[-1] + MINUTE - at if len(times) == kind.per_minute else None


def list_waiting(session: Session, robot_id: UUID) -> Sequence[RobotSend]:
    """What one post could hold, oldest first."""
    waiting = select(RobotSend).where(RobotSend.robot_id == robot_id, RobotSend.state == "waiting")
    return session.scalars(waiting.order_by(RobotSend.id).limit(MOST_LINES)).all()


def drop_waiting(session: Session, robot_id: UUID, reason: str, *, before: datetime | None = None) -> None:
    """Let go of what was not said: what is too old by a moment, or all."""
    rows = update(RobotSend).where(RobotSend.robot_id == robot_id, RobotSend.state == "waiting")
    if before is not None:
        rows = rows.where(RobotSend.expires_at <= before)
    # Why it could not be said before is worth more than that it is over.
    rows = rows.values(state="dropped", failure=func.coalesce(RobotSend.failure, reason))
    session.execute(rows.execution_options(synchronize_session=False))
