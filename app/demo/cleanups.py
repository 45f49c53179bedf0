"""A year of weekly cleanups: 900 people and 860 shops at 棉纺路街道, smaller numbers everywhere else.

Written in bulk, as thousands of phones would take minutes; rows are what the services would have left.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from app.cases.models import Case, CasePhoto
from app.cleanups.models import (
    CleanupCase,
    CleanupCounter,
    CleanupEntry,
    CleanupPhoto,
    CleanupResult,
    CleanupSeries,
    CleanupSession,
    CleanupSite,
    CleanupSitePerson,
    CounterValue,
    Shop,
    ShopTick,
    StationedUnit,
)
from app.cleanups.weeks import pause_on, week_of
from app.core.clock import LOCAL_ZONE, local_date
from app.demo.district import District, read_data
from app.demo.services import Settled
from app.media.models import PhotoUpload

NAMESPACE = UUID("0b6d0a51-6c7e-4d2f-8f0b-410102202652")
HOME = "棉纺路街道"
SATURDAY = 6
PEOPLE = {
    "party_member": 180,
    "building_chief": 140,
    "volunteer": 230,
    "stationed_unit": 160,
    "street_shop": 100,
    "street_staff": 90,
}
"""Of an ordinary week at home; about 900."""
HOME_SHOPS, HOME_TAKING_PART = 980, 860
SHARE = (0.12, 0.4)
"""Of these numbers, what the other offices bring."""
RESULTS = {
    "bags": 320,
    "household_waste": 18.5,
    "washed": 12000,
    "adverts_removed": 210,
    "bicycles_aligned": 540,
}
FEWEST_WEEKS = 10
"""In a year younger than this the story begins a year before."""


@dataclass
class Rows:
    """Rows by table, each table written in one go, in the order of their keys."""

    by_table: dict[type[Any], list[dict[str, Any]]] = field(default_factory=dict)

    def add(self, table: type[Any], **values: Any) -> None:
        self.by_table.setdefault(table, []).append(values)

    def write(self, session: Session) -> None:
        for table, rows in self.by_table.items():
            session.execute(insert(table), rows)


@dataclass(frozen=True)
class Place:
    """An office with what it brings each week."""

    name: str
    unit_id: UUID
    segments: Sequence[tuple[UUID, str]]
    shops: Sequence[UUID]
    share: float
    series_id: UUID

    @property
    def is_home(self) -> bool:
        return self.name == HOME


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
    _show(session, rows, organiser)


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
    ended = _at(day, 11, 30)
    rows.add(
        CleanupSession,
        id=session_id,
        series_id=place.series_id,
        unit_id=place.unit_id,
        planned_on=day,
        held_on=day,
        week=week_of(day),
        starts_at=time(8, 30),
        ends_at=time(10, 30),
        note="",
        sign_in_code=session_id.hex[:12],
        created_at=_at(day, 7, 0),
        finished_at=None if is_rained_off else ended,
        cancelled_at=_at(day, 7, 30) if is_rained_off else None,
        reason="暴雨蓝色预警" if is_rained_off else "",
        version=1,
        body_hash="",
        updated_at=ended,
    )
    if is_rained_off:
        return
    # Growing over the year, ragged from week to week.
    scale = place.share * (0.9 + 0.004 * number) * random.uniform(0.94, 1.06)
    sites = _sites(place, session_id, 5 if place.is_home else 2, rows)
    if fate != "nobody":
        _count(sites, scale, ended, organiser, random, rows)
        _tick(place, session_id, sites, ended, organiser, random, rows)
        _add_results(sites, scale, random, rows)


def _begin(place: Place, today: date, lead: UUID, helper: UUID, rows: Rows) -> None:
    """One of today, where nobody has counted yet: what the phones of the demonstration have to do."""
    session_id = uuid5(NAMESPACE, f"session {place.name} today")
    begun = _at(today, 7, 0)
    rows.add(
        CleanupSession,
        id=session_id,
        series_id=place.series_id,
        unit_id=place.unit_id,
        planned_on=today if today.isoweekday() == SATURDAY else None,
        held_on=today,
        week=week_of(today),
        starts_at=None,
        ends_at=None,
        note="",
        sign_in_code=session_id.hex[:12],
        created_at=begun,
        finished_at=None,
        cancelled_at=None,
        reason="",
        version=1,
        body_hash="",
        updated_at=begun,
    )
    for site_id in _sites(place, session_id, 2, rows):
        rows.add(CleanupSitePerson, site_id=site_id, user_id=lead, role="lead")
        rows.add(CleanupSitePerson, site_id=site_id, user_id=helper, role="helper")


def _sites(place: Place, session_id: UUID, count: int, rows: Rows) -> list[UUID]:
    found = []
    for position, (segment_id, name) in enumerate(place.segments[:count]):
        site_id = uuid5(session_id, f"site {position}")
        rows.add(
            CleanupSite,
            id=site_id,
            session_id=session_id,
            position=position,
            name=name.split("：")[-1] if place.is_home else name,
            segment_id=segment_id,
            unit_id=place.unit_id,
            planned={},
            results_version=1,
        )
        found.append(site_id)
    return found


def _count(
    sites: Sequence[UUID], scale: float, at: datetime, organiser: UUID, random: Random, rows: Rows
) -> None:
    """Two phones at each site."""
    for site_id in sites:
        for phone in range(2):
            counter_id = uuid5(site_id, f"counter {phone}")
            rows.add(
                CleanupCounter,
                id=counter_id,
                site_id=site_id,
                seq=40,
                user_id=organiser,
                received_at=at - timedelta(hours=2),
                updated_at=at - timedelta(minutes=30),
                strike_reason="",
            )
            for code, ordinary in PEOPLE.items():
                count = round(ordinary * scale / len(sites) / 2 * random.uniform(0.8, 1.2))
                if count:
                    rows.add(CounterValue, counter_id=counter_id, category_code=code, count=count)


def _tick(
    place: Place,
    session_id: UUID,
    sites: Sequence[UUID],
    at: datetime,
    organiser: UUID,
    random: Random,
    rows: Rows,
) -> None:
    part = (
        HOME_TAKING_PART / HOME_SHOPS * random.uniform(0.98, 1.02)
        if place.is_home
        else random.uniform(0.4, 0.7)
    )
    for number, shop_id in enumerate(place.shops):
        if random.random() < part:
            rows.add(
                ShopTick,
                session_id=session_id,
                shop_id=shop_id,
                site_id=sites[number % len(sites)],
                is_ticked=True,
                ticked_by_id=organiser,
                ticked_at=at - timedelta(minutes=20),
            )


def _add_results(sites: Sequence[UUID], scale: float, random: Random, rows: Rows) -> None:
    for site_id in sites:
        for code, ordinary in RESULTS.items():
            amount = ordinary * scale / len(sites) * random.uniform(0.7, 1.3)
            # Bags are counted, cubic metres estimated to a half.
            hundredths = round(amount * 2) * 50 if code == "household_waste" else round(amount) * 100
            rows.add(CleanupResult, site_id=site_id, kind_code=code, hundredths=hundredths)


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


def _show(session: Session, rows: Rows, organiser: UUID) -> None:
    """Cases seen along the sites in a session's week are linked, and lend their photos before and after."""
    sites = {row["id"]: row for row in rows.by_table[CleanupSite]}
    held = {row["id"]: row for row in rows.by_table[CleanupSession]}
    along = {(row["segment_id"], held[row["session_id"]]["week"]): row["id"] for row in sites.values()}
    linked = Rows()
    cases = session.execute(
        select(Case.id, Case.segment_id, Case.received_at)
        .where(Case.status.in_(("closed", "handled", "assigned", "handling")))
        .order_by(Case.received_at)
    )
    pairs: dict[UUID, int] = {}
    for case in cases:
        site_id = along.get((case.segment_id, week_of(local_date(case.received_at))))
        if site_id is None:
            continue
        linked.add(
            CleanupCase, site_id=site_id, case_id=case.id, linked_by_id=organiser, linked_at=case.received_at
        )
        if pairs.get(site_id, 0) < 2 and _lend(session, case.id, site_id, pairs.get(site_id, 0) + 1, linked):
            pairs[site_id] = pairs.get(site_id, 0) + 1
    linked.write(session)


def _lend(session: Session, case_id: UUID, site_id: UUID, pair: int, linked: Rows) -> bool:
    """Whether the case had both."""
    photos = session.scalars(
        select(CasePhoto)
        .join(
            PhotoUpload,
            (PhotoUpload.sha256 == CasePhoto.sha256) & (PhotoUpload.user_id == CasePhoto.named_by_id),
        )
        .where(CasePhoto.case_id == case_id, CasePhoto.role.in_(("before", "after")))
    ).all()
    by_role = {photo.role: photo for photo in photos}
    if by_role.keys() != {"before", "after"}:
        return False
    for role, photo in by_role.items():
        linked.add(
            CleanupPhoto,
            site_id=site_id,
            sha256=photo.sha256,
            role=role,
            pair=pair,
            named_by_id=photo.named_by_id,
            named_at=photo.named_at,
            taken_at=photo.taken_at,
        )
    return True


def _at(day: date, hour: int, minute: int) -> datetime:
    return datetime.combine(day, time(hour, minute), LOCAL_ZONE).astimezone(UTC)
