"""The demonstration's year of cleanups: every chart says something, and the numbers are the report's."""

from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.accounts.queries import actor_of
from app.cleanups.models import CleanupSession, Shop
from app.cleanups.queries.listing import list_sessions
from app.cleanups.queries.statistics import read_statistics
from app.cleanups.queries.weeks import list_weeks
from app.cleanups.schemas.plan import SessionQuery, WeekQuery
from app.cleanups.schemas.statistics import StatisticsQuery
from app.cleanups.weeks import week_of
from app.core.actor import Actor
from app.core.clock import LOCAL_ZONE, local_date
from app.core.dialect import is_spatialite
from app.demo.cleanup_rows import HOME
from app.demo.cleanups import _days, write_cleanups
from app.demo.district import zhongyuan
from app.demo.services import Settled, settle
from tests.factories import PASSWORD_HASH

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=LOCAL_ZONE)


@pytest.fixture
def settled(session: Session) -> Settled:
    settled = settle(session, zhongyuan(), PASSWORD_HASH, NOW, local_date(NOW))
    write_cleanups(session, zhongyuan(), settled, NOW)
    session.flush()
    if not is_spatialite(session):
        # A database that cleaned up while these tables were empty plans for none and takes minutes.
        session.execute(text("ANALYZE"))
    return settled


@pytest.fixture
def viewer(session: Session, settled: Settled) -> Actor:
    user: User = settled.users["viewer"]
    return actor_of(session, user)


def statistics(session: Session, viewer: Actor, **given: Any) -> Any:
    query = {"first": "2026-01-01", "last": "2026-12-31", "by": "week"} | given
    return read_statistics(session, StatisticsQuery.model_validate(query), actor=viewer)


def test_some_900_people_and_860_shops_each_week_at_home(
    session: Session, settled: Settled, viewer: Actor
) -> None:
    home = statistics(session, viewer, unit_id=settled.units[HOME])["items"]
    numbers = [(item["person_times_total"], item["shops_taking_part"]) for item in home]
    people = [count for count, _ in numbers if count]
    assert len(people) > 35
    assert 800 < sum(people) / len(people) < 1000
    assert all(abs(shops - 860) < 60 for count, shops in numbers if count)


def test_smaller_numbers_for_the_twelve_others(session: Session, settled: Settled, viewer: Actor) -> None:
    offices = statistics(session, viewer, by="unit")["items"]
    totals = {item["name"]: item["person_times_total"] for item in offices}
    assert len(totals) == 13
    assert max(totals, key=lambda name: totals[name]) == HOME
    assert min(totals.values()) > 1000


def test_one_week_missed_and_one_with_nobody(session: Session, settled: Settled, viewer: Actor) -> None:
    query = WeekQuery(year=2026, unit_id=settled.units[HOME])
    weeks = list_weeks(session, query, actor=viewer, at=NOW)
    states = [week["state"] for week in weeks]
    told = {state: states.count(state) for state in ("missed", "cancelled", "paused", "planned")}
    assert told == {"missed": 1, "cancelled": 1, "paused": 2, "planned": 6}
    present = week_of(local_date(NOW))
    assert [week["total"] for week in weeks if week["week"] != present].count(0) == 1


def test_today_two_sites_wait_to_be_counted(session: Session, settled: Settled) -> None:
    query = SessionQuery(mine=True, first=local_date(NOW), last=local_date(NOW))
    for name in ("organiser", "chief"):
        actor = actor_of(session, settled.users[name])
        (row,) = list_sessions(session, query, actor=actor, at=NOW)["items"]
        assert (row["state"], row["sites"], row["total"]) == ("under_way", 2, 0)


def test_shops_are_registered_and_saturdays_are_kept(session: Session, settled: Settled) -> None:
    assert (session.scalar(select(func.count()).select_from(Shop)) or 0) > 1000
    held = set(session.scalars(select(CleanupSession.held_on))) - {local_date(NOW)}
    assert all(day.isoweekday() == 6 for day in held)


def test_a_young_year_begins_with_the_one_before() -> None:
    for day in (1, 3, 20):
        january = date(2027, 1, day)
        assert _days(january)[0].year == 2026
        assert _days(january)[-1] < january
