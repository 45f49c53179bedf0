"""What somebody sees who scanned a session's QR code, without any log-in."""

import re
from typing import Any

from sqlalchemy import Row, or_, select
from sqlalchemy.orm import Session

from app.accounts.units import unit_tree
from app.cleanups.models import CleanupSeries, CleanupSession, CleanupSite, Shop, StationedUnit
from app.cleanups.queries.adding import Shape
from app.cleanups.queries.links import buttons
from app.cleanups.window import Window, sign_in_window
from app.core.clock import now
from app.core.dialect import among
from app.core.errors import NotFound
from app.roads.models import RoadSegment

CODE = re.compile(r"[0-9a-z]{4,16}")
MOST_SHOPS = 2000
AnyRow = Row[*tuple[Any, ...]]


def find_by_code(session: Session, code: str) -> CleanupSession:
    """The session, or NotFound for a code that never was or was renewed."""
    # What is no code may hold characters that PostgreSQL refuses to look for.
    one = select(CleanupSession).where(CleanupSession.sign_in_code == code)
    found = session.scalar(one) if CODE.fullmatch(code) else None
    if found is None:
        raise NotFound("This code leads nowhere: scan the one at the site", code="sign_in_unknown")
    return found


def window_of(this: CleanupSession) -> Window:
    """When one may sign in."""
    return sign_in_window(this.held_on, this.starts_at, this.ends_at)


def list_open_sites(session: Session, this: CleanupSession) -> list[Shape]:
    """Sites to choose from."""
    rows = session.execute(
        select(CleanupSite.id, CleanupSite.name)
        .where(CleanupSite.session_id == this.id, CleanupSite.withdrawn_at.is_(None))
        .order_by(CleanupSite.position, CleanupSite.id)
    )
    return [{"id": row.id, "name": row.name} for row in rows]


def show_sign_in(session: Session, code: str) -> Shape:
    """The shape of `SignInPage`."""
    this = find_by_code(session, code)
    window = window_of(this)
    tree = unit_tree(session)
    units = tree.subtree(this.unit_id)
    here = among(StationedUnit.unit_id, units), StationedUnit.is_active
    stationed = session.execute(
        select(StationedUnit.id, StationedUnit.name).where(*here).order_by(StationedUnit.name)
    )
    return {
        "series_name": session.scalar(select(CleanupSeries.name).where(CleanupSeries.id == this.series_id)),
        "unit_name": tree.nodes[this.unit_id].name,
        "held_on": this.held_on,
        "is_open": window.is_open(now()) and this.cancelled_at is None,
        "opens_at": window.opens_at,
        "closes_at": window.closes_at,
        "sites": list_open_sites(session, this),
        "categories": buttons(session),
        "stationed_units": [{"id": row.id, "name": row.name} for row in stationed],
    }


def list_sign_in_shops(session: Session, code: str, site_id: Any) -> list[Shape]:
    """Shops to choose from: those along the site where any are known there, else the unit's."""
    this = find_by_code(session, code)
    units = unit_tree(session).subtree(this.unit_id)
    all_here = (
        select(Shop.id, Shop.name, RoadSegment.name.label("segment_name"))
        .outerjoin(RoadSegment, RoadSegment.id == Shop.segment_id)
        .where(among(Shop.unit_id, units), Shop.is_active)
        .order_by(Shop.name, Shop.id)
        .limit(MOST_SHOPS)
    )
    along = all_here.where(Shop.segment_id.in_(segments_of_site(site_id)))
    rows = (session.execute(along).all() if site_id else []) or session.execute(all_here).all()
    return [{"id": row.id, "name": row.name, "segment_name": row.segment_name} for row in rows]


def segments_of_site(site_id: Any) -> Any:
    """SQL: the segments a site is on; a key area has those of its road that are watched more closely."""
    return (
        select(RoadSegment.id)
        .join(
            CleanupSite,
            or_(
                CleanupSite.segment_id == RoadSegment.id,
                (CleanupSite.road_id == RoadSegment.road_id) & RoadSegment.is_key_area,
            ),
        )
        .where(CleanupSite.id == site_id)
    )
