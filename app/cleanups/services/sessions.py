"""Make a session, ahead or afterwards, and change it."""

import secrets
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.accounts.services import record
from app.cleanups import policy
from app.cleanups.models import CleanupSeries, CleanupSession
from app.cleanups.queries.places import get_organised
from app.cleanups.queries.whole import show_session
from app.cleanups.schemas.plan import SessionIn
from app.cleanups.services.bodies import hash_body, is_repetition
from app.cleanups.services.sites import settle_sites
from app.cleanups.weeks import planned_days, week_of
from app.core.actor import Actor
from app.core.clock import now
from app.core.dialect import insert_or_skip
from app.core.errors import Conflict, Invalid

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
"""Nothing that looks like something else, as codes are also read out."""
CODE_LENGTH = 10


def new_code() -> str:
    """What a session's QR leads to; nobody guesses one out of 10^14."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def put_session(session: Session, session_id: UUID, wanted: SessionIn, *, actor: Actor) -> bool:
    """Make it, or change what stands; True when it is new."""
    at = now()
    series = session.get(CleanupSeries, wanted.series_id)
    if series is None or not policy.organises(actor, series.unit_id):
        raise Invalid(fields={"series_id": ["There is no such series among those you plan"]})
    values = _columns(wanted, at) | {
        "id": session_id,
        "unit_id": series.unit_id,
        "planned_on": wanted.planned_on or _planned_on(series, wanted.held_on),
        "sign_in_code": new_code(),
        "created_at": at,
        "version": 1,
        "reason": "",
    }
    is_new = insert_or_skip(session, CleanupSession, values, ["id"])
    this = get_organised(session, session_id, actor, lock=True)
    if not is_new:
        if is_repetition(wanted, this.body_hash, this.version):
            return False
        refuse_stale(session, this, wanted.version, actor, at)
        _change(this, wanted, series, at)
    settle_sites(session, this, wanted.sites, actor=actor, at=at)
    _record(session, this, wanted, actor, is_new=is_new)
    return is_new


def refuse_stale(
    session: Session, this: CleanupSession, version: int | None, actor: Actor, at: datetime
) -> None:
    """Of two who edit at once the second is shown what the first wrote."""
    if version != this.version:
        current = show_session(session, this.id, actor=actor, at=at)
        raise Conflict("The session has changed since you saw it", code="stale_version", session=current)


def _columns(wanted: SessionIn, at: datetime) -> dict[str, Any]:
    return {
        "series_id": wanted.series_id,
        "held_on": wanted.held_on,
        "starts_at": wanted.starts_at and time.fromisoformat(wanted.starts_at),
        "ends_at": wanted.ends_at and time.fromisoformat(wanted.ends_at),
        "note": wanted.note,
        "week": week_of(wanted.held_on),
        "body_hash": hash_body(wanted),
        "updated_at": at,
    }


def _planned_on(series: CleanupSeries, held_on: date) -> date | None:
    """The day itself where the plan names it; what is held on another day stands beside the plan."""
    return next(planned_days(series.rhythm, series.starts_on, series.ends_on, [held_on]), None)


def _change(this: CleanupSession, wanted: SessionIn, series: CleanupSeries, at: datetime) -> None:
    for name, value in _columns(wanted, at).items():
        setattr(this, name, value)
    if wanted.planned_on:
        this.planned_on = wanted.planned_on
    this.planned_on = this.planned_on or _planned_on(series, wanted.held_on)
    this.version += 1


def move_to(this: CleanupSession, held_on: date) -> None:
    """Reality moves, the plan stays."""
    this.held_on = held_on
    this.week = week_of(held_on)


def _record(session: Session, this: CleanupSession, wanted: SessionIn, actor: Actor, *, is_new: bool) -> None:
    action = "cleanup_session_made" if is_new else "cleanup_session_changed"
    detail = {"held_on": str(wanted.held_on), "sites": [site.name for site in wanted.sites]}
    record(session, action, "cleanup_session", this.id, actor=actor, unit_id=this.unit_id, **detail)
