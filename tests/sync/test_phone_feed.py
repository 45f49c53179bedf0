"""What a phone carries along: less than its person may see, and enough to work without asking."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine, event, insert, select

from app.accounts.models import RoleGrant, Unit
from app.cases.models import Case, CaseChange
from app.core.clock import now
from app.core.dialect import transaction_number
from app.core.storage import storage
from app.sync import choices, queries
from tests.cases.conftest import named
from tests.media.pictures import picture, sha
from tests.sync.conftest import Committed, Follower, Json

ME: dict[str, Any] = {"concerns": "me"}


def phone_of(committed: Committed, who: str) -> Follower:
    """A phone that has loaded what there is."""
    follower = Follower(committed.street, who)
    follower.all(**ME)
    return follower


def told(follower: Follower) -> list[tuple[str, str]]:
    return follower.short(**ME)


def test_a_new_phone_is_first_told_whose_cases_these_are(committed: Committed) -> None:
    case = committed.street.reported()
    scope, item = Follower(committed.street, "chief").all(**ME)
    chief = str(committed.street.people["chief"].id)
    assert scope == {"kind": "scope", "id": chief, "op": "upsert", "data": None}
    assert item["id"] == case["id"]


def test_a_row_says_whose_turn_it_is_and_when_the_light_changes(committed: Committed) -> None:
    street = committed.street
    case = street.act("handler", street.assigned(), "handle", photos=[named("after", "b")])
    for who, is_task in (("chief", True), ("handler", False)):
        *_, item = Follower(street, who).all(**ME)
        row = street.of(who).get("/cases").json["items"][0]
        with committed.change() as session:
            yellow_at = session.get_one(Case, UUID(case["id"])).yellow_at
        assert item["data"] == row | {"is_task": is_task, "yellow_at": yellow_at and yellow_at.isoformat()}


def test_an_office_does_not_fill_a_phone(committed: Committed) -> None:
    street = committed.street
    own = street.reported("supervisor")
    for case in (street.reported(), own):
        street.act("supervisor", case, "file")
    phones = {who: phone_of(committed, who) for who in ("supervisor", "organiser", "viewer", "admin")}
    street.reported()
    assert all(told(phone) == [] for phone in phones.values())
    *_, item = Follower(street, "supervisor").all(**ME)
    assert item["id"] == own["id"]


def test_what_a_chief_did_elsewhere_stays_with_them(committed: Committed) -> None:
    street = committed.street
    case = street.reported("supervisor")
    street.act("far_chief", case, "sight", photos=[named("near", "c")])
    assert [item["id"] for item in Follower(street, "far_chief").all(**ME)][1:] == [case["id"]]


def test_what_a_chief_did_elsewhere_long_ago_is_loaded_no_more(
    committed: Committed, monkeypatch: pytest.MonkeyPatch
) -> None:
    street = committed.street
    case = street.reported("supervisor")
    street.act("far_chief", case, "sight", photos=[named("near", "c")])
    monkeypatch.setattr(choices, "HELD_FOR", timedelta(0))
    assert [item["kind"] for item in Follower(street, "far_chief").all(**ME)] == ["scope"]
    # It is open, so whoever has it in hand or wrote it down still carries it.
    assert [item["id"] for item in Follower(street, "chief").all(**ME)][1:] == [case["id"]]
    assert [item["id"] for item in Follower(street, "supervisor").all(**ME)][1:] == [case["id"]]


@pytest.mark.parametrize("who", ["supervisor", "chief_and_supervisor"])
def test_a_morning_at_the_desk_is_no_page_of_a_phone(committed: Committed, who: str) -> None:
    street = committed.street
    with committed.change() as session:
        if who == "chief_and_supervisor":
            person, unit = street.people["supervisor"].id, street.make.office.id
            session.add(RoleGrant(user_id=person, role="road_chief", unit_id=unit))
    for case in [street.reported() for _ in range(3)]:
        street.act("supervisor", case, "file")
    phone = Follower(street, "supervisor")
    phone.ask(limit=1, **ME)
    answer = phone.ask(limit=1, **ME)
    assert (answer["items"], answer["has_more"]) == ([], False)


def test_given_to_others_it_is_gone(committed: Committed) -> None:
    street = committed.street
    with committed.change():
        others = street.make.department("环卫队", unit=street.make.district)
    case = street.assigned()
    handler, chief = phone_of(committed, "handler"), phone_of(committed, "chief")
    street.act("supervisor", case, "assign", department_id=str(others.id))
    assert told(handler) == [("gone", case["id"])]
    assert told(chief) == [("upsert", case["id"])]


def test_another_choice_begins_anew(committed: Committed) -> None:
    follower = committed.follower("chief")
    assert follower.ask(**ME)["items"][0]["kind"] == "scope"


def test_a_cursor_of_another_person_begins_anew(committed: Committed) -> None:
    """Two log-ins of one browser share the cookie; chiefs without a segment see the same nothing."""
    street = committed.street
    with committed.change() as session:
        unit = session.get_one(Unit, street.people["far_chief"].grants[0].unit_id)
        street.people["twin"] = street.make.user("road_chief", unit=unit)
        street.of("twin")
    mine = phone_of(committed, "far_chief")
    theirs = Follower(street, "twin", mine.cursor)
    assert theirs.ask(**ME)["items"][0]["id"] == str(street.people["twin"].id)


def test_a_photo_that_comes_is_told_to_those_who_hold_the_case(committed: Committed, tmp_path: Path) -> None:
    street = committed.street
    content = picture()
    case = street.reported(photos=[{"sha256": sha(content), "role": "before"}])
    holding, other = phone_of(committed, "other_chief"), phone_of(committed, "far_chief")
    with stored(tmp_path):
        answer = street.of("chief").put(f"/photos/{sha(content)}", data=content)
    assert answer.status_code == 201
    assert (told(holding), told(other)) == ([("upsert", case["id"])], [])
    assert street.of("other_chief").get(f"/cases/{case['id']}").json["missing_photos"] == []


def test_a_mark_taken_away_is_told_to_the_other_phone(committed: Committed) -> None:
    street = committed.street
    case = street.reported()
    case = street.act("supervisor", case, "file")
    phone = phone_of(committed, "chief")
    answer = street.of("chief").post(f"/cases/{case['id']}/seen", json={"version": case["version"]})
    assert answer.status_code == 204
    (item,) = phone.all(**ME)
    assert (item["id"], item["data"]["unread"]) == (case["id"], False)
    street.of("chief").post(f"/cases/{case['id']}/seen", json={"version": case["version"]})
    assert told(phone) == []


def others_change(committed: Committed, count: int) -> None:
    """Changes that are none of a chief's business."""
    case = committed.street.reported("supervisor", location=FAR_AWAY)
    with committed.change() as session:
        row = session.get_one(Case, UUID(case["id"]))
        number = session.scalar(select(transaction_number(session)))
        change = {"case_id": row.id, "unit_id": row.unit_id, "at": now(), "transaction_number": number}
        session.execute(insert(CaseChange), [change] * count)


