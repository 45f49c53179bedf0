"""Telling news: a row for each person, a row for each robot that hears of such things."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from app.accounts.units import unit_tree
from app.core.dialect import insert_missing
from app.messages.facts import News
from app.messages.models import Message, Robot, RobotSend
from app.messages.wording import line_of

NEWS_TO_GROUPS_FOR = timedelta(hours=24)
"""A group that could not be reached for so long is not told any more."""
Values = dict[str, Any]


def tell(session: Session, all_news: Sequence[News], at: datetime) -> None:
    """Each once, however often it is told: by cause."""
    if not all_news:
        return
    messages = [row for news in all_news for row in _messages(news)]
    insert_missing(session, Message, messages, ["user_id", "cause"])
    robots = list_robots(session)
    sends = [row for news in all_news for row in _sends(session, news, robots)]
    say([row for row in sends if row["expires_at"] > at], session, at)


def say(sends: Sequence[Values], session: Session, at: datetime) -> None:
    """Let robots say these lines, and wake them."""
    insert_missing(session, RobotSend, sends, ["robot_id", "cause"])
    wake(session, {row["robot_id"] for row in sends}, at)


def wake(session: Session, robot_ids: Iterable[UUID], at: datetime) -> None:
    """Have the worker look at these robots; one that rests after a failure rests on."""
    # Waits for whoever writes down a post of the robot, who would else let it sleep without these lines.
    asleep = {"next_try_at": func.coalesce(Robot.next_try_at, at)}
    for robot_id in sorted(robot_ids):
        one = update(Robot).where(Robot.id == robot_id).values(asleep)
        session.execute(one.execution_options(synchronize_session=False))


def list_robots(session: Session) -> Sequence[Robot]:
    """All that are switched on: a few for each unit at most."""
    return session.scalars(select(Robot).where(Robot.is_active, Robot.removed_at.is_(None))).all()


def _messages(news: News) -> Iterator[Values]:
    for user_id in news.to:
        yield {
            "user_id": user_id,
            "kind": news.kind,
            "cause": news.cause,
            "case_id": news.facts.id,
            "data": news.data,
            "made_at": news.at,
        }


def _sends(session: Session, news: News, robots: Sequence[Robot]) -> Iterator[Values]:
    chain = {node.id for node in unit_tree(session).chain(news.facts.unit_id)} if robots else set()
    for robot in robots:
        is_theirs = robot.department_id in (None, news.department_id)
        if robot.unit_id in chain and is_theirs and news.kind in robot.events:
            yield {
                "robot_id": robot.id,
                "event": news.kind,
                "cause": news.cause,
                "case_id": news.facts.id,
                "words": line_of(news),
                "made_at": news.at,
                "expires_at": news.at + NEWS_TO_GROUPS_FOR,
            }
