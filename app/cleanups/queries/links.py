"""Links of helpers: those of a site, and what one of them opens."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from app.cleanups.models import CleanupCounter, CleanupLink, CleanupSeries, CleanupSession, CleanupSite
from app.cleanups.queries.adding import Shape
from app.cleanups.queries.terms import list_categories
from app.cleanups.tokens import Sign, make_token
from app.cleanups.window import link_closes_at
from app.core.errors import Forbidden, NotFound

AnyRow = Row[*tuple[Any, ...]]


def list_links(session: Session, sites: Sequence[UUID], sign: Sign) -> list[Shape]:
    """The shape of `LinkOut`, the latest first."""
    counters = select(func.count()).where(CleanupCounter.link_id == CleanupLink.id).scalar_subquery()
    rows = session.execute(
        select(CleanupLink, CleanupSession.held_on, counters)
        .join(CleanupSite, CleanupSite.id == CleanupLink.site_id)
        .join(CleanupSession, CleanupSession.id == CleanupSite.session_id)
        .where(CleanupLink.site_id.in_(sites))
        .order_by(CleanupLink.made_at.desc(), CleanupLink.id)
    )
    return [
        {
            "id": link.id,
            "site_id": link.site_id,
            "label": link.label,
            "token": None if link.revoked_at else make_token(link.id, sign),
            "made_at": link.made_at,
            "closes_at": link_closes_at(held_on),
            "revoked_at": link.revoked_at,
            "counters": count,
        }
        for link, held_on, count in rows
    ]


def open_link(session: Session, link_id: UUID | None, at: datetime) -> AnyRow:
    """(CleanupLink, CleanupSite, CleanupSession, series_name), or why it opens nothing."""
    found = session.execute(
        select(CleanupLink, CleanupSite, CleanupSession, CleanupSeries.name.label("series_name"))
        .join(CleanupSite, CleanupSite.id == CleanupLink.site_id)
        .join(CleanupSession, CleanupSession.id == CleanupSite.session_id)
        .join(CleanupSeries, CleanupSeries.id == CleanupSession.series_id)
        .where(CleanupLink.id == link_id)
    ).first()
    if found is None:
        raise NotFound("This link leads nowhere: ask for a new one", code="link_unknown")
    if found.CleanupLink.revoked_at is not None:
        raise Forbidden("This link was taken back: ask for a new one", code="link_revoked")
    if at > link_closes_at(found.CleanupSession.held_on):
        raise Forbidden("It is too late for this link: tell the organiser your numbers", code="link_closed")
    return found


def show_link(session: Session, link_id: UUID | None, at: datetime) -> Shape:
    """The shape of `LinkPage`: no totals, no people, nothing of other sites."""
    found = open_link(session, link_id, at)
    this: CleanupSession = found.CleanupSession
    return {
        "session_id": this.id,
        "site_id": found.CleanupSite.id,
        "series_name": found.series_name,
        "site_name": found.CleanupSite.name,
        "held_on": this.held_on,
        "is_cancelled": this.cancelled_at is not None,
        "is_finished": this.finished_at is not None,
        # Of one that was moved to another day it would say why that was.
        "reason": this.reason if this.cancelled_at else "",
        "closes_at": link_closes_at(this.held_on),
        "categories": buttons(session),
    }


def buttons(session: Session) -> list[Shape]:
    """Categories in use, as buttons."""
    names = ("code", "name", "asks_for")
    rows = list_categories(session)
    return [{name: getattr(row, name) for name in names} for row in rows if row.is_active]
