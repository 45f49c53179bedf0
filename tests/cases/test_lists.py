"""Lists, map and counts: filters, order, pages, totals, and what each person finds in them."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from app.cases.models import Case
from app.cases.queries import listing
from app.core.clock import as_of, now
from tests.cases.conftest import Json, Street, named
from tests.factories import CENTRE


def listed(street: Street, who: str = "supervisor", **query: Any) -> list[str]:
    answer = street.of(who).get("/cases", query_string=query)
    assert answer.status_code == 200, answer.json
    return [row["id"] for row in answer.get_json()["items"]]


def elsewhere(street: Street, **given: Any) -> Json:
    """A report on another segment of another office."""
    lon, lat = CENTRE[0] + 0.05, CENTRE[1]
    unit = street.make.unit()
    far = street.make.segment([(lon, lat), (lon + 0.001, lat)], unit=unit)
    place = {"lon": lon + 0.0005, "lat": lat, "datum": "wgs84"}
    return street.reported(location=place, **given) | {"far": far}


def test_a_row_has_what_a_queue_shows(street: Street) -> None:
    case = street.act("supervisor", street.reported(description="卖菜"), "file")
    (row,) = street.of("supervisor").get("/cases").get_json()["items"]
    promised = (
        "id number status category_code category_name segment_id segment_name side unit_id due_at light"
        " observed_at received_at reporter_id department_id department_name assignee_id self_handled version"
        " description lon lat thumb_sha256 unread last_event"
    )
    assert set(promised.split()) <= set(row)
    assert {name: row[name] for name in ("id", "number", "version", "segment_name")} == {
        name: case[name] for name in ("id", "number", "version", "segment_name")
    }
    assert row["thumb_sha256"] == "a" * 64
    assert row["last_event"] == {"action": "file", "note": "", "at": case["updated_at"]}


def test_newest_first_page_by_page_each_once(street: Street) -> None:
    moment = now()
    made = []
    for minute in (0, 1, 1, 2, 3):
        with as_of(moment + timedelta(minutes=minute)):
            made.append(street.reported()["id"])
    whole = listed(street)
    assert (whole[0], whole[-1], sorted(whole)) == (made[-1], made[0], sorted(made))
    for sort, order in (("-received_at", whole), ("received_at", whole[::-1])):
        paged: list[str] = []
        cursor = None
        while cursor is not None or not paged:
            query = {"limit": 2, "sort": sort} | ({"cursor": cursor} if cursor else {})
            page = street.of("supervisor").get("/cases", query_string=query).get_json()
            paged += [row["id"] for row in page["items"]]
            cursor = page["next_cursor"]
            assert page["total"] == 5
        assert paged == order


def test_by_deadline_those_without_come_last_and_pages_hold(street: Street) -> None:
    without = [street.reported()["id"] for _ in range(2)]
    with as_of(now() + timedelta(hours=1)):
        later = street.assigned()["id"]
    sooner = street.assigned()["id"]
    whole = listed(street, sort="due_at")
    assert (whole[:2], sorted(whole[2:])) == ([sooner, later], sorted(without))
    page = street.of("supervisor").get("/cases", query_string={"sort": "due_at", "limit": 3}).get_json()
    rest = listed(street, sort="due_at", limit=3, cursor=page["next_cursor"])
    assert [row["id"] for row in page["items"]] + rest == whole


def test_the_total_is_counted_to_a_thousand(street: Street, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "COUNTED_TO", 2)
    totals = []
    for _ in range(3):
        street.reported()
        page = street.of("supervisor").get("/cases").get_json()
        totals.append((page["total"], page["total_capped"]))
    assert totals == [(1, False), (2, False), (2, True)]


@pytest.mark.parametrize(
    "query",
    [
        {"limit": 0},
        {"limit": 201},
        {"cursor": "x"},
        {"cursor": "WyJkdWVfYXQiLDEsMl0"},
        {"sort": "colour"},
        {"status": "lost"},
        {"segment_id": "1"},
        {"bbox": "1,2,3"},
        {"bbox": "3,0,1,1"},
        {"bbox": "nan,nan,nan,nan"},
        {"task": "yours"},
    ],
)
def test_questions_that_make_no_sense_are_refused(street: Street, query: Json) -> None:
    assert street.of("supervisor").get("/cases", query_string=query).status_code == 422


def test_each_filter_narrows(street: Street) -> None:
    here, there = street.assigned(), elsewhere(street)
    far = there["far"]
    near_box = f"{CENTRE[0] - 0.01},{CENTRE[1] - 0.01},{CENTRE[0] + 0.01},{CENTRE[1] + 0.01}"
    only_here: list[Json] = [
        {"status": ["assigned", "closed"]},
        {"segment_id": street.segment.id},
        {"road_id": street.segment.road_id},
        {"unit_id": street.make.office.id},
        {"department_id": street.department.id},
        {"bbox": near_box},
        {"light": "green"},
        {"q": street.segment.name[:4]},
        {"q": here["number"]},
    ]
    assert [listed(street, **query) for query in only_here] == [[here["id"]]] * len(only_here)
    only_there: list[Json] = [{"status": "reported"}, {"segment_id": far.id}, {"unit_id": far.unit_id}]
    assert [listed(street, **query) for query in only_there] == [[there["id"]]] * len(only_there)
    both: list[Json] = [
        {"category_code": street.category.code},
        {"reporter_id": street.people["chief"].id},
        {"unit_id": street.make.district.id},
        {"overdue": "false"},
        {"unplaced": "false"},
        {"q": "  "},
        {"q": "路长 占道"},
    ]
    assert {len(listed(street, **query)) for query in both} == {2}
    none: list[Json] = [
        {"assignee_id": uuid4()},
        {"overdue": "true"},
        {"unplaced": "true"},
        {"self_handled": "true"},
        {"q": "%"},
        {"q": "路_"},
        {"source": "hotline"},
        {"unit_id": uuid4()},
    ]
    assert [listed(street, **query) for query in none] == [[]] * len(none)


def test_overdue_is_what_somebody_has_beyond_its_limit(street: Street) -> None:
    with as_of(now() - timedelta(hours=5)):
        late, handled, suspended = street.assigned(), street.assigned(), street.assigned()
    street.act("handler", handled, "handle", photos=[named("after", "b")])
    street.act("supervisor", suspended, "suspend", note="等")
    assert listed(street, overdue="true") == [late["id"]]
    assert listed(street, light="red") == listed(street, light="red", status=["assigned", "handled"])


@pytest.mark.parametrize(
    ("who", "count"),
    [
        *(("supervisor", 2), ("viewer", 2), ("admin", 2), ("office_supervisor", 1), ("organiser", 1)),
        *(("chief", 2), ("other_chief", 1), ("handler", 1)),
        *(("far_chief", 0), ("far_supervisor", 0), ("far_handler", 0), ("outsider", 0)),
    ],
)
def test_everybody_finds_their_own_on_list_item_map_and_counts_alike(
    street: Street, who: str, count: int
) -> None:
    cases = [street.assigned()["id"], elsewhere(street)["id"]]
    caller = street.of(who)
    found = listed(street, who)
    single = [caller.get(f"/cases/{case_id}").status_code for case_id in cases]
    mapped = [street.drawn(zoom, who)["features"] for zoom in (10, 17)]
    marks = [sum(mark["properties"]["count"] for mark in features) for features in mapped]
    counted = caller.get("/cases/counts").get_json()["items"]
    numbers = (len(found), single.count(200), *marks, sum(row["total"] for row in counted))
    assert numbers == (count,) * 5


def test_an_appointment_opens_the_segments_cases_and_its_end_shuts_them(street: Street) -> None:
    street.reported("supervisor")
    assert listed(street, "far_chief") == []
    held = street.make.appointment(street.people["far_chief"], street.segment)
    assert len(listed(street, "far_chief")) == 1
    with as_of(now() + timedelta(days=9)):
        held.ends_on = (now() - timedelta(days=1)).date()
        street.make.session.flush()
        assert listed(street, "far_chief") == []


def test_a_chief_goes_on_seeing_what_he_did_something_to(street: Street) -> None:
    case = street.act("far_chief", street.reported("supervisor"), "sight", note="还在")
    assert listed(street, "far_chief") == [case["id"]]


def test_my_tasks_are_what_waits_for_me(street: Street) -> None:
    reported = street.reported("supervisor", source="hotline", photos=[])
    asked = street.act("supervisor", street.reported("supervisor"), "ask_confirm")
    assigned = street.assigned()
    taken = street.act("handler", street.assigned(), "take")
    handled = street.handled()
    own = street.reported(self_handled=True, photos=[named(), named("after", "c")])
    tasks = {who: set(listed(street, who, task="mine")) for who in ("supervisor", "chief", "other_chief")}
    assert tasks["supervisor"] == {reported["id"], asked["id"], handled["id"], own["id"]}
    assert tasks["chief"] == {asked["id"], handled["id"]}
    assert tasks["other_chief"] == {asked["id"], handled["id"], own["id"]}
    assert set(listed(street, "handler", task="mine")) == {assigned["id"], taken["id"]}
    assert listed(street, "viewer", task="mine") == []


def test_a_colleague_does_not_find_what_is_taken_among_their_tasks(street: Street) -> None:
    street.people["colleague"] = street.make.user(
        "handler", unit=street.make.district, department=street.department
    )
    street.act("handler", street.assigned(), "take")
    free = street.assigned()
    assert listed(street, "colleague", task="mine") == [free["id"]]


def test_what_became_of_a_report_is_unread_until_its_reporter_looks(street: Street) -> None:
    case = street.reported()
    assert listed(street, "chief", unread="true") == []
    case = street.act("supervisor", case, "reject", note="不属实")
    assert listed(street, "chief", unread="true") == [case["id"]]
    assert listed(street, "supervisor", unread="true") == []
    assert street.of("supervisor").post(f"/cases/{case['id']}/seen", json={"version": 2}).status_code == 204
    assert listed(street, "chief", unread="true") == [case["id"]]
    assert street.of("chief").post(f"/cases/{case['id']}/seen", json={"version": 9}).status_code == 204
    assert listed(street, "chief", unread="true") == [case["id"]]
    assert street.of("chief").post(f"/cases/{case['id']}/seen", json={"version": 2}).status_code == 204
    assert listed(street, "chief", unread="true") == []
    assert street.of("chief").get(f"/cases/{case['id']}").get_json()["unread"] is False


@pytest.mark.parametrize(
    ("by", "keys"),
    [
        ("status", {"assigned": 1, "reported": 1}),
        ("light", {"red": 1, None: 1}),
        ("category", {"04-06": 2}),
        ("department", {"综合执法队": 1, None: 1}),
        ("segment", {"桐柏路：建设路—棉纺路": 1, "far": 1}),
        ("unit", {"棉纺路街道": 1, "far": 1}),
        ("road", {"near": 1, "far": 1}),
    ],
)
def test_counts_tell_open_and_overdue_apart(street: Street, by: str, keys: Json) -> None:
    with as_of(now() - timedelta(hours=5)):
        late = street.assigned()
    far = elsewhere(street)
    rows = street.of("viewer").get("/cases/counts", query_string={"by": by}).get_json()["items"]
    assert len(rows) == len(keys)
    assert sum(row["open"] for row in rows) == sum(row["total"] for row in rows) == 2
    assert sum(row["overdue"] for row in rows) == 1
    if by == "segment":
        assert {row["key"] for row in rows} == {late["segment_id"], far["segment_id"]}
    if by in ("status", "light"):
        assert {row["key"]: row["total"] for row in rows} == keys
    if by == "department":
        assert {row["name"]: row["total"] for row in rows} == keys


def test_counts_leave_out_what_filters_leave_out(session: Session, street: Street) -> None:
    closed = street.reported()
    session.get_one(Case, UUID(closed["id"])).status = "closed"
    session.flush()
    street.reported()
    (row,) = street.of("viewer").get("/cases/counts?by=segment").get_json()["items"]
    assert (row["total"], row["open"]) == (2, 1)
    assert street.of("viewer").get("/cases/counts?by=segment&status=withdrawn").json == {"items": []}


@pytest.mark.parametrize(
    ("path", "most"),
    [("/cases", 6), ("/cases/map?zoom=10", 4), ("/cases/map?zoom=17", 4), ("/cases/counts?by=segment", 4)],
)
def test_a_page_takes_few_statements_however_many_rows(
    session: Session, street: Street, path: str, most: int
) -> None:
    for _ in range(12):
        street.assigned()
    caller, statements = street.of("supervisor"), []
    engine = session.connection().engine
    event.listen(engine, "before_cursor_execute", lambda *given: statements.append(given[2]))
    assert caller.get(path).status_code == 200
    assert 0 < len([text for text in statements if "SAVEPOINT" not in text]) <= most
