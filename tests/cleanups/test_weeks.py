"""Weeks are computed: held with or without anybody, missed, cancelled, moved, paused, 53 in a long year."""

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest

from app.cleanups import weeks
from app.core.clock import LOCAL_ZONE, as_of
from tests.cleanups.conftest import Json, Office, taken

NOVEMBER = datetime(2026, 11, 23, 12, 0, tzinfo=LOCAL_ZONE)


def read(office: Office, series: Json, year: int = 2026, at: datetime = NOVEMBER) -> dict[str, Json]:
    """The weeks by their label, as they look in November."""
    with as_of(at):
        # A log-in of that day: one of today would have ended by then.
        caller = office.phone(office.people["viewer"])
        answer = caller.get(f"/cleanup-weeks?year={year}&series_id={series['id']}")
    return {item["week"]: item for item in taken(answer, 200)["items"]}


def test_a_long_year_has_53_weeks(office: Office) -> None:
    found = read(office, office.series())
    assert len(found) == 53
    assert (found["2026-W01"]["starts_on"], found["2026-W53"]["starts_on"]) == ("2025-12-29", "2026-12-28")
    assert found["2026-W53"]["planned_on"] == ["2027-01-02"]
    assert len(read(office, office.series(name="二"), 2027)) == 52


def test_missed_held_with_nobody_and_to_come(office: Office) -> None:
    series = office.series()
    nobody = office.session(series, held_on="2026-03-07")
    office.act(nobody, "finish")
    some = office.session(series, held_on="2026-03-14")
    taken(office.count(some, uuid4(), 1, volunteer=9), 201)
    office.session(series, held_on="2026-03-21")  # entered and never touched again
    found = read(office, series)
    assert [(found[f"2026-W{n}"]["state"], found[f"2026-W{n}"]["total"]) for n in (10, 11, 12, 13)] == [
        ("held", 0),
        ("held", 9),
        ("missed", None),
        ("missed", None),
    ]
    assert found["2026-W48"]["state"] == found["2026-W53"]["state"] == "planned"
    assert found["2026-W10"]["sessions"][0]["state"] == "finished"


def test_this_week_is_not_missed_before_its_day_is_over(office: Office) -> None:
    series = office.series()
    saturday = datetime(2026, 11, 21, 23, 0, tzinfo=LOCAL_ZONE)
    assert read(office, series, at=saturday)["2026-W47"]["state"] == "planned"
    assert read(office, series, at=saturday + timedelta(days=1))["2026-W47"]["state"] == "missed"


def test_cancelled_postponed_and_paused_say_why(office: Office) -> None:
    pause = {"starts_on": "2026-02-15", "ends_on": "2026-02-23", "reason": "春节"}
    series = office.series(pauses=[pause])
    office.act(office.session(series, held_on="2026-03-07"), "cancel", note="下雨")
    moved = office.session(series, held_on="2026-03-14")
    office.act(moved, "postpone", held_on="2026-03-17", note="大风")
    found = read(office, series)
    told = {n: (found[f"2026-W{n}"]["state"], found[f"2026-W{n}"]["reason"]) for n in ("08", "10", "11")}
    assert told == {"08": ("paused", "春节"), "10": ("cancelled", "下雨"), "11": ("postponed", "大风")}
    office.act(office.read(moved), "finish")
    assert read(office, series)["2026-W12"]["state"] == "held"


def test_several_days_a_week_miss_none_while_one_is_held(office: Office) -> None:
    series = office.series(weekdays=[3, 6])
    office.act(office.session(series, held_on="2026-03-04"), "finish")
    found = read(office, series)["2026-W10"]
    assert (found["state"], found["planned_on"]) == ("held", ["2026-03-04", "2026-03-07"])


def test_another_rhythm_leaves_the_weeks_before_as_they_were(office: Office) -> None:
    series = office.series()
    names = ("name", "unit_id", "starts_on")
    body = {name: series[name] for name in names} | {"weekdays": [3], "version": 1}
    with as_of(NOVEMBER):
        caller = office.phone(office.people["organiser"])
        taken(caller.put(f"/cleanup-series/{series['id']}", json=body), 200)
    found = read(office, series)
    assert found["2026-W46"]["planned_on"] == ["2026-11-14"]
    assert found["2026-W48"]["planned_on"] == ["2026-11-25"]


def test_nothing_is_planned_before_the_first_or_after_the_last_day(office: Office) -> None:
    found = read(office, office.series(starts_on="2026-02-01", ends_on="2026-02-28"))
    assert [number for number, week in found.items() if week["planned_on"]] == [
        f"2026-W{n:02}" for n in (6, 7, 8, 9)
    ]
    assert found["2026-W04"]["state"] == found["2026-W40"]["state"] == "none"


@pytest.mark.parametrize(
    ("day", "week"),
    [
        (date(2026, 1, 1), 202601),
        (date(2026, 12, 31), 202653),
        (date(2027, 1, 3), 202653),
        (date(2027, 1, 4), 202701),
    ],
)
def test_weeks_are_those_of_iso(day: date, week: int) -> None:
    assert weeks.week_of(day) == week
    assert day in weeks.days_of(week)
