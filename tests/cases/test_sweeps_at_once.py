"""Two workers at once, and people who act meanwhile: real threads, real commits, nothing twice."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from app.cases import sweepers
from app.cases.models import Case, ClockRecount, OverdueNotice
from app.cases.services import overdue, recounting
from app.catalog.limits import parse_limits
from app.catalog.models import Category
from app.core.clock import as_of
from app.core.db import reading, unit_of_work
from tests.cases.conftest import Street, named
from tests.cases.test_many_at_once import street  # noqa: F401  a street that is really there
from tests.cases.test_recounting import NOON, OFF, local

WORKERS = 3


def sweep_all(sweep: Callable[[], bool]) -> None:
    """Workers as many as that, until each finds nothing; their clocks are wherever the test is."""

    def turn(_: int) -> None:
        with as_of(NOON + recounting.GRACE):
            while sweep():
                pass

    with ThreadPoolExecutor(WORKERS) as threads:
        list(threads.map(turn, range(WORKERS)))


@pytest.fixture
def cases(street: Street) -> list[UUID]:  # noqa: F811
    """A dozen of a limit of one working day, assigned an hour before noon."""
    with unit_of_work() as session:
        session.get_one(Category, street.category.id).limits = parse_limits("1天")
    with as_of(NOON - timedelta(days=90)):
        while sweepers.recount_clocks():
            pass
    with as_of(local("2026-11-23T11:00")):
        return [UUID(street.assigned()["id"]) for _ in range(12)]


def test_each_step_leaves_one_row(
    street: Street,  # noqa: F811
    cases: list[UUID],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(overdue, "BATCH", 4)
    with unit_of_work() as session:
        for case in session.scalars(select(Case)):
            case.due_at = case.next_step_at = NOON - timedelta(hours=30)
    sweep_all(sweepers.take_steps)
    sweep_all(sweepers.take_steps)  # what one worker passed over because another held it
    with reading() as session:
        rows = session.execute(select(OverdueNotice.case_id, OverdueNotice.step)).all()
    assert sorted((row.case_id, row.step) for row in rows) == sorted(
        (case_id, step) for case_id in cases for step in (0, 1)
    )


def test_a_recount_by_several_while_somebody_works(
    street: Street,  # noqa: F811
    cases: list[UUID],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(recounting, "BATCH", 4)
    assert street.of("admin").put("/calendars/2026", json=OFF).status_code == 200
    with as_of(NOON):
        sweepers.recount_clocks()

    def work() -> None:
        for case_id in cases[:6]:
            with as_of(NOON):
                case = street.of("handler").get(f"/cases/{case_id}").get_json()
                case = street.act("handler", case, "take", photos=[named("near", "c")])
                street.act("supervisor", case, "suspend", note="等")

    with ThreadPoolExecutor(1) as threads:
        working = threads.submit(work)
        sweep_all(sweepers.recount_clocks)
        working.result()
    sweep_all(sweepers.recount_clocks)
    with reading() as session:
        ends = session.execute(select(Case.due_at, Case.status).where(Case.id.in_(cases))).all()
        waiting = session.scalars(select(ClockRecount.id).where(ClockRecount.finished_at.is_(None))).all()
    assert {row.due_at for row in ends} == {local("2026-11-25T11:00")}
    assert [row.status for row in ends].count("suspended") == 6
    assert waiting == []
