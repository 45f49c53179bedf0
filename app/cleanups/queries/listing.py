"""Sessions by day, with their totals: three statements however many rows."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, literal, select, tuple_
from sqlalchemy.orm import Session

from app.accounts.models import Unit
from app.accounts.units import unit_tree
from app.cleanups import policy
from app.cleanups.models import CleanupSeries, CleanupSession, CleanupSite, CleanupSitePerson
from app.cleanups.queries.adding import Shape
from app.cleanups.queries.counted import counted
from app.cleanups.queries.states import state_of
from app.cleanups.queries.taking_part import taking_part
from app.cleanups.queries.terms import list_categories
from app.cleanups.schemas.plan import SessionFilter, SessionQuery
from app.cleanups.weeks import label
from app.core.actor import Actor
from app.core.clock import local_date
from app.core.dialect import among
from app.core.errors import Invalid
from app.core.paging import decode_cursor, encode_cursor

PLAIN = ("id", "series_id", "unit_id", "planned_on", "held_on", "reason", "version", "updated_at")


def list_sessions(session: Session, wanted: SessionQuery, *, actor: Actor, at: datetime) -> Shape:
    """The shape of `SessionPage`."""
    page = select_sessions(*conditions(session, wanted, actor)).limit(wanted.limit + 1)
    if wanted.cursor is not None:
        held_on, id_ = _read_cursor(wanted.cursor)
        last = tuple_(literal(held_on, CleanupSession.held_on.type), literal(id_, CleanupSession.id.type))
        page = page.where(tuple_(CleanupSession.held_on, CleanupSession.id) < last)
    rows = session.execute(page).all()
    shown = rows[: wanted.limit]
    last_row = shown[-1].CleanupSession if len(rows) > wanted.limit else None
    return {
        "items": as_rows(session, shown, local_date(at)),
        "next_cursor": encode_cursor(str(last_row.held_on), str(last_row.id)) if last_row else None,
    }


def conditions(session: Session, wanted: SessionFilter, actor: Actor) -> list[ColumnElement[bool]]:
    """What the caller may see and asks for."""
    found = [policy.visible(actor)]
    if wanted.series_id is not None:
        found.append(CleanupSession.series_id == wanted.series_id)
    if wanted.unit_id is not None:
        found.append(among(CleanupSession.unit_id, unit_tree(session).subtree(wanted.unit_id)))
    if wanted.first is not None:
        found.append(CleanupSession.held_on >= wanted.first)
    if wanted.last is not None:
        found.append(CleanupSession.held_on <= wanted.last)
    if wanted.mine:
        found.append(CleanupSession.id.in_(_own(actor)))
    return found


def _own(actor: Actor) -> Select[Any]:
    people = CleanupSitePerson.site_id == CleanupSite.id, CleanupSitePerson.user_id == actor.id
    return select(CleanupSite.session_id).join(CleanupSitePerson, people[0]).where(people[1])


def select_sessions(*where: ColumnElement[bool]) -> Select[Any]:
    """Rows for `as_rows`, the latest first."""
    sites = select(func.count()).where(
        CleanupSite.session_id == CleanupSession.id, CleanupSite.withdrawn_at.is_(None)
    )
    return (
        select(
            CleanupSession,
            CleanupSeries.name.label("series_name"),
            Unit.name.label("unit_name"),
            sites.scalar_subquery().label("sites"),
        )
        .join(CleanupSeries, CleanupSeries.id == CleanupSession.series_id)
        .join(Unit, Unit.id == CleanupSession.unit_id)
        .where(*where)
        .order_by(CleanupSession.held_on.desc(), CleanupSession.id.desc())
    )


def as_rows(session: Session, rows: Sequence[Any], today: date) -> list[Shape]:
    """The shape of `SessionRow`."""
    these = select(CleanupSession.id).where(among(CleanupSession.id, [row.CleanupSession.id for row in rows]))
    codes = [row.code for row in list_categories(session) if row.is_active]
    totals = totals_of(session, these)
    shops = shops_of(session, these)
    return [
        _as_row(row, dict.fromkeys(codes, 0) | totals[row.CleanupSession.id], shops, today) for row in rows
    ]


def _as_row(row: Any, totals: dict[str, int], shops: dict[UUID, int], today: date) -> Shape:
    this: CleanupSession = row.CleanupSession
    return {name: getattr(this, name) for name in PLAIN} | {
        "series_name": row.series_name,
        "unit_name": row.unit_name,
        "week": label(this.week),
        "state": state_of(this, today),
        "sites": row.sites,
        "totals": totals,
        "total": sum(totals.values()),
        "shops_taking_part": shops.get(this.id, 0),
    }


def totals_of(session: Session, sessions: Select[Any]) -> defaultdict[UUID, dict[str, int]]:
    """Person-times by session and category, of sessions whose ids are selected."""
    sums = counted(select(CleanupSite.id).where(CleanupSite.session_id.in_(sessions)))
    rows = session.execute(
        select(CleanupSite.session_id, sums.c.category_code, func.sum(sums.c.total))
        .join(CleanupSite, CleanupSite.id == sums.c.site_id)
        .group_by(CleanupSite.session_id, sums.c.category_code)
    )
    found: defaultdict[UUID, dict[str, int]] = defaultdict(dict)
    for session_id, code, total in rows:
        found[session_id][code] = int(total)
    return found


def shops_by_week(session: Session, sessions: Select[Any]) -> dict[tuple[UUID, int], int]:
    """How many distinct shops took part, by series and week."""
    shops = taking_part(sessions)
    by = CleanupSession.series_id, CleanupSession.week
    rows = (
        select(*by, func.count(shops.c.shop_id.distinct()))
        .join(shops, shops.c.session_id == CleanupSession.id)
        .group_by(*by)
    )
    return {(series_id, week): count for series_id, week, count in session.execute(rows)}


def shops_of(session: Session, sessions: Select[Any]) -> dict[UUID, int]:
    """How many distinct shops took part, by session."""
    shops = taking_part(sessions)
    rows = select(shops.c.session_id, func.count(shops.c.shop_id.distinct())).group_by(shops.c.session_id)
    return dict(session.execute(rows).all())


def _read_cursor(cursor: str) -> tuple[date, UUID]:
    day, id_ = decode_cursor(cursor, 2)
    try:
        return date.fromisoformat(day), UUID(id_)
    except (ValueError, TypeError, AttributeError) as error:
        raise Invalid("The cursor is not one of ours", code="bad_cursor") from error
