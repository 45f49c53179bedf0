"""A year of weekly cleanups: 900 people and 860 shops at 棉纺路街道, smaller numbers everywhere else.

Written in bulk, as thousands of phones would take minutes; rows are what the services would have left.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy.orm import Session

from app.cleanups.models import (
    CleanupEntry,
    CleanupSeries,
    CleanupSession,
    CleanupSitePerson,
    Shop,
    StationedUnit,
)
from app.cleanups.weeks import pause_on
from app.core.clock import local_date
from app.demo.cleanup_cases import link_cases
from app.demo.cleanup_rows import (
    HOME,
    HOME_SHOPS,
    Place,
    Rows,
    add_counts,
    add_results,
    add_session,
    add_sites,
    add_ticks,
    at_hour,
)
from app.demo.district import District, read_data
from app.demo.services import Settled

NAMESPACE = UUID("0b6d0a51-6c7e-4d2f-8f0b-410102202652")
SATURDAY = 6
SHARE = (0.12, 0.4)
"""Of these numbers, what the other offices bring."""
FEWEST_WEEKS = 10
"""In a year younger than this the story begins a year before."""


def write_cleanups(session: Session, district: District, settled: Settled, at: datetime) -> None:
    """The year so far, with one week missed, one session with nobody, one rained off, one pause."""
    random, rows, today = Random(410102), Rows(), local_date(at)
    organiser = settled.users["organiser"].id
    places = [
        _place(district, office.name, settled, random, rows, at, number)
        for number, office in enumerate(district.offices)
    ]
    days = _days(today)
    fates = {len(days) // 3: "missed", len(days) // 2: "nobody", len(days) * 2 // 3: "rained off"}
    for place in places:
        for number, day in enumerate(days):
            fate = fates.get(number, "") if place.is_home else ""
            _hold(place, number, day, fate, organiser, random, rows)
    _announce(places, organiser, rows)
    for place in (place for place in places if place.is_home):
        _begin(place, today, organiser, settled.users["chief"].id, rows)
    rows.write(session)
    link_cases(session, rows, organiser)


def _days(today: date) -> list[date]:
    """The Saturdays of the year until now."""
    is_young = today < date(today.year, 1, 1) + timedelta(weeks=FEWEST_WEEKS)
    year = today.year - is_young
    january = date(year, 1, 1)
    first = january + timedelta(days=(SATURDAY - january.isoweekday()) % 7)
    return [day for week in range(2 * 53) if (day := first + timedelta(weeks=week)) < today]


def _place(
    district: District, name: str, settled: Settled, random: Random, rows: Rows, at: datetime, number: int
) -> Place:
    unit_id, is_home = settled.units[name], name == HOME
    segments = [(settled.segments[row.name], row.name) for row in district.segments_of(name)]
    share = 1.0 if is_home else random.uniform(*SHARE)
    shops = list(
        _shops(unit_id, segments, random, rows, at, int(HOME_SHOPS * share * (1 if is_home else 0.4)))
    )
    series_id = uuid5(NAMESPACE, f"series {name}")
    year = _days(local_date(at))[0].year
    rows.add(
        CleanupSeries,
        id=series_id,
        unit_id=unit_id,
        name="全城清洁",
        rhythm=[{"since": f"{year}-01-01", "weekdays": [SATURDAY]}],
        starts_on=date(year, 1, 1),
        ends_on=None,
        pauses=[_spring_festival(year)],
        version=1,
        body_hash="",
        updated_at=at,
    )
    return Place(name, unit_id, segments, shops, share, series_id)


def _spring_festival(year: int) -> dict[str, str]:
    """About when it is; an organiser sets the real days."""
    return {"starts_on": f"{year}-02-14", "ends_on": f"{year}-02-22", "reason": "春节假期"}


def _shops(
    unit_id: UUID, segments: Sequence[tuple[UUID, str]], random: Random, rows: Rows, at: datetime, count: int
) -> Iterator[UUID]:
    """Invented names; along the segments in turn."""
    words = read_data("shops.json")
    for number in range(count):
        segment_id, _ = segments[number % len(segments)]
        kind = random.choice(list(words["kinds"]))
        name = (
            random.choice(words["first"])
            + random.choice(words["second"])
            + random.choice(words["kinds"][kind])
        )
        shop_id = uuid5(NAMESPACE, f"shop {unit_id} {number}")
        rows.add(
            Shop,
            id=shop_id,
            unit_id=unit_id,
            name=name,
            kind=kind,
            segment_id=segment_id,
            is_active=True,
            version=1,
            updated_at=at,
        )
        yield shop_id


def _hold(
    place: Place, number: int, day: date, fate: str, organiser: UUID, random: Random, rows: Rows
) -> None:
    """One week; in the festival there is none, and at home `fate` may have it otherwise."""
    if fate == "missed" or pause_on([_spring_festival(day.year)], day) is not None:
        return
    is_rained_off = fate == "rained off"
    session_id = uuid5(NAMESPACE, f"session {place.name} {day}")
    ended = at_hour(day, 11, 30)
    end: dict[str, Any] = (
        {"cancelled_at": at_hour(day, 7, 30), "reason": "暴雨蓝色预警"}
        if is_rained_off
        else {"finished_at": ended}
    )
    hours = {"starts_at": time(8, 30), "ends_at": time(10, 30)}
    add_session(place, session_id, day, rows, **hours, **end, updated_at=ended)
    if is_rained_off:
        return
    # Growing over the year, ragged from week to week.
    scale = place.share * (0.9 + 0.004 * number) * random.uniform(0.94, 1.06)
    sites = add_sites(place, session_id, 5 if place.is_home else 2, rows)
    if fate != "nobody":
        add_counts(sites, scale, ended, organiser, random, rows)
        add_ticks(place, session_id, sites, ended, organiser, random, rows)
        add_results(sites, scale, random, rows)


def _begin(place: Place, today: date, lead: UUID, helper: UUID, rows: Rows) -> None:
    """One of today, where nobody has counted yet: what the phones of the demonstration have to do."""
    session_id = uuid5(NAMESPACE, f"session {place.name} today")
    planned_on = today if today.isoweekday() == SATURDAY else None
    add_session(place, session_id, today, rows, planned_on=planned_on)
    for site_id in add_sites(place, session_id, 2, rows):
        rows.add(CleanupSitePerson, site_id=site_id, user_id=lead, role="lead")
        rows.add(CleanupSitePerson, site_id=site_id, user_id=helper, role="helper")


def _announce(places: Sequence[Place], organiser: UUID, rows: Rows) -> None:
    """Two stationed units at home, and what they said they would bring to the last sessions."""
    home = next(place for place in places if place.is_home)
    units = [(uuid5(NAMESPACE, name), name) for name in read_data("shops.json")["stationed_units"]]
    for unit_id, name in units:
        rows.add(StationedUnit, id=unit_id, unit_id=home.unit_id, name=name, is_active=True)
    sessions = [row for row in rows.by_table[CleanupSession] if row["series_id"] == home.series_id]
    for this in sessions[-4:]:
        for unit_id, _ in units:
            rows.add(
                CleanupEntry,
                id=uuid5(this["id"], str(unit_id)),
                site_id=uuid5(this["id"], "site 0"),
                kind="announced",
                category_code="stationed_unit",
                stationed_unit_id=unit_id,
                count=25,
                reason="",
                written_by_id=organiser,
                written_at=this["created_at"],
                strike_reason="",
            )
