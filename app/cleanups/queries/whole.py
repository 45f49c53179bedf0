"""One session as its page shows it, for one person, in a dozen statements however many sites it has."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from app.accounts.models import Unit, User
from app.accounts.units import unit_tree
from app.cleanups import policy
from app.cleanups.models import (
    CleanupCounter,
    CleanupResult,
    CleanupSeries,
    CleanupSession,
    CleanupSignIn,
    CleanupSite,
    CleanupSitePerson,
    Shop,
)
from app.cleanups.queries.adding import Shape, add_up, in_order, sources_of
from app.cleanups.queries.cases import list_cases_of_sites
from app.cleanups.queries.counted import counted
from app.cleanups.queries.photos import list_photos_of_sites
from app.cleanups.queries.states import allowed_actions, state_of
from app.cleanups.queries.taking_part import taking_part
from app.cleanups.queries.terms import list_categories
from app.cleanups.weeks import label
from app.cleanups.window import sign_in_window
from app.core.actor import Actor
from app.core.clock import local_date
from app.core.dialect import among
from app.core.errors import NotFound
from app.roads.models import Road, RoadSegment

PLAIN = (
    "id",
    "series_id",
    "unit_id",
    "planned_on",
    "held_on",
    "note",
    "reason",
    "created_at",
    "updated_at",
    "finished_at",
    "cancelled_at",
    "version",
)
SITE = ("id", "name", "segment_id", "road_id", "unit_id", "results_version")


def show_session(session: Session, session_id: UUID, *, actor: Actor, at: datetime) -> Shape:
    """The shape of `WholeSession`; NotFound for one this person may not see."""
    found = session.execute(_statement(policy.visible(actor), session_id)).first()
    if found is None:
        raise NotFound("There is no such session for you")
    this: CleanupSession = found.CleanupSession
    parts = _Parts(session, this.id, actor, at)
    is_organiser = policy.organises(actor, this.unit_id)
    state = state_of(this, local_date(at))
    return {
        **{name: getattr(this, name) for name in PLAIN},
        "series_name": found.series_name,
        "unit_name": found.unit_name,
        "starts_at": this.starts_at and f"{this.starts_at:%H:%M}",
        "ends_at": this.ends_at and f"{this.ends_at:%H:%M}",
        "week": label(this.week),
        "state": state,
        "is_entered_afterwards": local_date(this.created_at) > this.held_on,
        "is_changed_after_finish": _is_changed_after(this, found.counted_at, found.signed_at),
        "same_day_ids": _list_same_day(session, this),
        "sites": parts.sites(this),
        **add_up(parts.counted, parts.codes),
        "shops_taking_part": len({row.shop_id for row in parts.shops}),
        "shops_registered": _count_registered(session, this, actor),
        "results": parts.all_results(),
        "sign_in": _sign_in(this, at, shows_code=is_organiser),
        "allowed_actions": allowed_actions(state, is_organiser=is_organiser),
    }


def _statement(condition: ColumnElement[bool], session_id: UUID) -> Select[*tuple[Any, ...]]:
    own = select(CleanupSite.id).where(CleanupSite.session_id == session_id)
    counted_at = select(func.max(CleanupCounter.updated_at)).where(CleanupCounter.site_id.in_(own))
    signed_at = select(func.max(CleanupSignIn.signed_at)).where(CleanupSignIn.session_id == session_id)
    return (
        select(
            CleanupSession,
            CleanupSeries.name.label("series_name"),
            Unit.name.label("unit_name"),
            counted_at.scalar_subquery().label("counted_at"),
            signed_at.scalar_subquery().label("signed_at"),
        )
        .join(CleanupSeries, CleanupSeries.id == CleanupSession.series_id)
        .join(Unit, Unit.id == CleanupSession.unit_id)
        .where(CleanupSession.id == session_id, condition)
    )


def _is_changed_after(this: CleanupSession, *moments: datetime | None) -> bool:
    return this.finished_at is not None and any(at > this.finished_at for at in moments if at)


def _list_same_day(session: Session, this: CleanupSession) -> Sequence[UUID]:
    """Others of the series on this day: likely entered twice, which is shown and refused by nobody."""
    others = select(CleanupSession.id).where(
        CleanupSession.series_id == this.series_id,
        CleanupSession.held_on == this.held_on,
        CleanupSession.id != this.id,
        CleanupSession.cancelled_at.is_(None),
    )
    return session.scalars(others.order_by(CleanupSession.id)).all()


def _count_registered(session: Session, this: CleanupSession, actor: Actor) -> int:
    units = unit_tree(session, actor.units_stamp).subtree(this.unit_id)
    here = select(func.count()).select_from(Shop).where(among(Shop.unit_id, units), Shop.is_active)
    return session.scalar(here) or 0


def _sign_in(this: CleanupSession, at: datetime, *, shows_code: bool) -> Shape:
    window = sign_in_window(this.held_on, this.starts_at, this.ends_at)
    return {
        "code": this.sign_in_code if shows_code else None,
        "opens_at": window.opens_at,
        "closes_at": window.closes_at,
        "is_open": window.is_open(at) and this.cancelled_at is None,
    }


class _Parts:
    """What hangs on the sites of a session, each kind read once for all of them."""

    def __init__(self, session: Session, session_id: UUID, actor: Actor, at: datetime) -> None:
        self.actor = actor
        own = select(CleanupSite.id).where(CleanupSite.session_id == session_id)
        this = select(CleanupSession.id).where(CleanupSession.id == session_id)
        self.rows = session.execute(_sites(session_id)).all()
        self.people = _by_site(session.execute(_people(own)))
        self.counted = session.execute(select(counted(own))).all()
        self.counted_at = _by_site(self.counted)
        self.codes = in_order(list_categories(session), (row.category_code for row in self.counted))
        self.shops = session.execute(select(taking_part(this))).all()
        self.shops_at = _by_site(self.shops)
        self.results = _by_site(
            session.execute(
                select(CleanupResult.site_id, CleanupResult.kind_code, CleanupResult.hundredths).where(
                    CleanupResult.site_id.in_(own)
                )
            )
        )
        self.photos = list_photos_of_sites(session, own)
        self.cases = list_cases_of_sites(session, own, actor=actor, at=at)

    def sites(self, this: CleanupSession) -> list[Shape]:
        """In the plan's order; one that was withdrawn only when something was counted there."""
        shown = (row for row in self.rows if row.CleanupSite.withdrawn_at is None or self._has_counts(row))
        return [self._site(row, this) for row in shown]

    def _has_counts(self, row: Any) -> bool:
        site_id = row.CleanupSite.id
        return bool(self.counted_at[site_id] or self.shops_at[site_id] or self.results[site_id])

    def all_results(self) -> dict[str, float]:
        sums: dict[str, int] = defaultdict(int)
        for rows in self.results.values():
            for row in rows:
                sums[row.kind_code] += row.hundredths
        return {code: hundredths / 100 for code, hundredths in sums.items()}

    def _site(self, row: Any, this: CleanupSession) -> Shape:
        site: CleanupSite = row.CleanupSite
        people = self.people[site.id]
        return {
            **{name: getattr(site, name) for name in SITE},
            "segment_name": row.segment_name,
            "road_name": row.road_name,
            "unit_name": row.unit_name,
            "location": _location(site),
            "lead": next((_person(one) for one in people if one.role == "lead"), None),
            "helpers": [_person(one) for one in people if one.role == "helper"],
            "planned": site.planned,
            "is_withdrawn": site.withdrawn_at is not None,
            **add_up(self.counted_at[site.id], self.codes),
            "counted": sources_of(self.counted_at[site.id]),
            "counters": row.counters,
            "shops_taking_part": len({shop.shop_id for shop in self.shops_at[site.id]}),
            "results": {one.kind_code: one.hundredths / 100 for one in self.results[site.id]},
            "photos": self.photos[site.id],
            "cases": self.cases[site.id],
            "may_work": policy.works_at(
                self.actor, this.unit_id, is_person=any(one.user_id == self.actor.id for one in people)
            ),
        }


