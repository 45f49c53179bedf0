"""What a site's numbers are made of: counter by counter, entry by entry, sign-in by sign-in."""

from collections import defaultdict
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import literal, select, tuple_
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.cleanups.models import (
    CleanupCounter,
    CleanupEntry,
    CleanupLink,
    CleanupSession,
    CleanupSignIn,
    CleanupSite,
    CounterValue,
    Shop,
    StationedUnit,
)
from app.cleanups.queries.adding import Shape
from app.cleanups.queries.places import get_organised, get_organised_site
from app.cleanups.schemas.counting import SignInQuery
from app.cleanups.window import is_late
from app.core.actor import Actor
from app.core.errors import Invalid
from app.core.paging import decode_cursor, encode_cursor


def list_site_counts(session: Session, session_id: UUID, site_id: UUID, *, actor: Actor) -> Shape:
    """The shape of `SiteCounts`."""
    get_organised_site(session, session_id, site_id, actor)
    return {
        "counters": list_counters(session, CleanupCounter.site_id == site_id),
        "entries": list_entries(session, CleanupEntry.site_id == site_id),
    }


def list_counters(session: Session, *where: Any) -> list[Shape]:
    """The shape of `CounterRow`, in the order they first came."""
    rows = session.execute(
        select(CleanupCounter, CleanupSession.held_on, User.name, CleanupLink.label)
        .join(CleanupSite, CleanupSite.id == CleanupCounter.site_id)
        .join(CleanupSession, CleanupSession.id == CleanupSite.session_id)
        .outerjoin(User, User.id == CleanupCounter.user_id)
        .outerjoin(CleanupLink, CleanupLink.id == CleanupCounter.link_id)
        .where(*where)
        .order_by(CleanupCounter.received_at, CleanupCounter.id)
    ).all()
    values = _values(session, *where)
    return [_as_counter(*row, counts=values[row[0].id]) for row in rows]


def _values(session: Session, *where: Any) -> defaultdict[UUID, dict[str, int]]:
    found: defaultdict[UUID, dict[str, int]] = defaultdict(dict)
    rows = session.execute(
        select(CounterValue.counter_id, CounterValue.category_code, CounterValue.count)
        .join(CleanupCounter, CleanupCounter.id == CounterValue.counter_id)
        .join(CleanupSite, CleanupSite.id == CleanupCounter.site_id)
        .join(CleanupSession, CleanupSession.id == CleanupSite.session_id)
        .where(*where)
    )
    for counter_id, code, count in rows:
        found[counter_id][code] = count
    return found


def _as_counter(
    counter: CleanupCounter, held_on: Any, user: str | None, label: str | None, *, counts: dict[str, int]
) -> Shape:
    names = ("id", "site_id", "seq", "received_at", "updated_at", "strike_reason")
    return {name: getattr(counter, name) for name in names} | {
        "counts": counts,
        "is_struck": counter.struck_at is not None,
        "sent_by": user or label or "",
        "is_by_link": counter.link_id is not None,
        "is_late": is_late(held_on, counter.received_at),
    }


def list_entries(session: Session, *where: Any) -> list[Shape]:
    """The shape of `EntryOut`, in the order they were written."""
    rows = session.execute(
        select(CleanupEntry, StationedUnit.name, User.name)
        .join(User, User.id == CleanupEntry.written_by_id)
        .join(CleanupSite, CleanupSite.id == CleanupEntry.site_id)
        .join(CleanupSession, CleanupSession.id == CleanupSite.session_id)
        .outerjoin(StationedUnit, StationedUnit.id == CleanupEntry.stationed_unit_id)
        .where(*where)
        .order_by(CleanupEntry.written_at, CleanupEntry.id)
    )
    return [_as_entry(*row) for row in rows]


def _as_entry(entry: CleanupEntry, unit: str | None, writer: str) -> Shape:
    names = ("id", "site_id", "kind", "category_code", "count", "stationed_unit_id", "reason")
    more = ("written_by_id", "written_at", "strike_reason")
    return {name: getattr(entry, name) for name in (*names, *more)} | {
        "stationed_unit_name": unit,
        "written_by_name": writer,
        "is_struck": entry.struck_at is not None,
    }


def list_sign_ins(session: Session, session_id: UUID, wanted: SignInQuery, *, actor: Actor) -> Shape:
    """The shape of `SignInList`."""
    get_organised(session, session_id, actor)
    page = (
        select(CleanupSignIn, Shop.name, StationedUnit.name)
        .outerjoin(Shop, Shop.id == CleanupSignIn.shop_id)
        .outerjoin(StationedUnit, StationedUnit.id == CleanupSignIn.stationed_unit_id)
        .where(CleanupSignIn.session_id == session_id)
        .order_by(CleanupSignIn.signed_at.desc(), CleanupSignIn.id.desc())
        .limit(wanted.limit + 1)
    )
    if wanted.site_id is not None:
        page = page.where(CleanupSignIn.site_id == wanted.site_id)
    if wanted.cursor is not None:
        at, id_ = _read_cursor(wanted.cursor)
        last = tuple_(literal(at, CleanupSignIn.signed_at.type), literal(id_, CleanupSignIn.id.type))
        page = page.where(tuple_(CleanupSignIn.signed_at, CleanupSignIn.id) < last)
    rows = session.execute(page).all()
    items = [_as_sign_in(*row) for row in rows[: wanted.limit]]
    last_item = items[-1] if len(rows) > wanted.limit else None
    cursor = last_item and encode_cursor(last_item["signed_at"].isoformat(), str(last_item["id"]))
    return {"items": items, "next_cursor": cursor}


def _as_sign_in(row: CleanupSignIn, shop: str | None, unit: str | None) -> Shape:
    names = ("id", "site_id", "category_code", "shop_id", "stationed_unit_id", "signed_at", "strike_reason")
    shape = {name: getattr(row, name) for name in names}
    return shape | {"shop_name": shop, "stationed_unit_name": unit, "is_struck": row.struck_at is not None}


def _read_cursor(cursor: str) -> tuple[datetime, UUID]:
    at, id_ = decode_cursor(cursor, 2)
    try:
        return datetime.fromisoformat(at).astimezone(UTC), UUID(id_)
    except (ValueError, TypeError, AttributeError, OverflowError) as error:
        raise Invalid("The cursor is not one of ours", code="bad_cursor") from error
