"""What a weekly cleanup leaves in the tables: sessions, sites, counts, ticks, results."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import insert
from sqlalchemy.orm import Session

from app.cleanups.models import (
    CleanupCounter,
    CleanupResult,
    CleanupSession,
    CleanupSite,
    CounterValue,
    ShopTick,
)
from app.cleanups.weeks import week_of
from app.core.clock import LOCAL_ZONE

HOME = "棉纺路街道"
HOME_SHOPS, HOME_TAKING_PART = 980, 860
PEOPLE = {
    "party_member": 180,
    "building_chief": 140,
    "volunteer": 230,
    "stationed_unit": 160,
    "street_shop": 100,
    "street_staff": 90,
}
"""Of an ordinary week at home; about 900."""
RESULTS = {
    "bags": 320,
    "household_waste": 18.5,
    "washed": 12000,
    "adverts_removed": 210,
    "bicycles_aligned": 540,
}


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


def add_session(place: Place, session_id: UUID, day: date, rows: Rows, **values: Any) -> None:
    """Held on its day, not ended; `values` say what else is so."""
    ordinary: dict[str, Any] = {
        "planned_on": day,
        "starts_at": None,
        "ends_at": None,
        "finished_at": None,
        "cancelled_at": None,
        "reason": "",
        "created_at": at_hour(day, 7),
        "updated_at": at_hour(day, 7),
    }
    rows.add(
        CleanupSession,
        id=session_id,
        series_id=place.series_id,
        unit_id=place.unit_id,
        held_on=day,
        week=week_of(day),
        note="",
        sign_in_code=session_id.hex[:12],
        version=1,
        body_hash="",
        **ordinary | values,
    )


def add_sites(place: Place, session_id: UUID, count: int, rows: Rows) -> list[UUID]:
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


def add_counts(
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


def add_ticks(
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


def add_results(sites: Sequence[UUID], scale: float, random: Random, rows: Rows) -> None:
    for site_id in sites:
        for code, ordinary in RESULTS.items():
            amount = ordinary * scale / len(sites) * random.uniform(0.7, 1.3)
            # Bags are counted, cubic metres estimated to a half.
            hundredths = round(amount * 2) * 50 if code == "household_waste" else round(amount) * 100
            rows.add(CleanupResult, site_id=site_id, kind_code=code, hundredths=hundredths)


def at_hour(day: date, hour: int, minute: int = 0) -> datetime:
    """By the district's clocks."""
    return datetime.combine(day, time(hour, minute), LOCAL_ZONE).astimezone(UTC)
