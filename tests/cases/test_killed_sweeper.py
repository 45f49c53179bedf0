"""A worker killed while it counts anew or reminds, as a real process: nothing lost, nothing twice."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from apiflask import APIFlask
from sqlalchemy import func, insert, select, update

from app.cases.deadlines import count_ends
from app.cases.models import Case, CaseChange, ClockRecount, OverdueNotice
from app.catalog.clockwork import clockwork
from app.core.clock import now
from app.core.db import reading, unit_of_work
from config import Config
from tests.factories import Caller, Make, Phone
from tests.workers import Start, Worker, kill, wait_until, workers

CASES = 3000
LIMIT = {"text": "90天", "amount": 90, "clock": "working_days", "note": ""}


@pytest.fixture
def start(settings: Config, tmp_path: Path, for_keeps: None) -> Iterator[Start]:
    """Starts workers on the test's database; they end before that is built anew."""
    with workers(settings, tmp_path) as start:
        yield start


@dataclass
class Office:
    """An administrator, and what cases are made of."""

    admin: Caller
    common: dict[str, Any]


@pytest.fixture
def office(app: APIFlask, for_keeps: None) -> Office:
    """The one both tests play in."""
    with unit_of_work() as session:
        make = Make(session)
        category, reporter, department = make.category("04-06"), make.user("road_chief"), make.department()
        common = {
            "source": "patrol",
            "category_id": category.id,
            "category_code": category.code,
            "unit_id": make.office.id,
            "reporter_id": reporter.id,
            "department_id": department.id,
            "placed_by": "gps",
            "body_hash": "",
        }
        return Office(Phone(app, session)(make.user("admin", unit=make.district)), common)


def kill_when(worker: Worker, is_so: Callable[[], bool]) -> None:
    wait_until(is_so)
    kill(worker)


def assign(office: Office, at: datetime, **more: Any) -> set[UUID]:
    """Many cases that somebody has, without their logs; the ids."""
    with unit_of_work() as session:
        ends = count_ends(LIMIT, at, [], clockwork(session))
        given = {"status": "assigned", "limit": LIMIT, "yellow_at": ends.yellow_at, "due_at": ends.due_at}
        moments = dict.fromkeys(("observed_at", "updated_at", "assigned_at"), at)
        rows = [
            office.common | given | moments | more | {"id": uuid4(), "received_at": at - timedelta(seconds=n)}
            for n in range(CASES)
        ]
        session.execute(insert(Case), rows)
    return {row["id"] for row in rows}


def last_recount() -> ClockRecount:
    with reading() as session:
        return session.scalars(select(ClockRecount).order_by(ClockRecount.id.desc()).limit(1)).one()


def do_now() -> None:
    """The grace before a recount is for requests under way, of which there are none."""
    with unit_of_work() as session:
        session.execute(
            update(ClockRecount).where(ClockRecount.finished_at.is_(None)).values(next_try_at=now())
        )


def count(model: type[Any]) -> int:
    with reading() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def test_a_recount_goes_on_where_it_was(start: Start, office: Office) -> None:
    at = now()
    made = assign(office, at)
    rules = office.admin.get("/clock-rules").get_json()
    body = {name: rules[name] for name in ("periods", "day_hours", "overdue_steps")} | {"yellow_share": 0.5}
    assert office.admin.put("/clock-rules", json=body).status_code == 200
    told_before = count(CaseChange)
    worker = start()
    with reading() as session:
        mark = clockwork(session).mark
    wait_until(lambda: count(ClockRecount) > 0 and last_recount().mark == mark)
    do_now()
    kill_when(worker, lambda: last_recount().seen > 0)
    left = last_recount()
    assert (left.finished_at, 0 < left.seen < CASES) == (None, True)
    assert left.changed == left.seen == count(CaseChange) - told_before
    start()
    wait_until(lambda: last_recount().finished_at is not None)
    done = last_recount()
    assert (done.seen, done.changed) == (CASES, CASES)
    with reading() as session:
        ends = count_ends(LIMIT, at, [], clockwork(session))
        stand = session.execute(select(Case.id, Case.yellow_at, Case.due_at)).all()
        told = session.scalars(select(CaseChange.case_id)).all()
    assert {row.id for row in stand} == made == set(told)
    assert {(row.yellow_at, row.due_at) for row in stand} == {(ends.yellow_at, ends.due_at)}
    assert len(told) == CASES


def test_each_is_reminded_of_once(start: Start, office: Office) -> None:
    at = now()
    ended = at - timedelta(minutes=5)
    made = assign(office, at, yellow_at=ended, due_at=ended, next_step_at=ended)
    kill_when(start(), lambda: count(OverdueNotice) > 0)
    noted = count(OverdueNotice)
    assert 0 < noted < CASES
    with reading() as session:
        taken = session.scalar(select(func.count()).select_from(Case).where(Case.overdue_step == 1))
    assert taken == noted
    start()
    wait_until(lambda: count(OverdueNotice) == CASES)
    with reading() as session:
        notices = session.execute(select(OverdueNotice.case_id, OverdueNotice.step)).all()
    assert sorted(row.case_id for row in notices) == sorted(made)
    assert {row.step for row in notices} == {0}
