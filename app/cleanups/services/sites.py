"""The sites of a session: brought up to what was sent, withdrawn rather than deleted."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from app.accounts.models import RoleGrant, User
from app.cleanups.models import CleanupSession, CleanupSite, CleanupSitePerson, ParticipantCategory
from app.cleanups.schemas.plan import SiteIn
from app.core.actor import Actor
from app.core.dialect import among
from app.core.errors import Invalid
from app.core.geo import to_wgs84
from app.roads.models import Road, RoadSegment


def settle_sites(
    session: Session, this: CleanupSession, wanted: Sequence[SiteIn], *, actor: Actor, at: datetime
) -> None:
    """Make, change and withdraw. A site somebody may be counting at is never deleted."""
    units = _find_units(session, this, wanted, actor)
    _check_people(session, wanted, actor)
    _check_categories(session, wanted)
    standing = _lock_standing(session, this, wanted)
    for position, site in enumerate(wanted):
        values = _columns(site, units[site.id]) | {"position": position, "withdrawn_at": None}
        row = standing.pop(site.id, None)
        if row is None:
            session.add(CleanupSite(id=site.id, session_id=this.id, **values))
        else:
            for name, value in values.items():
                setattr(row, name, value)
    for row in standing.values():
        row.withdrawn_at = row.withdrawn_at or at
    session.flush()
    _settle_people(session, wanted)


def _lock_standing(
    session: Session, this: CleanupSession, wanted: Sequence[SiteIn]
) -> dict[UUID, CleanupSite]:
    ids = [site.id for site in wanted]
    own = CleanupSite.session_id == this.id
    rows = session.scalars(
        select(CleanupSite).where(own | among(CleanupSite.id, ids)).order_by(CleanupSite.id).with_for_update()
    ).all()
    if strangers := [str(row.id) for row in rows if row.session_id != this.id]:
        raise Invalid(fields={"sites": [f"{', '.join(strangers)}: a site of another session"]})
    return {row.id: row for row in rows}


def _columns(site: SiteIn, unit_id: UUID) -> dict[str, Any]:
    point = site.location
    lon, lat = to_wgs84((point.lon, point.lat), point.datum) if point else (None, None)
    return {
        "name": site.name,
        "segment_id": site.segment_id,
        "road_id": site.road_id,
        "lon": lon,
        "lat": lat,
        "location_sent": point and point.model_dump(),
        "unit_id": unit_id,
        "planned": site.planned,
    }


def _find_units(
    session: Session, this: CleanupSession, wanted: Sequence[SiteIn], actor: Actor
) -> dict[UUID, UUID]:
    """Whose ground each site is: its segment's, a key area's if that is of one unit, else the session's."""
    segments = {site.segment_id for site in wanted if site.segment_id}
    roads = {site.road_id for site in wanted if site.road_id}
    here = among(RoadSegment.unit_id, actor.district_unit_ids)
    of_segment = dict(
        session.execute(
            select(RoadSegment.id, RoadSegment.unit_id).where(among(RoadSegment.id, segments), here)
        ).all()
        if segments
        else ()
    )
    of_road = _units_of_key_areas(session, roads, here) if roads else {}
    if missing := [str(key) for key in (segments - of_segment.keys()) | (roads - of_road.keys())]:
        raise Invalid(fields={"sites": [f"{', '.join(sorted(missing))}: no such place in your district"]})
    return {
        site.id: of_segment[site.segment_id]
        if site.segment_id
        else _only(of_road.get(site.road_id, set()) if site.road_id else set(), this.unit_id)
        for site in wanted
    }


def _units_of_key_areas(session: Session, roads: set[UUID], here: Any) -> dict[UUID, set[UUID]]:
    found: dict[UUID, set[UUID]] = {}
    rows = session.execute(
        select(Road.id, RoadSegment.unit_id)
        .join(RoadSegment, RoadSegment.road_id == Road.id)
        .where(among(Road.id, roads), RoadSegment.is_key_area, RoadSegment.retired_at.is_(None), here)
    )
    for road_id, unit_id in rows:
        found.setdefault(road_id, set()).add(unit_id)
    return found


def _only(units: set[UUID], otherwise: UUID) -> UUID:
    return next(iter(units)) if len(units) == 1 else otherwise


def _check_people(session: Session, wanted: Sequence[SiteIn], actor: Actor) -> None:
    """Leads and helpers with accounts are active people of the district."""
    named = {one for site in wanted for one in (*site.helper_ids, site.lead_id) if one}
    if not named:
        return
    known = session.scalars(
        select(User.id)
        .join(RoleGrant, RoleGrant.user_id == User.id)
        .where(among(User.id, named), User.is_active, among(RoleGrant.unit_id, actor.district_unit_ids))
    )
    if missing := named - set(known):
        names = ", ".join(sorted(map(str, missing)))
        raise Invalid(fields={"sites": [f"{names}: nobody active in your district"]})


def _check_categories(session: Session, wanted: Sequence[SiteIn]) -> None:
    check_categories(session, {code for site in wanted for code in site.planned}, "sites")


def check_categories(session: Session, codes: set[str], field: str) -> None:
    """Invalid for a category that never was; one out of use is what an old phone still knows."""
    if not codes:
        return
    known = set(session.scalars(select(ParticipantCategory.code).where(ParticipantCategory.code.in_(codes))))
    if missing := codes - known:
        raise Invalid(fields={field: [f"{', '.join(sorted(missing))}: no such category"]})


def _settle_people(session: Session, wanted: Sequence[SiteIn]) -> None:
    ids = [site.id for site in wanted]
    session.execute(delete(CleanupSitePerson).where(among(CleanupSitePerson.site_id, ids)))
    rows = [
        {"site_id": site.id, "user_id": user_id, "role": "lead" if user_id == site.lead_id else "helper"}
        for site in wanted
        for user_id in {*site.helper_ids, site.lead_id}
        if user_id
    ]
    if rows:
        session.execute(insert(CleanupSitePerson), rows)
