"""Puts the district into the database: offices, departments, people, roads and who answers for them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from app.accounts.models import Department, RoleGrant, Unit, User
from app.accounts.queries.places import DEPARTMENTS
from app.accounts.services.audit import record
from app.accounts.services.sessions import end_all_sessions
from app.accounts.units import STAMP as UNITS_STAMP
from app.catalog.clockwork import Clockwork, clockwork
from app.catalog.limits import Clock
from app.catalog.models import Category, DepartmentDuty
from app.catalog.queries import DUTIES
from app.core.stamps import bump
from app.demo.district import District, Person
from app.demo.stories import BegunWhen
from app.roads.importing.ways import length_m
from app.roads.models import Appointment, ChiefLevel, Road, RoadSegment
from app.roads.queries import APPOINTMENTS_STAMP, stored_lines
from app.roads.queries import STAMP as ROADS_STAMP

APPOINTED_WEEKS_AGO = 12
STAND_IN_DAYS = 7
MINUTE = timedelta(minutes=1)
LONGEST_AGO_MINUTES = 60 * 24 * 365


@dataclass(frozen=True)
class Settled:
    """Ids by the names the stories use."""

    district: UUID
    units: dict[str, UUID]
    departments: dict[str, UUID]
    users: dict[str, User]
    segments: dict[str, UUID]


def is_settled(session: Session) -> bool:
    """Whether the demonstration was loaded before."""
    return bool(session.scalar(select(exists().where(User.is_demo))))


def is_taken(session: Session, district: District) -> bool:
    """Whether somebody works in a district of this code; theirs must not be mixed with made-up cases."""
    return bool(session.scalar(select(exists().where(Unit.code == district.code))))


def limits_of(session: Session) -> dict[str, float | None]:
    """Hours each category in use allows on its clock, by code."""
    rows = session.execute(select(Category.code, Category.limit_hours).where(Category.is_active))
    return {row.code: row.limit_hours for row in rows}


def begun_when(session: Session, at: datetime) -> BegunWhen:
    """By code and share: when a clock started of which that share of the limit has passed by `at`."""
    clocks = clockwork(session)
    rows = session.execute(select(Category.code, Category.limits).where(Category.is_active))
    first = {row.code: row.limits[0] for row in rows if row.limits}

    def begun(code: str, share: float) -> datetime | None:
        limit = first.get(code)
        return None if limit is None else _backwards(clocks, limit["clock"], clocks.span(limit) * share, at)

    return begun


def _backwards(clocks: Clockwork, clock: Clock, span: timedelta, at: datetime) -> datetime:
    """The last minute from which on so much has passed."""
    low, high = 0, LONGEST_AGO_MINUTES
    while low < high:
        middle = (low + high) // 2
        if clocks.between(clock, at - middle * MINUTE, at) >= span:
            high = middle
        else:
            low = middle + 1
    return at - low * MINUTE


def close_accounts(session: Session, at: datetime) -> int:
    """Nobody logs in with the published password any more; how many accounts that were."""
    users = session.scalars(select(User).where(User.is_demo, User.is_active)).all()
    for user in users:
        user.is_active = False
        user.password_hash = ""
        end_all_sessions(session, user.id, at)
        record(session, "demo_account_closed", "user", user.id, actor=None)
    return len(users)


def settle(session: Session, district: District, password_hash: str, at: datetime, today: date) -> Settled:
    """Everything but the cases."""
    units = _add_units(session, district)
    departments = _add_departments(session, district, units[district.name])
    users = {
        person.username: _person(person, units, departments, password_hash, at) for person in district.people
    }
    session.add_all(users.values())
    segments = _add_roads(session, district, units)
    session.flush()
    _appoint(session, district, users, segments, today)
    bump(session, UNITS_STAMP, ROADS_STAMP, APPOINTMENTS_STAMP, DUTIES, DEPARTMENTS)
    return Settled(units[district.name], units, departments, users, segments)


def _add_units(session: Session, district: District) -> dict[str, UUID]:
    root = Unit(kind="district", name=district.name, code=district.code)
    session.add(root)
    session.flush()
    units = {district.name: root.id}
    for office in district.offices:
        unit = Unit(kind="street_office", name=office.name, code=office.code, parent_id=root.id)
        session.add(unit)
        session.flush()
        units[office.name] = unit.id
        session.add_all(Unit(kind="community", name=name, parent_id=unit.id) for name in office.communities)
    return units


def _add_departments(session: Session, district: District, unit_id: UUID) -> dict[str, UUID]:
    """With the categories each of them takes; those the catalogue does not have are left out."""
    categories = {code: key for key, code in session.execute(select(Category.id, Category.code))}
    found = {}
    for department in district.departments:
        row = Department(unit_id=unit_id, name=department.name)
        session.add(row)
        session.flush()
        found[department.code] = row.id
        takes: Iterable[UUID | None] = [
            categories[code] for code in department.categories if code in categories
        ]
        session.add_all(
            DepartmentDuty(department_id=row.id, unit_id=unit_id, category_id=category_id)
            for category_id in (takes if department.categories else [None])
        )
    return found


def _person(
    person: Person, units: dict[str, UUID], departments: dict[str, UUID], password_hash: str, at: datetime
) -> User:
    user = User(
        username=person.username,
        name=person.name,
        password_hash=password_hash,
        department_id=departments[person.department] if person.department else None,
        is_demo=True,
        created_at=at,
    )
    user.grants = [RoleGrant(role=person.role, unit_id=units[person.unit])]
    return user


def _add_roads(session: Session, district: District, units: dict[str, UUID]) -> dict[str, UUID]:
    roads: dict[str, Road] = {}
    rows = []
    for segment in district.segments:
        road = roads.setdefault(segment.road, Road(district_id=units[district.name], name=segment.road))
        rows.append(
            RoadSegment(
                road=road,
                unit_id=units[segment.office],
                name=segment.name,
                length_m=length_m(segment.points),
                geometry=stored_lines([segment.points]),
                source_ref=district.note,
                is_key_area=segment.is_key_area,
                is_approximate=True,
            )
        )
    session.add_all(rows)
    session.flush()
    return {row.name: row.id for row in rows}


def _appoint(
    session: Session, district: District, users: dict[str, User], segments: dict[str, UUID], today: date
) -> None:
    """Every chief on every segment of the office, without end; one of them is on leave and covered for."""
    levels = {rank: ChiefLevel(rank=rank, name=name) for rank, name in district.levels}
    session.add_all(levels.values())
    session.flush()
    start = today - timedelta(weeks=APPOINTED_WEEKS_AGO)
    chiefs = [person for person in district.people if person.level]
    session.add_all(
        Appointment(
            segment_id=segments[segment.name],
            user_id=users[person.username].id,
            level_id=levels[person.level or 0].id,
            starts_on=start,
        )
        for person in chiefs
        for segment in district.segments_of(person.unit)
    )
    absent, stand_in = (
        next(row for row in chiefs if row.username == name) for name in ("chief01b", "chief02b")
    )
    session.add_all(
        Appointment(
            segment_id=segments[segment.name],
            user_id=users[stand_in.username].id,
            level_id=levels[absent.level or 0].id,
            starts_on=today,
            ends_on=today + timedelta(days=STAND_IN_DAYS),
            stands_in_for_id=users[absent.username].id,
        )
        for segment in district.segments_of(absent.unit)[:2]
    )
