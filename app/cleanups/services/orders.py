"""What organisers do to a session: postpone, cancel, finish, choose what counts. Once for each action id."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.accounts.services import record
from app.cleanups.models import CleanupEvent, CleanupSession, CleanupSite, SourceChoice
from app.cleanups.queries.counted import SOURCES
from app.cleanups.queries.places import get_organised
from app.cleanups.queries.states import FROM, state_of
from app.cleanups.schemas.plan import SessionAction, SessionOrder
from app.cleanups.services.sessions import move_to, new_code, refuse_stale
from app.cleanups.services.sites import check_categories
from app.core.actor import Actor
from app.core.clock import local_date, now
from app.core.dialect import upsert
from app.core.errors import Conflict, Invalid


@dataclass(frozen=True)
class Act:
    """An order under way on a locked session."""

    session: Session
    this: CleanupSession
    order: SessionOrder
    at: datetime


def act_on_session(session: Session, session_id: UUID, order: SessionOrder, *, actor: Actor) -> None:
    """Refuses in the order of the HTTP surface; the same act sent again changes nothing."""
    at = now()
    this = get_organised(session, session_id, actor, lock=True)
    done = session.execute(
        select(CleanupEvent.actor_id, CleanupEvent.action).where(
            CleanupEvent.session_id == session_id, CleanupEvent.action_id == order.action_id
        )
    ).first()
    if done is not None:
        if tuple(done) == (actor.id, order.action):
            return
        raise Conflict("This action id stands for another act", code="action_id_reused")
    refuse_stale(session, this, order.version, actor, at)
    state = state_of(this, local_date(at))
    if state not in FROM[order.action]:
        raise Conflict(f"{order.action} is no move for a session that is {state}", code="move_not_allowed")
    act = Act(session, this, order, at)
    _require(act)
    data = EFFECTS[order.action](act)
    this.version += 1
    this.updated_at = at
    _write_down(act, data, actor)


def _require(act: Act) -> None:
    order = act.order
    lacking: dict[str, list[str]] = {}
    if order.action in ("postpone", "cancel") and not order.note:
        lacking["note"] = ["Say why"]
    if order.action == "postpone" and order.held_on in (None, act.this.held_on):
        lacking["held_on"] = ["Name another day"]
    if order.action == "choose_sources":
        lacking |= {name: ["Is needed"] for name in ("site_id", "category_code") if not getattr(order, name)}
    if lacking:
        raise Invalid("This act needs more", code="move_incomplete", fields=lacking)


def _postpone(act: Act) -> dict[str, Any]:
    before = act.this.held_on
    if act.order.held_on is not None:
        move_to(act.this, act.order.held_on)
    act.this.reason = act.order.note
    return {"from": str(before), "to": str(act.this.held_on)}


def _cancel(act: Act) -> dict[str, Any]:
    """Nothing is deleted: what phones still send arrives, is kept, and counts again after `reinstate`."""
    act.this.cancelled_at, act.this.reason = act.at, act.order.note
    return {}


def _reinstate(act: Act) -> dict[str, Any]:
    act.this.cancelled_at, act.this.reason = None, act.order.note
    return {}


def _finish(act: Act) -> dict[str, Any]:
    """Somebody says that it took place: from now on nobody there means 0, not missed."""
    act.this.finished_at = act.at
    return {}


def _reopen(act: Act) -> dict[str, Any]:
    act.this.finished_at = None
    return {}


def _renew_code(act: Act) -> dict[str, Any]:
    """A code that was passed on stops working; those who signed in stay."""
    act.this.sign_in_code = new_code()
    return {}


def _choose_sources(act: Act) -> dict[str, Any]:
    site_id, code, wanted = act.order.site_id, act.order.category_code or "", act.order.sources
    own = select(CleanupSite.id).where(CleanupSite.session_id == act.this.id, CleanupSite.id == site_id)
    if act.session.scalar(own) is None:
        raise Invalid(fields={"site_id": ["There is no such site in this session"]})
    check_categories(act.session, {code}, "category_code")
    key = {"site_id": site_id, "category_code": code}
    if wanted:
        use = {name: name in wanted for name in SOURCES}
        upsert(act.session, SourceChoice, key | use, list(key), use)
    else:
        this = SourceChoice.site_id == site_id, SourceChoice.category_code == code
        act.session.execute(delete(SourceChoice).where(*this))
    return {"site_id": str(site_id), "category_code": code, "sources": wanted}


EFFECTS: dict[SessionAction, Callable[[Act], dict[str, Any]]] = {
    "postpone": _postpone,
    "cancel": _cancel,
    "reinstate": _reinstate,
    "finish": _finish,
    "reopen": _reopen,
    "choose_sources": _choose_sources,
    "renew_code": _renew_code,
}


def _write_down(act: Act, data: dict[str, Any], actor: Actor) -> None:
    order, this = act.order, act.this
    act.session.add(
        CleanupEvent(
            session_id=this.id,
            action_id=order.action_id,
            action=order.action,
            actor_id=actor.id,
            actor_name=actor.name,
            at=act.at,
            version=this.version,
            note=order.note,
            data=data,
        )
    )
    detail = data | {"note": order.note, "held_on": str(this.held_on)}
    action = f"cleanup_{order.action}"
    record(act.session, action, "cleanup_session", this.id, actor=actor, unit_id=this.unit_id, **detail)
    act.session.flush()