def _by_site(rows: Iterable[Any]) -> defaultdict[UUID, list[Any]]:
    found: defaultdict[UUID, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.site_id].append(row)
    return found


def _sites(session_id: UUID) -> Select[*tuple[Any, ...]]:
    phones = select(func.count()).where(CleanupCounter.site_id == CleanupSite.id)
    return (
        select(
            CleanupSite,
            RoadSegment.name.label("segment_name"),
            Road.name.label("road_name"),
            Unit.name.label("unit_name"),
            phones.scalar_subquery().label("counters"),
        )
        .join(Unit, Unit.id == CleanupSite.unit_id)
        .outerjoin(RoadSegment, RoadSegment.id == CleanupSite.segment_id)
        .outerjoin(Road, or_(Road.id == CleanupSite.road_id, Road.id == RoadSegment.road_id))
        .where(CleanupSite.session_id == session_id)
        .order_by(CleanupSite.withdrawn_at.is_not(None), CleanupSite.position, CleanupSite.id)
    )


def _people(sites: Select[Any]) -> Select[*tuple[Any, ...]]:
    return (
        select(CleanupSitePerson.site_id, CleanupSitePerson.user_id, CleanupSitePerson.role, User.name)
        .join(User, User.id == CleanupSitePerson.user_id)
        .where(CleanupSitePerson.site_id.in_(sites))
        .order_by(User.name, User.id)
    )


def _person(row: Any) -> Shape:
    return {"id": row.user_id, "name": row.name}


def _location(site: CleanupSite) -> Shape | None:
    if site.lon is None:
        return None
    sent = site.location_sent or {}
    return {"lon": site.lon, "lat": site.lat, "accuracy_m": sent.get("accuracy_m"), "datum": "wgs84"}
