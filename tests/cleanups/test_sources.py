"""Per site and category exactly one way counts; organisers may switch, add and correct, and say why."""

from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.core.clock import as_of
from tests.cleanups.conftest import SATURDAY, Json, Office, refused, taken


@pytest.fixture
def held(office: Office, client: FlaskClient) -> Json:
    """20 announced, 7 signed in, nobody counted yet."""
    with as_of(SATURDAY):
        held = office.session()
        taken(entry(office, held, count=20), 201)
        for _ in range(7):
            body = {"token": str(uuid4()), "category_code": "stationed_unit"}
            path = f"/api/v1/cleanup-sign-ins/{held['sign_in']['code']}"
            taken(client.post(path, json=body), 201)
    return held


def entry(office: Office, held: Json, entry_id: object = None, **given: object) -> TestResponse:
    path = f"{office.at(held)}/entries/{entry_id or uuid4()}"
    body = {"kind": "announced", "category_code": "stationed_unit", "count": 1}
    return office.of("organiser").put(path, json=body | given)


def choose(office: Office, held: Json, *sources: str) -> Json:
    site_id = held["sites"][0]["id"]
    given = {"site_id": site_id, "category_code": "stationed_unit", "sources": list(sources)}
    return office.act(held, "choose_sources", **given)


def total(office: Office, held: Json) -> tuple[int, list[str]]:
    whole = office.read(held)
    return whole["total"], whole["sites"][0]["counted"]["stationed_unit"]["sources"]


def test_the_tally_then_sign_ins_then_what_was_announced(office: Office, held: Json) -> None:
    assert total(office, held) == (7, ["sign_in"])
    # A phone that counted nobody of this category does not hide those who signed in.
    taken(office.count(held, uuid4(), 1, volunteer=3, stationed_unit=0), 201)
    assert total(office, held) == (10, ["sign_in"])
    taken(office.count(held, uuid4(), 1, stationed_unit=18), 201)
    assert total(office, held) == (21, ["tally"])
    site = office.read(held)["sites"][0]["by_source"]
    beside = {source: site[source]["stationed_unit"] for source in ("tally", "sign_in", "announced")}
    assert beside == {"tally": 18, "sign_in": 7, "announced": 20}


def test_announced_numbers_of_several_units_add_up(office: Office, held: Json) -> None:
    taken(entry(office, held, count=5), 201)
    chosen = choose(office, held, "announced")
    assert chosen["total"] == 25


def test_an_organiser_switches_adds_and_takes_it_back(office: Office, held: Json) -> None:
    chosen = choose(office, held, "announced")
    assert chosen["sites"][0]["counted"]["stationed_unit"] == {"sources": ["announced"], "is_chosen": True}
    assert chosen["total"] == 20
    both = choose(office, chosen, "announced", "sign_in")
    assert both["total"] == 27
    taken(office.count(held, uuid4(), 1, stationed_unit=18), 201)
    assert office.read(held)["total"] == 27
    assert choose(office, both)["total"] == 18


def test_a_choice_stands_before_anybody_was_counted(office: Office) -> None:
    held = office.session()
    chosen = choose(office, held, "announced")
    assert chosen["sites"][0]["counted"]["stationed_unit"] == {"sources": ["announced"], "is_chosen": True}


def test_corrections_say_why_and_are_added(office: Office, held: Json) -> None:
    correction = {"kind": "correction", "count": -2, "reason": "重复计数"}
    row = taken(entry(office, held, **correction), 201)
    assert (row["written_by_name"], row["reason"]) == ("陈组织", "重复计数")
    assert total(office, held) == (5, ["sign_in"])
    whole = office.read(held)
    assert whole["by_source"]["correction"]["stationed_unit"] == -2


@pytest.mark.parametrize(
    "given",
    [
        {"count": 0},
        {"count": -3},
        {"kind": "correction", "count": -1},
        {"kind": "correction", "count": 0, "reason": "无"},
        {"category_code": "ghost"},
        {"stationed_unit_id": str(uuid4())},
        {"count": 100_001},
    ],
)
def test_entries_that_cannot_be_so(office: Office, held: Json, given: Json) -> None:
    assert refused(entry(office, held, **given)) == (422, "invalid")


def test_no_correction_takes_away_more_than_there_is(office: Office, held: Json) -> None:
    answer = entry(office, held, kind="correction", count=-8, reason="多了")
    assert refused(answer) == (422, "below_zero")


def test_a_total_never_falls_below_nobody(office: Office, held: Json) -> None:
    counter = uuid4()
    taken(office.count(held, counter, 1, stationed_unit=18), 201)
    taken(entry(office, held, kind="correction", count=-18, reason="数错了队伍"), 201)
    taken(office.count(held, counter, 2, stationed_unit=5), 200)
    assert office.read(held)["totals"]["stationed_unit"] == 0


def test_an_entry_sent_twice_is_there_once_and_never_another(office: Office, held: Json) -> None:
    entry_id = uuid4()
    for status in (201, 200):
        taken(entry(office, held, entry_id, count=5), status)
    answer = entry(office, held, entry_id, count=6)
    assert refused(answer) == (409, "entry_exists_with_other_body")
    site = office.read(held)["sites"][0]
    assert site["by_source"]["announced"]["stationed_unit"] == 25


def test_counters_and_entries_are_struck_out_and_put_back(office: Office, held: Json) -> None:
    counter = uuid4()
    taken(office.count(held, counter, 1, stationed_unit=18), 201)
    path = f"/cleanup-sessions/{held['id']}/strikes"
    body = {"kind": "counter", "ids": [str(counter)], "reason": "走错了点位"}
    assert taken(office.of("organiser").post(path, json=body), 200) == {"changed": 1}
    assert total(office, held) == (7, ["sign_in"])
    # The phone goes on sending: nothing of it is lost, and none of it counts until it is put back.
    assert taken(office.count(held, counter, 2, stationed_unit=19), 200)["is_struck"]
    assert taken(office.of("organiser").post(path, json=body | {"is_struck": False}), 200) == {"changed": 1}
    assert total(office, held) == (19, ["tally"])


def test_what_a_site_is_made_of(office: Office, held: Json) -> None:
    taken(office.count(held, uuid4(), 3, "supervisor", stationed_unit=18), 201)
    made_of = taken(office.of("organiser").get(f"{office.at(held)}/counts"), 200)
    (counter,), (announced,) = made_of["counters"], made_of["entries"]
    assert (counter["counts"], counter["is_by_link"]) == ({"stationed_unit": 18}, False)
    assert (announced["count"], announced["kind"]) == (20, "announced")


def test_rows_of_other_sessions_are_not_struck(office: Office, held: Json) -> None:
    other, counter = office.session(), uuid4()
    taken(office.count(other, counter, 1, volunteer=1), 201)
    body = {"kind": "counter", "ids": [str(counter)], "reason": "x"}
    path = f"/cleanup-sessions/{held['id']}/strikes"
    assert taken(office.of("organiser").post(path, json=body), 200) == {"changed": 0}
