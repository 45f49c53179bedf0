"""Sums by time and place: person-times called so, shops distinct, cancelled sessions left out."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from app.cleanups.models import Shop
from app.core.clock import now, today
from tests.cases.conftest import Street
from tests.cleanups.conftest import Json, Office, taken
from tests.factories import Make, Phone


def read(office: Office, by: str, who: str = "viewer", **given: str) -> Json:
    query = {"first": "2026-01-01", "last": "2026-12-31", "by": by} | given
    return taken(office.of(who).get("/cleanup-statistics", query_string=query), 200)


def by_key(answer: Json, *names: str) -> dict[str, Any]:
    return {item["key"]: tuple(item[name] for name in names) for item in answer["items"]}


@pytest.fixture
def shops(office: Office) -> list[str]:
    values = {"unit_id": office.make.office.id, "segment_id": office.segment.id, "updated_at": now()}
    return [str(office.make._add(Shop(name=name, **values)).id) for name in ("甲", "乙", "丙")]


def hold(office: Office, series: Json, day: str, volunteers: int, *shops: str, **given: Any) -> Json:
    session = office.session(series, held_on=day, **given)
    if volunteers:
        taken(office.count(session, uuid4(), 1, volunteer=volunteers), 201)
    if shops:
        body = {"took_part": list(shops)}
        taken(office.of("organiser").post(f"{office.at(session)}/shops", json=body), 200)
    return session


def announce(office: Office, session: Json, count: int) -> None:
    body = {"kind": "announced", "category_code": "volunteer", "count": count}
    taken(office.of("organiser").put(f"{office.at(session)}/entries/{uuid4()}", json=body), 201)


def test_a_shop_counts_once_a_week_over_all_series(office: Office, shops: list[str]) -> None:
    clean, pick = office.series(), office.series(name="三捡三拾", weekdays=[3])
    hold(office, clean, "2026-11-14", 10, shops[0], shops[1])
    hold(office, pick, "2026-11-11", 5, shops[1])
    hold(office, clean, "2026-11-21", 20, shops[1], shops[2])
    names = ("person_times_total", "shops_taking_part", "sessions")
    weeks = read(office, "week")
    assert by_key(weeks, *names) == {"2026-W46": (15, 2, 2), "2026-W47": (20, 2, 1)}
    assert by_key(read(office, "month"), *names) == {"2026-11": (35, 3, 3)}
    assert by_key(read(office, "year"), *names) == {"2026": (35, 3, 3)}
    assert tuple(weeks["all"][name] for name in names) == (35, 3, 3)
    assert weeks["all"]["shops_registered"] == 3
    one = read(office, "week", series_id=pick["id"])
    assert by_key(one, *names) == {"2026-W46": (5, 1, 1)}


def test_the_new_year_belongs_to_the_week_and_to_its_month(office: Office) -> None:
    series = office.series()
    hold(office, series, "2020-12-31", 3)
    hold(office, series, "2021-01-02", 4)
    given = {"first": "2020-12-01", "last": "2021-01-31"}
    assert by_key(read(office, "week", **given), "person_times_total") == {"2020-W53": (7,)}
    months = by_key(read(office, "month", **given), "person_times_total")
    assert months == {"2020-12": (3,), "2021-01": (4,)}


def test_cancelled_sessions_stay_out_and_come_back(office: Office) -> None:
    session = hold(office, office.series(), "2026-11-21", 10)
    cancelled = office.act(session, "cancel", note="下雨")
    assert read(office, "week")["items"] == []
    office.act(cancelled, "reinstate")
    assert by_key(read(office, "week"), "person_times_total") == {"2026-W47": (10,)}


def test_nobody_is_a_session_and_never_touched_is_none(office: Office) -> None:
    series = office.series()
    office.act(hold(office, series, "2026-11-14", 0), "finish")
    hold(office, series, "2026-11-21", 0)
    assert by_key(read(office, "week"), "sessions", "person_times_total") == {"2026-W46": (1, 0)}


def test_offices_are_compared_by_whose_ground_it_is(office: Office, shops: list[str]) -> None:
    make = office.make
    other = make.unit("林山寨街道")
    community = make.unit("百花社区", "community", parent=other)
    sites = [office.site(), office.site(name="远", segment_id=str(make.segment(unit=community).id))]
    series = office.series("district_organiser", unit_id=str(make.district.id))
    session = taken(office.put(series, "district_organiser", sites=sites, held_on="2026-11-21"), 201)
    for site, volunteers in zip(sites, (10, 4), strict=True):
        taken(office.count(session, uuid4(), 1, "district_organiser", site, volunteer=volunteers), 201)
    taken(
        office.of("district_organiser").post(f"{office.at(session)}/shops", json={"took_part": shops[:2]}),
        200,
    )
    found = read(office, "unit")
    names = ("name", "person_times_total", "sessions", "shops_taking_part", "shops_registered")
    assert by_key(found, *names) == {
        str(make.office.id): ("棉纺路街道", 10, 1, 2, 3),
        str(other.id): ("林山寨街道", 4, 1, 0, 0),
    }
    segments = by_key(read(office, "segment"), "name", "person_times_total")
    assert segments[str(office.segment.id)] == (office.segment.name, 10)
    # An organiser of one office reads the office's own sessions alone.
    assert read(office, "unit", "organiser")["all"]["sessions"] == 0


def test_results_and_cases(office: Office, make: Make, phone: Phone) -> None:
    street = Street(make, phone)
    session = hold(office, office.series(), "2026-11-21", 1)
    body = {"version": 0, "results": {"bags": 12, "washed": 30.5}}
    taken(office.of("organiser").put(f"{office.at(session)}/results", json=body), 200)
    street.people["organiser"] = office.people["organiser"]
    done, left = street.handled(), street.reported()
    street.act("supervisor", done, "verify_pass")
    for case in (done, left):
        office.of("organiser").put(f"{office.at(session)}/cases/{case['id']}")
    (item,) = read(office, "week")["items"]
    assert item["results"] == {"bags": 12.0, "washed": 30.5}
    assert (item["cases_found"], item["cases_closed"]) == (2, 1)


@pytest.mark.parametrize("by", ["week", "month", "year", "unit", "segment"])
def test_of_nothing_at_all(office: Office, by: str) -> None:
    answer = read(office, by)
    assert (answer["items"], answer["all"]["person_times_total"], answer["all"]["sessions"]) == ([], 0, 0)


def test_what_is_announced_for_a_day_to_come_is_no_number_yet(office: Office) -> None:
    to_come = office.session(office.series(), held_on=str(today() + timedelta(days=1)))
    announce(office, to_come, 25)
    far = {"last": str(today() + timedelta(days=30))}
    assert read(office, "week", **far)["items"] == []
    year = to_come["held_on"][:4]
    weeks = taken(office.of("viewer").get(f"/cleanup-weeks?year={year}"), 200)["items"]
    this = [week for week in weeks if week["sessions"]]
    assert [(week["state"], week["total"]) for week in this] == [("planned", None)]


def test_an_announced_number_is_a_session_that_took_place(office: Office) -> None:
    running = office.session(office.series(), held_on=str(today()))
    assert read(office, "week", last=str(today()))["items"] == []
    announce(office, running, 25)
    given = {"last": str(today())}
    assert [
        (one["sessions"], one["person_times_total"]) for one in read(office, "week", **given)["items"]
    ] == [(1, 25)]


def test_a_week_knows_its_shops_apart(office: Office, shops: list[str]) -> None:
    series = office.series(weekdays=[2, 4])
    hold(office, series, "2026-11-17", 1, shops[0], shops[1])
    hold(office, series, "2026-11-19", 1, shops[1], shops[2])
    weeks = taken(office.of("viewer").get("/cleanup-weeks?year=2026"), 200)["items"]
    assert [week["shops_taking_part"] for week in weeks if week["sessions"]] == [3]
