"""A street with its people, robots that a local server plays, and a worker that turns when told."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import pytest
from apiflask import APIFlask
from sqlalchemy import BigInteger, literal, select
from sqlalchemy.orm import Session

from app.core import jobs
from app.core.db import database
from app.messages.models import Message, MessageCursor, RobotSend
from app.messages.queries import following
from app.messages.sweepers import make_sweepers
from config import Config
from tests.cases.conftest import Json, Street
from tests.factories import Make, Phone
from tests.messages.robots import KEY, Robots, serving

EVERYTHING = ["new", "assigned", "returned", "reminded", "due_soon", "overdue", "daily_summary"]
TELLING = 4
"""The first sweepers make news; then robots speak."""


@pytest.fixture
def street(make: Make, phone: Phone, monkeypatch: pytest.MonkeyPatch) -> Street:
    """The street of the tests of cases; what the test's one open transaction writes counts as committed."""
    monkeypatch.setattr(following, "oldest_open_transaction", lambda _: literal(2**62, BigInteger))
    return Street(make, phone)


@pytest.fixture
def street_for_keeps(app: APIFlask, for_keeps: None) -> Iterator[Street]:
    """A street that is really there, its people logged in."""
    with database.writers() as session:
        street = Street(Make(session), Phone(app, session))
        for who in street.people:
            street.of(who)
        session.commit()
        # Nothing of the test's own may be open while others write.
        session.expunge_all()
        yield street


@pytest.fixture
def robots() -> Iterator[Robots]:
    """The chat programs' own side."""
    with serving() as server:
        yield server


@pytest.fixture
def spoken_to(app: APIFlask, robots: Robots, monkeypatch: pytest.MonkeyPatch) -> Config:
    """Settings by which all three services are that local server."""
    urls = {"wecom_url": robots.url, "dingtalk_url": robots.url, "feishu_url": robots.url}
    settings: Config = replace(app.config["LUZHANG"], **urls)
    monkeypatch.setitem(app.config, "LUZHANG", settings)
    return settings


class Worker:
    """Turns the domain's sweepers as the real one does."""

    def __init__(self, settings: Config, session: Session) -> None:
        self.sweepers = make_sweepers(settings)
        self.session = session

    def tell(self) -> None:
        """Follow everything until there is nothing more to tell."""
        self._drain(self.sweepers[:TELLING])

    def speak(self) -> None:
        """Let robots say what they may say now."""
        self._drain(self.sweepers[TELLING : TELLING + 1])

    def _drain(self, sweepers: list[jobs.Sweeper]) -> None:
        for sweeper in sweepers:
            sweeper._rests_until = 0
        jobs.drain(sweepers)
        self.session.expire_all()


@pytest.fixture
def worker(app: APIFlask, session: Session) -> Worker:
    """A worker without robots to speak to."""
    return Worker(app.config["LUZHANG"], session)


@pytest.fixture
def speaking(spoken_to: Config, session: Session) -> Worker:
    """A worker that reaches the local server."""
    return Worker(spoken_to, session)


def told(session: Session, user_id: UUID) -> list[str]:
    """The kinds of what a person was told, in its order."""
    rows = select(Message.kind).where(Message.user_id == user_id).order_by(Message.id)
    return list(session.scalars(rows))


def everybody_told(session: Session, street: Street) -> dict[str, list[str]]:
    """The same of all who were told anything, by who they are on the street."""
    names = {person.id: name for name, person in street.people.items()}
    found: dict[str, list[str]] = {}
    for user_id, kind in session.execute(select(Message.user_id, Message.kind).order_by(Message.id)):
        found.setdefault(names.get(user_id, "somebody"), []).append(kind)
    return found


def sends(session: Session) -> list[RobotSend]:
    """The log of robots, oldest first."""
    session.expire_all()
    return list(session.scalars(select(RobotSend).order_by(RobotSend.id)))


def look_from(session: Session, moment: Any) -> None:
    """Let the look at lights begin here: a new database begins when it is made."""
    cursor = session.get_one(MessageCursor, "cases")
    cursor.yellow_at, cursor.yellow_id = moment, None
    session.flush()


def robot(street: Street, **given: Any) -> Json:
    """A body for a robot of the district."""
    body = {
        "unit_id": str(street.make.district.id),
        "name": "区级群",
        "service": "wecom",
        "address": KEY,
        "events": EVERYTHING,
    }
    return body | given


def put_robot(street: Street, robot_id: object = None, **given: Any) -> Json:
    """A robot as taken."""
    answer = street.of("admin").put(f"/robots/{robot_id or uuid4()}", json=robot(street, **given))
    assert answer.status_code == 200, answer.json
    made: Json = answer.get_json()
    return made
