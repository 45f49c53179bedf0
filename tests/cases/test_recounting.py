"""When calendar or rules change, the worker counts the ends of what is not yet due anew, and nothing else."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.cases import sweepers
from app.cases.deadlines import recount_clock
from app.cases.models import Case, CaseChange, ClockRecount
from app.cases.services import recounting
from app.catalog.limits import parse_limits
from app.core.clock import LOCAL_ZONE, as_of
from app.core.db import reading
from tests.cases.conftest import Json, Street, named
from tests.cases.test_statements import counted

NOON = datetime.fromisoformat("2026-11-23T12:00:00+08:00")
OFF = {"days": [{"day": "2026-11-24", "is_working": False, "name": "演练"}]}


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LOCAL_ZONE)


def sweep(at: datetime = NOON) -> int:
    """Let the worker do all there is; how many rounds it had work for."""
    rounds = 0
    for wait in (timedelta(0), recounting.GRACE):
        with as_of(at + wait):
            while sweepers.recount_clocks():
                rounds += 1
    return rounds


@pytest.fixture(autouse=True)
def _first_recount(street: Street) -> None:
    """The one after setting up is over; the category is one of working days."""
    street.category.limits = parse_limits("1天")
    sweep(NOON - timedelta(days=30))


def assigned(street: Street, at: str) -> Json:
    with as_of(local(at)):
        return street.assigned()


def due(session: Session, case: Json) -> datetime | None:
    session.expire_all()
    return session.get_one(Case, UUID(case["id"])).due_at


def load(street: Street, body: Any = OFF, year: int = 2026) -> None:
    answer = street.of("admin").put(f"/calendars/{year}", json=body)
    assert answer.status_code == 200, answer.json


def test_a_day_off_moves_the_ends_of_what_is_not_yet_due(session: Session, street: Street) -> None:
    running, over = assigned(street, "2026-11-23T10:00"), assigned(street, "2026-11-20T08:00")
    done = assigned(street, "2026-11-23T10:00")
    street.upload("handler", "b")
    with as_of(NOON - timedelta(minutes=5)):
        done = street.act("handler", done, "handle", photos=[named("after", "b")])
    assert due(session, running) == local("2026-11-24T10:00")
    load(street)
    assert sweep() > 0
    assert due(session, running) == local("2026-11-25T10:00")
    assert due(session, over) == local("2026-11-20T18:00")
    assert due(session, done) == local("2026-11-24T10:00")
    with as_of(NOON):
        done = street.act("chief", done, "verify_fail", note="还有")
    assert due(session, done) == local("2026-11-25T10:00")


def test_the_administrator_sees_how_far_it_is(street: Street) -> None:
    def seen() -> Json:
        told: Json = street.of("admin").get("/cases/clock-recount").get_json()
        return told

    assigned(street, "2026-11-23T10:00")
    assert seen()["is_current"]
    load(street)
    assert not seen()["is_current"]
    with as_of(NOON):
        sweepers.recount_clocks()
    assert (seen()["is_current"], seen()["finished_at"]) == (False, None)
    sweep()
    assert (seen()["is_current"], seen()["seen"], seen()["changed"]) == (True, 1, 1)
    assert street.of("supervisor").get("/cases/clock-recount").status_code == 403


def test_dropping_the_calendar_goes_back(session: Session, street: Street) -> None:
    case = assigned(street, "2026-11-23T10:00")
    load(street)
    sweep()
    assert street.of("admin").delete("/calendars/2026").status_code == 204
    sweep()
    assert due(session, case) == local("2026-11-24T10:00")


def test_shorter_days_make_a_limit_of_days_shorter(session: Session, street: Street) -> None:
    case = assigned(street, "2026-11-23T10:00")
    assert street.of("admin").put("/clock-rules", json={"day_hours": 4}).status_code == 200
    sweep(NOON)
    assert due(session, case) == local("2026-11-23T16:00")
    assert session.get_one(Case, UUID(case["id"])).limit_hours == 4


def test_other_steps_hold_for_what_is_not_yet_due_and_for_cases_from_before(
    session: Session, street: Street
) -> None:
    cases = [assigned(street, "2026-11-23T10:00") for _ in range(2)]
    older = session.get_one(Case, UUID(cases[1]["id"]))
    older.limit = older.next_step_at = None
    session.flush()
    steps = [{"to": "supervisor", "after_hours": 3}]
    assert street.of("admin").put("/clock-rules", json={"overdue_steps": steps}).status_code == 200
    sweep()
    session.expire_all()
    rows = [session.get_one(Case, UUID(case["id"])) for case in cases]
    assert [row.next_step_at for row in rows] == [local("2026-11-24T13:00")] * 2
    assert [row.due_at for row in rows] == [local("2026-11-24T10:00")] * 2


def test_pauses_are_counted_by_the_new_calendar_too(session: Session, street: Street) -> None:
    case = assigned(street, "2026-11-23T08:00")
    with as_of(local("2026-11-23T10:00")):
        case = street.act("supervisor", case, "suspend", note="等")
    load(street)
    sweep()
    with as_of(local("2026-11-23T15:00")):
        case = street.act("supervisor", case, "resume")
    assert datetime.fromisoformat(case["due_at"]) == local("2026-11-25T11:00")


def test_phones_are_told_and_nobodys_move_goes_stale(session: Session, street: Street) -> None:
    case = assigned(street, "2026-11-23T10:00")
    told = select(func.count()).select_from(CaseChange).where(CaseChange.case_id == UUID(case["id"]))
    before = session.scalar(told)
    load(street)
    sweep()
    assert session.scalar(told) == (before or 0) + 1
    with as_of(NOON):
        assert street.act("handler", case, "take")["status"] == "handling"


def test_batch_after_batch_reaches_every_case_once(
    session: Session, street: Street, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recounting, "BATCH", 3)
    # Some due in the same moment, some on the day that is taken off, some after it.
    hours = ["2026-11-23T09:00"] * 4 + [f"2026-11-23T10:0{minute}" for minute in range(4)]
    cases = [assigned(street, at) for at in hours]
    load(street)
    assert sweep() >= 4
    row = session.scalars(select(ClockRecount).order_by(ClockRecount.id.desc())).first()
    assert row is not None
    assert (row.changed, row.seen >= 8, row.finished_at is not None) == (8, True, True)
    assert all((due(session, case) or NOON) >= local("2026-11-25T09:00") for case in cases)


def test_a_recount_killed_in_the_middle_goes_on(
    session: Session, street: Street, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recounting, "BATCH", 2)
    cases = [assigned(street, f"2026-11-23T10:0{minute}") for minute in range(5)]
    load(street)
    calls = []

    def die(*given: Any) -> bool:
        calls.append(given)
        if len(calls) == 4:
            raise KeyboardInterrupt
        return recount_clock(*given)

    monkeypatch.setattr("app.cases.services.recounting.recount_clock", die)
    with pytest.raises(KeyboardInterrupt):
        sweep()
    moved = [
        due(session, case) == local("2026-11-25T10:00") + timedelta(minutes=at)
        for at, case in enumerate(cases)
    ]
    assert sum(moved) == 2  # the batch it died in is undone as a whole
    sweep(NOON + timedelta(minutes=5))
    assert [due(session, case) for case in cases] == [
        local(f"2026-11-25T10:0{minute}") for minute in range(5)
    ]


def test_a_change_in_the_middle_of_a_recount_takes_its_place(session: Session, street: Street) -> None:
    case = assigned(street, "2026-11-23T10:00")
    load(street)
    with as_of(NOON):
        assert sweepers.recount_clocks()
    load(street, {"days": [{"day": f"2026-11-{day}", "is_working": False} for day in (24, 25)]})
    sweep()
    assert due(session, case) == local("2026-11-26T10:00")
    with reading() as looking:
        waiting = select(func.count()).select_from(ClockRecount).where(ClockRecount.finished_at.is_(None))
        assert looking.scalar(waiting) == 0


def test_requests_under_way_have_ended_before_the_first_batch(session: Session, street: Street) -> None:
    case = assigned(street, "2026-11-23T10:00")
    load(street)
    with as_of(NOON):
        assert sweepers.recount_clocks()
        assert not sweepers.recount_clocks()
    assert due(session, case) == local("2026-11-24T10:00")


def test_looking_costs_little_and_a_batch_no_more_statements_for_more_cases(
    session: Session, street: Street
) -> None:
    with counted(session) as idle:
        assert not sweepers.recount_clocks()
    assert len(idle) <= 3
    counts = []
    for many, day in ((2, 24), (12, 25)):
        for _ in range(many):
            assigned(street, "2026-11-23T16:00")
        load(street, {"days": [{"day": f"2026-11-{day}", "is_working": False}]})
        with as_of(NOON):
            sweepers.recount_clocks()
        with as_of(NOON + recounting.GRACE), counted(session) as statements:
            assert sweepers.recount_clocks()
        counts.append(len(statements))
    assert counts[0] == counts[1] <= 12