def test_a_month_of_others_is_passed_in_pages(committed: Committed) -> None:
    phone = phone_of(committed, "chief")
    others_change(committed, 2 * queries.LOOKED_THROUGH + 10)
    case = committed.street.reported()
    answers: list[Json] = []
    while not answers or answers[-1]["has_more"]:
        answers.append(phone.ask(**ME, limit=200))
    assert [len(answer["items"]) for answer in answers] == [0, 0, 1]
    assert answers[-1]["items"][0]["id"] == case["id"]


def test_too_far_behind_it_begins_anew(committed: Committed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "LOOKED_THROUGH", 10)
    monkeypatch.setattr(queries, "FAR_BEHIND", 30)
    case = committed.street.reported()
    phone, office = phone_of(committed, "chief"), committed.follower("supervisor")
    others_change(committed, 40)
    assert [item["kind"] for item in phone.all(**ME)] == ["scope", "case"]
    assert told(phone) == []
    assert case["id"] not in [item["id"] for item in office.all()]


@pytest.mark.parametrize(("who", "most"), [("chief", 3), ("handler", 2), ("supervisor", 2)])
def test_asking_in_vain_is_cheap(committed: Committed, who: str, most: int) -> None:
    """Who is asking, what changed; and of a chief, for which segments."""
    committed.street.assigned()
    phone = phone_of(committed, who)
    with counted() as statements:
        answer = committed.street.of(who).get("/changes", query_string=ME | {"after": phone.cursor})
    headers = sum(len(f"{name}: {value}\r\n") for name, value in answer.headers)
    assert len(answer.data) + headers < 700
    asked = [statement for statement in statements if statement.startswith("SELECT")]
    assert len(asked) == most, "\n".join(asked)


@contextmanager
def counted() -> Iterator[list[str]]:
    """Statements of the whole process while this lasts."""
    statements: list[str] = []

    def note(*given: object) -> None:
        statements.append(str(given[2]))

    event.listen(Engine, "before_cursor_execute", note)
    yield statements
    event.remove(Engine, "before_cursor_execute", note)


FAR_AWAY = {"lon": 113.9, "lat": 34.9, "accuracy_m": 8, "datum": "wgs84"}


@contextmanager
def stored(folder: Path) -> Iterator[None]:
    """A place for photos."""
    before = storage._url if hasattr(storage, "_url") else ""
    storage.bind(f"file://{folder}/photos")
    yield
    storage.bind(before)
