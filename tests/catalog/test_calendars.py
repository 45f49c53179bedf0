"""Calendars and rules as administrators see, load and change them."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from apiflask import APIFlask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import AuditEntry
from app.catalog.calendars import list_calendars
from app.catalog.clockwork import clockwork
from app.core.clock import LOCAL_ZONE, as_of
from tests.factories import Caller, Make, Phone

DAY_OFF = {"day": "2031-03-05", "is_working": False, "name": "演练"}
MAKE_UP = {"day": "2031-03-08", "is_working": True, "name": "演练"}


@pytest.fixture
def admin(make: Make, phone: Phone) -> Caller:
    """Of the whole district."""
    return phone(make.user("admin", unit=make.district), "desk")


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LOCAL_ZONE)


def due(session: Session, start: str, hours: float) -> datetime:
    clocks = clockwork(session)
    limit = {"clock": "working_hours", "amount": hours}
    return clocks.after("working_hours", local(start), clocks.span(limit))


def test_published_years_are_told_and_unknown_ones_say_so(session: Session, admin: Caller) -> None:
    with as_of(local("2026-11-23T10:00")):
        years = {item["year"]: item for item in admin.get("/calendars").json["items"]}
    assert (years[2025]["source"], years[2026]["source"]) == ("published", "published")
    days = {one["day"]: one for one in years[2026]["days"]}
    assert (days["2026-10-01"]["is_working"], days["2026-10-10"]["is_working"]) == (False, True)
    ahead = list_calendars(session, 2090)
    assert [(item.year, item.source) for item in ahead] == [(2090, "weekends"), (2091, "weekends")]
    assert admin.get("/calendars/2090").json == {
        "year": 2090,
        "source": "weekends",
        "note": "",
        "loaded_at": None,
        "days": [],
    }


def test_a_loaded_calendar_holds_until_it_is_dropped(session: Session, admin: Caller) -> None:
    assert due(session, "2031-03-04T14:00", 8) == local("2031-03-05T12:00")
    answer = admin.put("/calendars/2031", json={"note": "国办发明电", "days": [MAKE_UP, DAY_OFF]})
    assert (answer.json["source"], answer.json["note"]) == ("loaded", "国办发明电")
    assert answer.json["days"] == [DAY_OFF, MAKE_UP]
    assert due(session, "2031-03-04T14:00", 8) == local("2031-03-06T12:00")
    assert due(session, "2031-03-07T14:00", 8) == local("2031-03-08T12:00")
    assert admin.delete("/calendars/2031").status_code == 204
    assert due(session, "2031-03-04T14:00", 8) == local("2031-03-05T12:00")
    assert admin.delete("/calendars/2031").status_code == 404


def test_a_loaded_calendar_stands_before_the_published_one_of_its_year_alone(
    session: Session, admin: Caller
) -> None:
    admin.put("/calendars/2026", json={"days": []})
    assert due(session, "2026-10-01T08:00", 4) == local("2026-10-01T12:00")
    assert due(session, "2025-10-01T08:00", 4) == local("2025-10-09T12:00")


@pytest.mark.parametrize(
    "days",
    [
        [{"day": "2032-01-01", "is_working": False}],
        [DAY_OFF, DAY_OFF],
        [{"day": "soon", "is_working": False}],
        [{"day": "2031-01-01"}],
    ],
)
def test_a_calendar_that_makes_no_sense_is_refused(admin: Caller, days: list[Any]) -> None:
    answer = admin.put("/calendars/2031", json={"days": days})
    assert (answer.status_code, answer.json["code"]) == (422, "invalid")
    assert admin.get("/calendars/2031").json["source"] == "weekends"


@pytest.mark.parametrize("year", [1, 1999, 2201, 99999])
def test_there_are_no_calendars_of_other_ages(admin: Caller, year: int) -> None:
    assert admin.get(f"/calendars/{year}").status_code == 404
    assert admin.put(f"/calendars/{year}", json={"days": []}).status_code == 404


def test_rules_are_as_ever_until_somebody_changes_them(session: Session, admin: Caller) -> None:
    rules: dict[str, Any] = admin.get("/clock-rules").get_json()
    assert rules["periods"] == [
        {"starts_minute": 480, "ends_minute": 720},
        {"starts_minute": 840, "ends_minute": 1080},
    ]
    assert (rules["day_hours"], rules["yellow_share"]) == (8, 0.8)
    assert [step["to"] for step in rules["overdue_steps"]] == ["handler", "supervisor", "chief"]
    summer = rules | {"periods": [{"starts_minute": 450, "ends_minute": 690}]}
    assert admin.put("/clock-rules", json=summer).json == summer
    assert due(session, "2026-11-23T00:00", 5) == local("2026-11-24T08:30")
    assert admin.put("/calendars/2031", json={"days": []}).status_code == 200
    assert admin.get("/clock-rules").json == summer  # a calendar leaves the rules alone


@pytest.mark.parametrize(
    "given",
    [
        {"periods": []},
        {"periods": [{"starts_minute": 720, "ends_minute": 720}]},
        {"periods": [{"starts_minute": 480, "ends_minute": 720}, {"starts_minute": 700, "ends_minute": 900}]},
        {"periods": [{"starts_minute": 0, "ends_minute": 1441}]},
        {"day_hours": 0},
        {"yellow_share": 1.5},
        {"overdue_steps": [{"to": "handler", "after_hours": 9}, {"to": "chief", "after_hours": 1}]},
        {"overdue_steps": [{"to": "mayor", "after_hours": 9}]},
        {"lunch": True},
    ],
)
def test_rules_that_make_no_sense_are_refused(admin: Caller, given: dict[str, Any]) -> None:
    before = admin.get("/clock-rules").json
    assert admin.put("/clock-rules", json=given).status_code == 422
    assert admin.get("/clock-rules").json == before


def test_who_changed_what_is_in_the_audit_log(session: Session, admin: Caller) -> None:
    admin.put("/calendars/2031", json={"days": [DAY_OFF]})
    admin.put("/clock-rules", json={"day_hours": 7})
    admin.delete("/calendars/2031")
    rows = session.scalars(select(AuditEntry).where(AuditEntry.subject_kind.in_(("calendar", "clock_rules"))))
    found = {row.action: row for row in rows}
    assert found.keys() == {"calendar_loaded", "clock_rules_changed", "calendar_dropped"}
    assert all(row.actor_id for row in found.values())
    changed = found["clock_rules_changed"].detail
    assert (changed["before"]["day_hours"], changed["after"]["day_hours"]) == (8, 7)
    assert found["calendar_dropped"].detail["before"] == [DAY_OFF]


def test_the_calendar_and_rules_belong_to_the_whole_deployment(make: Make, phone: Phone) -> None:
    of_an_office = phone(make.user("admin"), "desk")
    assert of_an_office.put("/calendars/2031", json={"days": []}).status_code == 403
    assert of_an_office.put("/clock-rules", json={}).status_code == 403
    assert of_an_office.get("/calendars/2031").status_code == 200


def test_the_command_loads_a_file_and_says_what_holds(
    app: APIFlask, session: Session, tmp_path: Path
) -> None:
    file = tmp_path / "days.csv"
    file.write_text(
        "day,is_working,name\n2031-03-05,0,演练\n2031-03-08,1,演练\n2032-01-01,0,元旦\n", "utf-8-sig"
    )
    runner = app.test_cli_runner()
    result = runner.invoke(args=["catalog", "load-calendar", str(file), "--note", "通知"])
    assert result.output == "2031: 2 days\n2032: 1 days\n"
    assert due(session, "2031-03-04T14:00", 8) == local("2031-03-06T12:00")
    told = runner.invoke(args=["catalog", "calendars"]).output
    assert "2031: loaded, 2 days 通知" in told
    assert "2026: published" in told


@pytest.mark.parametrize("line", ["2031-02-30,0,x", "2031-03-05,maybe,x", "2031-03-05"])
def test_a_file_with_a_bad_line_loads_nothing(
    app: APIFlask, session: Session, admin: Caller, tmp_path: Path, line: str
) -> None:
    file = tmp_path / "days.csv"
    file.write_text(f"day,is_working,name\n2031-03-06,0,ok\n{line}\n", "utf-8")
    result = app.test_cli_runner().invoke(args=["catalog", "load-calendar", str(file)])
    assert result.exit_code != 0
    assert "Line 3" in str(result.exception) + result.output
    assert admin.get("/calendars/2031").json["source"] == "weekends"
