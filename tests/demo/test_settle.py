"""The district stands in the database as the screens need it: units, duties, roads, chiefs of today."""

from datetime import date

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.accounts.models import RoleGrant, Unit, User
from app.accounts.queries.sessions import actor_of
from app.catalog.models import DepartmentDuty
from app.core.clock import now
from app.core.geo import measure
from app.demo.district import zhongyuan
from app.demo.services import Settled, close_accounts, is_settled, is_taken, settle
from app.roads.models import Appointment, ChiefLevel, RoadSegment
from app.roads.queries import find_nearest_segment
from tests.factories import PASSWORD_HASH, Make

TODAY = date(2026, 11, 23)


@pytest.fixture
def settled(session: Session, make: Make) -> Settled:
    make.category("01-13")
    return settle(session, zhongyuan(), PASSWORD_HASH, now(), TODAY)


def test_is_found_again(session: Session) -> None:
    assert not is_settled(session)
    settle(session, zhongyuan(), PASSWORD_HASH, now(), TODAY)
    assert is_settled(session)
    assert is_taken(session, zhongyuan())


def test_units_stand_below_the_district(session: Session, settled: Settled) -> None:
    kinds = session.execute(select(Unit.kind, func.count()).group_by(Unit.kind)).all()
    assert dict(kinds) == {"district": 1, "street_office": 13, "community": 3}
    assert len(actor_of(session, settled.users["supervisor"]).units_as("supervisor")) == 17


def test_all_say_they_are_demonstration_and_need_no_new_password(session: Session, settled: Settled) -> None:
    assert all(user.is_demo and not user.must_change_password for user in settled.users.values())
    home = settled.district
    for name in ("supervisor", "organiser", "viewer", "admin", "handler"):
        grant = session.scalars(select(RoleGrant).where(RoleGrant.user_id == settled.users[name].id)).one()
        assert (grant.role, grant.unit_id) == (name, home)


def test_chief_answers_today_and_without_end_for_the_whole_street_office(
    session: Session, settled: Settled
) -> None:
    mine = select(Appointment).where(Appointment.user_id == settled.users["chief"].id)
    held = session.scalars(mine).all()
    office = select(RoadSegment.id).where(RoadSegment.unit_id == settled.units["棉纺路街道"])
    assert {row.segment_id for row in held} == set(session.scalars(office))
    assert len(held) >= 6
    assert all(row.starts_on <= TODAY and row.ends_on is None for row in held)


def test_every_segment_has_chiefs_at_two_levels(session: Session, settled: Settled) -> None:
    levels = (
        select(func.count(func.distinct(ChiefLevel.rank)))
        .select_from(Appointment)
        .join(ChiefLevel)
        .where(Appointment.stands_in_for_id.is_(None))
        .group_by(Appointment.segment_id)
    )
    assert session.scalars(levels).all() == [2] * len(settled.segments)


def test_somebody_stands_in_for_somebody(session: Session, settled: Settled) -> None:
    rows = session.scalars(select(Appointment).where(Appointment.stands_in_for_id.is_not(None))).all()
    assert [row.starts_on for row in rows] == [TODAY, TODAY]


def test_crew_serves_everything_everywhere_and_others_their_own(session: Session, settled: Settled) -> None:
    duties = session.scalars(select(DepartmentDuty)).all()
    everything = [duty.department_id for duty in duties if duty.category_id is None]
    assert everything == [settled.departments["zhifa"]]
    assert settled.users["handler"].department_id == everything[0]
    assert settled.departments["shizheng"] in [duty.department_id for duty in duties if duty.category_id]


def test_points_find_their_segment(session: Session, settled: Settled) -> None:
    for segment in zhongyuan().segments[::7]:
        (west, south), (east, north) = segment.points[:2]
        middle = ((west + east) / 2, (south + north) / 2)
        found = find_nearest_segment(session, middle, 30, settled.units.values())
        assert found is not None
        assert found.id == settled.segments[segment.name]
        assert found.distance_m <= measure(middle, [segment.points]).distance_m


def test_roads_say_they_are_approximate(session: Session, settled: Settled) -> None:
    rows = session.scalars(select(RoadSegment)).all()
    assert all(row.is_approximate and row.source_ref == "示意走向，非测绘成果" for row in rows)
    assert {row.name.split("：")[0] for row in rows if row.is_key_area} == {"三四厂中街", "锦绣城神池路"}


def test_closed_accounts_are_nobodys(session: Session, settled: Settled) -> None:
    assert close_accounts(session, now()) == len(settled.users)
    assert session.scalar(select(func.count()).where(User.is_active)) == 0
    assert close_accounts(session, now()) == 0
