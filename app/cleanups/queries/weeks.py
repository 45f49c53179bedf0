"""The weeks of a year, series by series: what was planned, and what became of it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from app.accounts.units import unit_tree
from app.cleanups import policy
from app.cleanups.models import CleanupSeries, CleanupSession
from app.cleanups.queries.adding import Shape
from app.cleanups.queries.listing import shops_by_week, shops_of, totals_of
from app.cleanups.queries.states import state_of
from app.cleanups.schemas.plan import WeekQuery, WeekState
from app.cleanups.weeks import days_of, label, monday_of, pause_on, planned_days, week_of, weeks_of
from app.core.actor import Actor
from app.core.clock import local_date
from app.core.dialect import among

Conditions = Sequence[ColumnElement[bool]]


@dataclass(frozen=True)
class Held:
    """A session with what was counted."""

    row: CleanupSession
    total: int
    shops: int

    def took_place(self, today: date) -> bool:
        """Somebody said so, be it with nobody there, or somebody was counted."""
        is_told = self.row.finished_at is not None or bool(self.total or self.shops)
        return self.counts(today) and is_told

    def counts(self, today: date) -> bool:
        """Whether its numbers are any: what is announced for a day to come has not been counted."""
        return self.row.cancelled_at is None and self.row.held_on <= today


@dataclass(frozen=True)
class Week:
    """A series in one week; `moved` are sessions planned for it and held in another."""

    number: int
    planned: list[date]
    pause: str | None
    held: list[Held]
    moved: list[Held]
    shops: int
    """Distinct ones over all its sessions."""

    def state(self, today: date) -> WeekState:
        """The first of these that is so."""
        live = [one.row for one in self.held if one.row.cancelled_at is None]
        is_to_come = any(day >= today for day in (*self.planned, *(row.held_on for row in live)))
        tests: tuple[tuple[WeekState, bool], ...] = (
            ("held", any(one.took_place(today) for one in self.held)),
            ("postponed", bool(self.moved) and not live),
            ("cancelled", any(one.row.cancelled_at for one in self.held) and not live),
            ("planned", is_to_come),
            ("missed", bool(self.planned or live)),
            ("paused", self.pause is not None),
        )
        return next((state for state, holds in tests if holds), "none")

    def reason(self, state: WeekState) -> str:
        """Why it was not held as planned."""
        if state == "paused":
            return self.pause or ""
        told = {"postponed": self.moved, "cancelled": self.held}.get(state, [])
        return next((one.row.reason for one in told if one.row.reason), "")


def list_weeks(session: Session, wanted: WeekQuery, *, actor: Actor, at: datetime) -> list[Shape]:
    """The shape of `WeekOut`: every week of the ISO year for every series asked for."""
    all_series = _series(session, wanted, actor)
    today = local_date(at)
    these = _touching([series.id for series in all_series], wanted.year)
    sessions = _sessions(session, these)
    counting = CleanupSession.cancelled_at.is_(None), CleanupSession.held_on <= today
    shops = shops_by_week(session, select(CleanupSession.id).where(*these, *counting))
    return [
        _as_week(series, _week(series, number, sessions[series.id], shops.get((series.id, number), 0)), today)
        for series in all_series
        for number in weeks_of(wanted.year)
    ]


def _series(session: Session, wanted: WeekQuery, actor: Actor) -> list[CleanupSeries]:
    units = actor.units_as(*policy.READERS)
    if wanted.unit_id is not None:
        units &= unit_tree(session, actor.units_stamp).subtree(wanted.unit_id)
    found = select(CleanupSeries).where(among(CleanupSeries.unit_id, units))
    if wanted.series_id is not None:
        found = found.where(CleanupSeries.id == wanted.series_id)
    return list(session.scalars(found.order_by(CleanupSeries.name, CleanupSeries.id)))


def _touching(series: list[UUID], year: int) -> Conditions:
    first, last = days_of(weeks_of(year)[0])[0], days_of(weeks_of(year)[-1])[-1]
    return (
        among(CleanupSession.series_id, series),
        or_(CleanupSession.held_on.between(first, last), CleanupSession.planned_on.between(first, last)),
    )


def _sessions(session: Session, touches: Conditions) -> defaultdict[UUID, list[Held]]:
    ids = select(CleanupSession.id).where(*touches)
    totals, shops = totals_of(session, ids), shops_of(session, ids)
    found: defaultdict[UUID, list[Held]] = defaultdict(list)
    rows = select(CleanupSession).where(*touches).order_by(CleanupSession.held_on, CleanupSession.id)
    for row in session.scalars(rows):
        total = sum(totals[row.id].values())
        found[row.series_id].append(Held(row, total, shops.get(row.id, 0)))
    return found


def _week(series: CleanupSeries, number: int, sessions: Iterable[Held], shops: int) -> Week:
    days = list(planned_days(series.rhythm, series.starts_on, series.ends_on, days_of(number)))
    pauses = {day: pause_on(series.pauses, day) for day in days}
    return Week(
        number,
        [day for day in days if pauses[day] is None],
        next((reason for reason in pauses.values() if reason is not None), None),
        [one for one in sessions if one.row.week == number],
        [one for one in sessions if _is_moved_from(one.row, number)],
        shops,
    )


def _is_moved_from(row: CleanupSession, number: int) -> bool:
    is_planned_here = row.planned_on is not None and week_of(row.planned_on) == number
    return is_planned_here and row.week != number and row.cancelled_at is None


def _as_week(series: CleanupSeries, week: Week, today: date) -> Shape:
    state = week.state(today)
    counts = [one for one in week.held if one.counts(today)]
    is_held = state == "held"
    return {
        "series_id": series.id,
        "week": label(week.number),
        "starts_on": monday_of(week.number),
        "state": state,
        "planned_on": week.planned,
        "reason": week.reason(state),
        "sessions": [_as_session(one, today) for one in week.held],
        "total": sum(one.total for one in counts) if is_held else None,
        "shops_taking_part": week.shops if is_held else None,
    }


def _as_session(one: Held, today: date) -> Shape:
    names: tuple[str, ...] = ("id", "planned_on", "held_on", "reason")
    shape: dict[str, Any] = {name: getattr(one.row, name) for name in names}
    return shape | {"state": state_of(one.row, today), "total": one.total, "shops_taking_part": one.shops}
