"""The register of shops, and which of a site's took part."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, exists, func, literal, or_, select, tuple_
from sqlalchemy.orm import Session

from app.accounts.units import unit_tree
from app.cleanups import policy
from app.cleanups.models import CleanupSignIn, Shop, ShopTick
from app.cleanups.queries.adding import Shape
from app.cleanups.queries.places import get_worked_site
from app.cleanups.queries.sign_in_page import segments_of_site
from app.cleanups.queries.taking_part import taking_part
from app.cleanups.schemas.shops import ShopFilter, ShopQuery
from app.core.actor import Actor
from app.core.dialect import among
from app.core.errors import Invalid, NotFound
from app.core.paging import decode_cursor, encode_cursor
from app.roads.models import RoadSegment

AnyRow = Row[*tuple[Any, ...]]
PLAIN = ("id", "unit_id", "name", "kind", "segment_id", "is_active", "version", "updated_at")
SITE_SHOPS = 3000


def list_shops(session: Session, wanted: ShopQuery, *, actor: Actor) -> Shape:
    """The shape of `ShopPage`."""
    where = conditions(session, wanted, actor)
    page = select_shops(*where).limit(wanted.limit + 1)
    if wanted.cursor is not None:
        name, id_ = _read_cursor(wanted.cursor)
        last = tuple_(literal(name, Shop.name.type), literal(id_, Shop.id.type))
        page = page.where(tuple_(Shop.name, Shop.id) > last)
    items = [as_shop(*row) for row in session.execute(page)]
    has_more = len(items) > wanted.limit
    del items[wanted.limit :]
    return {
        "items": items,
        "next_cursor": encode_cursor(items[-1]["name"], str(items[-1]["id"])) if has_more else None,
        "total": session.scalar(select(func.count()).select_from(Shop).where(*where)) or 0,
    }


def conditions(session: Session, wanted: ShopFilter, actor: Actor) -> list[ColumnElement[bool]]:
    """What the caller may see and asks for."""
    units = actor.units_as(*policy.READERS)
    if wanted.unit_id is not None:
        units &= unit_tree(session, actor.units_stamp).subtree(wanted.unit_id)
    found = [among(Shop.unit_id, units)]
    if wanted.segment_id is not None:
        found.append(Shop.segment_id == wanted.segment_id)
    if not wanted.all:
        found.append(Shop.is_active.is_(True))
    if wanted.q:
        found.append(or_(Shop.name.contains(wanted.q, autoescape=True), Shop.kind == wanted.q))
    return found


def select_shops(*where: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """Rows for `as_shop`, by name."""
    return (
        select(Shop, RoadSegment.name.label("segment_name"))
        .outerjoin(RoadSegment, RoadSegment.id == Shop.segment_id)
        .where(*where)
        .order_by(Shop.name, Shop.id)
    )


def show_shop(session: Session, shop_id: UUID, actor: Actor) -> Shape:
    """The shape of `ShopOut`, or NotFound."""
    here = among(Shop.unit_id, actor.units_as(*policy.READERS))
    found = session.execute(select_shops(Shop.id == shop_id, here)).first()
    if found is None:
        raise NotFound("There is no such shop for you")
    return as_shop(*found)


def as_shop(shop: Shop, segment_name: str | None) -> Shape:
    """The shape of `ShopOut`."""
    accuracy = (shop.location_sent or {}).get("accuracy_m")
    place = {"lon": shop.lon, "lat": shop.lat, "accuracy_m": accuracy, "datum": "wgs84"}
    return {name: getattr(shop, name) for name in PLAIN} | {
        "segment_name": segment_name,
        "location": None if shop.lon is None else place,
    }


def list_site_shops(session: Session, session_id: UUID, site_id: UUID, *, actor: Actor) -> list[Shape]:
    """The shape of `SiteShop`: shops along the site, then any other that took part there."""
    site, this, _ = get_worked_site(session, session_id, site_id, actor)
    units = unit_tree(session, actor.units_stamp).subtree(this.unit_id)
    ticked = exists().where(
        ShopTick.session_id == session_id, ShopTick.shop_id == Shop.id, ShopTick.is_ticked
    )
    signed_in = exists().where(
        CleanupSignIn.session_id == session_id,
        CleanupSignIn.shop_id == Shop.id,
        CleanupSignIn.struck_at.is_(None),
    )
    along = Shop.segment_id.in_(segments_of_site(site.id)) & Shop.is_active
    if site.lon is not None:
        along = among(Shop.unit_id, units) & Shop.is_active
    part = taking_part(_one(session_id))
    at_site = Shop.id.in_(select(part.c.shop_id).where(part.c.site_id == site_id))
    rows: Sequence[AnyRow] = session.execute(
        select(Shop, ticked.label("ticked"), signed_in.label("signed_in"))
        .where(or_(along, at_site))
        .order_by(Shop.name, Shop.id)
        .limit(SITE_SHOPS)
    ).all()
    names = ("id", "name", "kind", "segment_id")
    return [
        {name: getattr(shop, name) for name in names}
        | {"is_ticked": bool(is_ticked), "is_signed_in": bool(is_signed_in)}
        for shop, is_ticked, is_signed_in in rows
    ]


def count_taking_part(session: Session, session_id: UUID, site_id: UUID) -> Shape:
    """The shape of `TickOutcome`."""
    rows = session.execute(select(taking_part(_one(session_id)))).all()
    return {
        "at_site": len({row.shop_id for row in rows if row.site_id == site_id}),
        "in_session": len({row.shop_id for row in rows}),
    }


def _one(session_id: UUID) -> Any:
    # A SELECT of one id, as the parts of a sum are told by selections.
    return select(literal(session_id, Shop.id.type))


def _read_cursor(cursor: str) -> tuple[str, UUID]:
    name, id_ = decode_cursor(cursor, 2)
    try:
        return str(name), UUID(id_)
    except (ValueError, TypeError, AttributeError) as error:
        raise Invalid("The cursor is not one of ours", code="bad_cursor") from error
