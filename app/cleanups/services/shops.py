"""Keep the register of shops, and tick those that took part."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.accounts.services import record
from app.accounts.units import unit_tree
from app.cleanups import policy
from app.cleanups.models import Shop, ShopTick
from app.cleanups.queries.places import get_worked_site
from app.cleanups.queries.shops import show_shop
from app.cleanups.schemas.shops import ShopIn, Ticks
from app.core.actor import Actor
from app.core.clock import now
from app.core.dialect import among, insert_or_skip, upsert_all
from app.core.errors import Conflict, Forbidden, Invalid, NotFound
from app.core.geo import to_wgs84
from app.roads.models import RoadSegment

COMPARED = ("unit_id", "name", "kind", "segment_id", "location_sent", "is_active")


def put_shop(session: Session, shop_id: UUID, wanted: ShopIn, *, actor: Actor) -> bool:
    """Register it, or change it; whether it is new. A shop that closed goes out of use and keeps its past."""
    if not policy.organises(actor, wanted.unit_id):
        raise Invalid(fields={"unit_id": ["There is no such unit among those you plan for"]})
    _check_segment(session, wanted.segment_id, actor)
    values = columns_of(wanted)
    if insert_or_skip(session, Shop, values | {"id": shop_id, "version": 1}, ["id"]):
        record_shop(session, "shop_made", shop_id, wanted, actor)
        return True
    shop = _get_own(session, shop_id, actor)
    if all(getattr(shop, name) == values[name] for name in COMPARED):
        return False
    if wanted.version != shop.version:
        current = show_shop(session, shop_id, actor)
        raise Conflict("The shop has changed since you saw it", code="stale_version", shop=current)
    change_shop(session, shop, values)
    record_shop(session, "shop_changed", shop_id, wanted, actor)
    return False


def change_shop(session: Session, shop: Shop, values: dict[str, Any]) -> None:
    """Bring it up to these columns."""
    for name, value in values.items():
        setattr(shop, name, value)
    shop.version += 1
    session.flush()


def columns_of(wanted: ShopIn) -> dict[str, Any]:
    """Columns of the shop."""
    point = wanted.location
    lon, lat = to_wgs84((point.lon, point.lat), point.datum) if point else (None, None)
    return wanted.model_dump(exclude={"location", "version"}) | {
        "lon": lon,
        "lat": lat,
        "location_sent": point and point.model_dump(),
        "updated_at": now(),
    }


def record_shop(session: Session, action: str, shop_id: UUID, wanted: ShopIn, actor: Actor) -> None:
    """The audit row."""
    detail = {"name": wanted.name, "kind": wanted.kind, "is_active": wanted.is_active}
    record(session, action, "shop", shop_id, actor=actor, unit_id=wanted.unit_id, **detail)


def _get_own(session: Session, shop_id: UUID, actor: Actor) -> Shop:
    shop = session.get_one(Shop, shop_id, with_for_update=True, populate_existing=True)
    if shop.unit_id not in actor.units_as(*policy.READERS):
        raise NotFound("There is no such shop for you")
    if not policy.organises(actor, shop.unit_id):
        raise Forbidden("This shop lies outside the units you plan for")
    return shop


def _check_segment(session: Session, segment_id: UUID | None, actor: Actor) -> None:
    if segment_id is None:
        return
    here = RoadSegment.id == segment_id, among(RoadSegment.unit_id, actor.district_unit_ids)
    if session.scalar(select(RoadSegment.id).where(*here)) is None:
        raise Invalid(fields={"segment_id": ["There is no such segment in your district"]})


def tick_shops(session: Session, session_id: UUID, site_id: UUID, ticks: Ticks, *, actor: Actor) -> None:
    """What was ticked and unticked, and nothing else. A shop that signed in by itself stays in either way."""
    _, this, _ = get_worked_site(session, session_id, site_id, actor)
    wanted = dict.fromkeys(ticks.did_not, False) | dict.fromkeys(ticks.took_part, True)
    _check_shops(session, list(wanted), unit_tree(session, actor.units_stamp).subtree(this.unit_id))
    for is_ticked in (True, False):
        rows = [
            {
                "session_id": session_id,
                "shop_id": shop_id,
                "site_id": site_id,
                "is_ticked": is_ticked,
                "ticked_by_id": actor.id,
                "ticked_at": now(),
            }
            for shop_id, holds in wanted.items()
            if holds is is_ticked
        ]
        if rows:
            names = ("site_id", "is_ticked", "ticked_by_id", "ticked_at")
            change = {name: rows[0][name] for name in names}
            upsert_all(session, ShopTick, rows, ["session_id", "shop_id"], change)


def _check_shops(session: Session, shop_ids: Sequence[UUID], units: frozenset[UUID]) -> None:
    here = among(Shop.id, shop_ids), among(Shop.unit_id, units)
    known = set(session.scalars(select(Shop.id).where(*here)))
    if missing := [str(shop_id) for shop_id in shop_ids if shop_id not in known]:
        raise Invalid(fields={"took_part": [f"{', '.join(missing[:5])}: no such shop in this area"]})


def follow_segments(session: Session, segment_ids: Sequence[UUID], unit_id: UUID) -> None:
    """Shops go along when their segment is given to another unit; sessions stay with who held them."""
    along = update(Shop).where(among(Shop.segment_id, segment_ids), Shop.unit_id != unit_id)
    session.execute(along.values(unit_id=unit_id), execution_options={"synchronize_session": False})
