"""Feeds are read by people whose changes are really committed: what is still open is not told to anyone."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from apiflask import APIFlask
from sqlalchemy.orm import Session

from app.core.db import database
from tests.cases.conftest import Street
from tests.factories import Make, Phone

Json = dict[str, Any]


@dataclass
class Follower:
    """Somebody's phone as it asks again and again from where it stands."""

    street: Street
    who: str
    cursor: str | None = None

    def ask(self, **given: Any) -> Json:
        """One answer."""
        query = given | ({"after": self.cursor} if self.cursor else {})
        answer = self.street.of(self.who).get("/changes", query_string=query)
        assert answer.status_code == 200, answer.json
        told: Json = answer.get_json()
        self.cursor = told["next_cursor"]
        return told

    def all(self, **given: Any) -> list[Json]:
        """Items until there are no more for now."""
        told = self.ask(**given)
        items: list[Json] = told["items"]
        while told["has_more"]:
            told = self.ask(**given)
            items += told["items"]
        return items

    def short(self, **given: Any) -> list[tuple[str, str]]:
        """The same as (op, id)."""
        return [(item["op"], item["id"]) for item in self.all(**given)]


class Committed:
    """What tests write themselves, kept for good each time."""

    def __init__(self, app: APIFlask, session: Session) -> None:
        self.session = session
        self.street = Street(Make(session), Phone(app, session))
        for who in self.street.people:
            self.street.of(who)
        session.commit()

    @contextmanager
    def change(self) -> Iterator[Session]:
        """Rows changed behind the program's back."""
        yield self.session
        self.session.commit()

    def follower(self, who: str) -> Follower:
        """A phone that has loaded what there is."""
        follower = Follower(self.street, who)
        follower.all()
        return follower


@pytest.fixture
def committed(app: APIFlask, for_keeps: None) -> Iterator[Committed]:
    """A street whose every change is kept until the test ends."""
    with database.writers() as session:
        yield Committed(app, session)
