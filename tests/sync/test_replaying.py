"""Whatever happens in whatever order: a phone that follows the feed ends with what the lists say."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import delete, select

from app.accounts.models import RoleGrant
from app.core.clock import today
from app.roads.models import Appointment
from tests.cases.conftest import Street, named
from tests.factories import CENTRE
from tests.sync.conftest import Committed, Json

FOLLOWED = ("chief", "other_chief", "far_chief", "handler", "colleague", "far_handler", "supervisor", "both")
OFFICES = ("supervisor", "both")
MOVING = (
    *("supervisor", "file", "supervisor", "assign", "supervisor", "assign", "handler", "take"),
    *("colleague", "take", "handler", "handle", "far_handler", "handle", "colleague", "return"),
    *("chief", "verify_fail", "other_chief", "verify_pass", "supervisor", "reject", "supervisor", "reopen"),
    *("supervisor", "ask_confirm", "chief", "confirm", "chief", "withdraw", "supervisor", "move"),
    *("supervisor", "merge", "supervisor", "unmerge", "supervisor", "merge", "supervisor", "unmerge"),
    *("far_chief", "sight", "supervisor", "suspend", "supervisor", "resume", "chief", "comment"),
)
MOVES = list(zip(MOVING[::2], MOVING[1::2], strict=True))


@dataclass
class ModelPhone:
    """The rules a phone keeps, in ten lines."""

    street: Street
    who: str
    chance: random.Random
    cursor: str | None = None
    held: dict[str, Json] = field(default_factory=dict)
    old: set[str] = field(default_factory=set)

    def follow(self, most_pages: int = 10_000) -> None:
        """Ask, in pages of any size, until there is no more or the network is gone."""
        for _ in range(most_pages):
            if not self._ask():
                return

    def _ask(self) -> bool:
        query: Json = {"concerns": "me", "limit": self.chance.choice((1, 2, 3, 200))}
        answer = self.street.of(self.who).get(
            "/changes", query_string=query | ({"after": self.cursor} if self.cursor else {})
        )
        assert answer.status_code == 200, answer.json
        for item in answer.json["items"]:
            self._take(item)
        self.cursor = answer.json["next_cursor"]
        if not answer.json["has_more"]:
            for case_id in self.old:
                self.held.pop(case_id, None)
            self.old.clear()
        return bool(answer.json["has_more"])

    def _take(self, item: Json) -> None:
        if item["kind"] == "scope":
            self.old = set(self.held)
        elif item["op"] == "upsert":
            self.held[item["id"]] = item["data"]
            self.old.discard(item["id"])
        else:
            self.held.pop(item["id"], None)

    def check(self) -> None:
        """Tasks, own reports and, of who has no office, all they may see, as the server lists them."""
        me, tasks = str(self.street.people[self.who].id), self.listed(task="mine")
        held = {case_id: plain(row) for case_id, row in self.held.items()}
        assert {case_id for case_id, row in self.held.items() if row["is_task"]} == tasks.keys() & held.keys()
        mine = {case_id: row for case_id, row in held.items() if row["reporter_id"] == me}
        assert mine == self.listed(reporter_id=me)
        if self.who not in OFFICES:
            assert held == self.listed()

    def listed(self, **given: Any) -> dict[str, Json]:
        """Every page of a list."""
        rows: list[Json] = []
        query = given | {"limit": 200}
        while True:
            page = self.street.of(self.who).get("/cases", query_string=query).json
            rows += page["items"]
            if page["next_cursor"] is None:
                return {row["id"]: row for row in rows}
            query |= {"cursor": page["next_cursor"]}


def plain(row: Json) -> Json:
    """A row without what only phones are told."""
    return {name: value for name, value in row.items() if name not in ("is_task", "yellow_at")}


class Town:
    """A street with more of everything, and what may happen in it."""

    def __init__(self, committed: Committed, chance: random.Random) -> None:
        self.committed, self.chance, self.street = committed, chance, committed.street
        street, make = self.street, self.street.make
        with committed.change():
            line = [(CENTRE[0], CENTRE[1] + 0.01), (CENTRE[0] + 0.001, CENTRE[1] + 0.01)]
            self.segments = [street.segment, make.segment(line, unit=make.unit("建设路街道"))]
            self.departments = [street.department, street.people["far_handler"].department_id]
            street.people["colleague"] = make.user(
                "handler", unit=make.district, department=street.department
            )
            street.people["both"] = make.user("road_chief", "supervisor", unit=make.district)
            for who in ("colleague", "both"):
                street.of(who)
        self.cases: list[str] = []

    def anything(self) -> None:
        """One thing happens; what the server refuses has not happened."""
        acts: list[Callable[[], None]] = [self.report] + [self.move] * 6 + [self.appoint, self.dismiss]
        self.chance.choice(acts)()

    def report(self) -> None:
        who = self.chance.choice(("chief", "other_chief", "far_chief", "supervisor", "handler", "both"))
        self.cases.append(self.street.reported(who)["id"])

    def move(self) -> None:
        if not self.cases:
            return
        case_id = self.chance.choice(self.cases)
        who, action = self.chance.choice(MOVES)
        case: Json = self.street.of("supervisor").get(f"/cases/{case_id}").get_json()
        self.street.send(who, case, action, **self.given(action))

    def given(self, action: str) -> Json:
        department = self.chance.choice(self.departments)
        person = self.chance.choice(("handler", "colleague", "far_handler", None))
        assignee = {"assignee_id": str(self.street.people[person].id)} if person else {}
        needs: dict[str, Json] = {
            "assign": assignee or {"department_id": str(getattr(department, "id", department))},
            "move": {"segment_id": str(self.chance.choice(self.segments).id)},
            "sight": {"photos": [named("near", "c")]},
            "merge": {"into_id": self.chance.choice(self.cases)},
            "handle": {"photos": [named("after", "b")]},
        }
        return {"note": "说明"} | needs.get(action, {})

    def appoint(self) -> None:
        who = self.chance.choice(("chief", "far_chief", "both"))
        with self.committed.change():
            person, segment = self.street.people[who], self.chance.choice(self.segments)
            self.street.make.appointment(person, segment, id=uuid4())

    def dismiss(self) -> None:
        with self.committed.change() as session:
            held = session.scalars(select(Appointment).where(Appointment.ends_on.is_(None))).all()
            if held:
                self.chance.choice(held).ends_on = today() - timedelta(days=1)


@pytest.mark.parametrize("seed", range(4))
def test_replaying_the_feed_gives_what_the_lists_say(committed: Committed, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  replayable
    town = Town(committed, chance)
    phones = [ModelPhone(committed.street, who, chance) for who in FOLLOWED]
    for _ in range(60):
        town.anything()
        chance.choice(phones).follow(most_pages=chance.choice((1, 2, 50)))
    assert len(town.cases) > 3
    for phone in phones:
        phone.follow()
        phone.follow()  # what happened during a first load is told by the next ask
        phone.check()


def test_a_role_taken_and_given_back(committed: Committed) -> None:
    street = committed.street
    phone = ModelPhone(street, "handler", random.Random(1))  # noqa: S311  replayable
    case = street.assigned()
    phone.follow()
    assert phone.held[case["id"]]["is_task"]
    with committed.change() as session:
        role = session.scalars(select(RoleGrant).filter_by(user_id=street.people["handler"].id)).one()
        unit_id: UUID = role.unit_id
        session.execute(delete(RoleGrant).where(RoleGrant.id == role.id))
    phone.follow()
    assert phone.held == {}
    with committed.change() as session:
        session.add(RoleGrant(user_id=street.people["handler"].id, role="handler", unit_id=unit_id))
    phone.follow()
    phone.check()
    assert case["id"] in phone.held
