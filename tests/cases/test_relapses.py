"""The same kind of case at the same place within N days of closing is marked on both."""

import random
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy.orm import Session

from app.cases.models import Case
from app.core.clock import now
from tests.cases.conftest import Json, Street, named
from tests.cases.looking import plans_of, reads_all_cases
from tests.cases.test_duplicates import at, change, city, in_metres
from tests.cases.test_merging import twins

__all__ = ["city"]


def closed(session: Session, street: Street, days: float = 1, **given: Any) -> Json:
    """A case that was closed so many days ago."""
    case = street.reported(**given)
    change(session, case, status="closed", closed_at=now() - timedelta(days=days))
    return case


def marked(street: Street, case: Json) -> str | None:
    """What it is a relapse of, as its page says."""
    found = twins(street, case)["relapse_of"]
    return found and str(found["id"])


def test_it_is_marked_on_both(session: Session, street: Street) -> None:
    old = closed(session, street)
    new, again = street.reported(**at(3)), street.reported(**at(-4))
    assert marked(street, new) == marked(street, again) == old["id"]
    told = twins(street, old)
    assert [one["id"] for one in told["relapses"]] == [new["id"], again["id"]]
    assert told["relapse_of"] is None


def test_cleared_on_the_spot_it_is_a_relapse_too(session: Session, street: Street) -> None:
    old = closed(session, street)
    new = street.reported(self_handled=True, photos=[named(), named("after", "b")])
    assert marked(street, new) == old["id"]


def test_another_kind_place_or_time_is_none(session: Session, street: Street) -> None:
    closed(session, street, **at(51))
    closed(session, street, **at(40, 40))
    closed(session, street, days=30.01)
    closed(session, street, category_code=street.make.category().code)
    street.reported()
    assert marked(street, street.reported()) is None


def test_the_category_says_how_long(session: Session, street: Street) -> None:
    old = closed(session, street, days=3)
    street.category.relapse_days = 2
    session.flush()
    assert marked(street, street.reported()) is None
    street.category.relapse_days = 4
    session.flush()
    assert marked(street, street.reported()) == old["id"]


def test_reopened_it_was_no_end_and_rejected_it_was_no_relapse(session: Session, street: Street) -> None:
    old = closed(session, street)
    new = street.reported()
    rejected = street.act("supervisor", new, "reject", note="无效")
    assert twins(street, old)["relapses"] == []
    new = street.act("supervisor", rejected, "reopen", note="有效")
    assert len(twins(street, old)["relapses"]) == 1
    street.act("supervisor", old, "reopen", note="没清完")
    assert marked(street, new) is None


def test_moved_it_is_judged_by_its_new_place(session: Session, street: Street) -> None:
    old, elsewhere = closed(session, street), closed(session, street, **at(500))
    new = street.reported(**at(200))
    assert marked(street, new) is None
    new = street.act("supervisor", new, "move", **at(2))
    assert marked(street, new) == old["id"]
    new = street.act("supervisor", new, "move", **at(499))
    assert marked(street, new) == elsewhere["id"]
    assert twins(street, old)["relapses"] == []


def test_closed_after_the_report_it_is_no_relapse_when_moved_there(session: Session, street: Street) -> None:
    new = street.reported(**at(200))
    closed(session, street, days=-0.001)
    assert marked(street, street.act("supervisor", new, "move", **at(2))) is None


def test_sent_twice_it_is_marked_once(session: Session, street: Street) -> None:
    old, case_id = closed(session, street), uuid4()
    assert [street.put(case_id=case_id).status_code for _ in range(2)] == [201, 200]
    assert [one["id"] for one in twins(street, old)["relapses"]] == [str(case_id)]


def test_nobody_learns_of_a_case_they_may_not_see(session: Session, street: Street) -> None:
    closed(session, street)
    mine = street.reported("far_chief")
    assert twins(street, mine, "far_chief")["relapse_of"] is None


@pytest.mark.parametrize("seed", range(5))
def test_the_one_closed_last_as_found_by_looking_at_every_case(
    session: Session, street: Street, seed: int
) -> None:
    chance = random.Random(seed)  # noqa: S311
    rows = []
    for _ in range(20):
        days = chance.uniform(0, 40)
        place = at(chance.uniform(-70, 70), chance.uniform(-70, 70))
        rows.append(session.get_one(Case, UUID(closed(session, street, days, **place)["id"])))
    new = street.reported()
    this = session.get_one(Case, UUID(new["id"]))
    assert marked(street, new) == slowly(this, rows)


def slowly(this: Case, rows: list[Case]) -> str | None:
    """By rule, one after the other."""
    best: Case | None = None
    for row in rows:
        assert row.closed_at is not None
        east, north = (a - b for a, b in zip(in_metres(row), in_metres(this), strict=True))
        is_near = east * east + north * north <= 50 * 50
        if is_near and this.received_at - row.closed_at < timedelta(days=30):
            best = row if best is None or row.closed_at > (best.closed_at or now()) else best
    return str(best.id) if best else None


def test_a_report_costs_no_more_in_a_large_city(session: Session, street: Street, city: Json) -> None:
    with plans_of(session, "cases.closed_at >") as plans:
        street.reported()
    (plan,) = plans
    assert not reads_all_cases(plan), plan
    assert "idx_cases_location" in plan or "SpatialIndex" in plan, plan
