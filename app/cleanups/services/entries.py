"""Numbers an organiser writes down, and what is struck out of the count."""

from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.accounts.services import record
from app.accounts.units import unit_tree
from app.cleanups.models import (
    CleanupCounter,
    CleanupEntry,
    CleanupSession,
    CleanupSignIn,
    CleanupSite,
    StationedUnit,
)
from app.cleanups.queries.counted import counted
from app.cleanups.queries.places import get_organised, get_worked_site
from app.cleanups.schemas.counting import EntryIn, Strike
from app.cleanups.services.sites import check_categories
from app.core.actor import Actor
from app.core.clock import now
from app.core.dialect import among, insert_or_skip
from app.core.errors import Conflict, Invalid

FIELDS = ("kind", "category_code", "count", "stationed_unit_id", "reason")


def put_entry(
    session: Session, session_id: UUID, site_id: UUID, entry_id: UUID, wanted: EntryIn, *, actor: Actor
) -> bool:
    """Write a number down; whether it is new. It is never changed: strike it out and write another."""
    this = get_organised(session, session_id, actor)
    get_worked_site(session, session_id, site_id, actor, lock=True)
    check_categories(session, {wanted.category_code}, "category_code")
    check_stationed_unit(session, wanted.stationed_unit_id, this)
    standing = session.get(CleanupEntry, entry_id)
    if standing is None and wanted.kind == "correction" and wanted.count < 0:
        _refuse_below_zero(session, site_id, wanted)
    values: dict[str, Any] = wanted.model_dump() | {"id": entry_id, "site_id": site_id}
    values |= {"written_by_id": actor.id, "written_at": now(), "strike_reason": ""}
    if standing is None and insert_or_skip(session, CleanupEntry, values, ["id"]):
        detail = wanted.model_dump(mode="json") | {"session_id": str(session_id)}
        action = f"cleanup_{wanted.kind}"
        record(session, action, "cleanup_entry", entry_id, actor=actor, unit_id=this.unit_id, **detail)
        return True
    standing = standing or session.get_one(CleanupEntry, entry_id)
    same = all(getattr(standing, name) == getattr(wanted, name) for name in FIELDS)
    if not same or standing.site_id != site_id:
        raise Conflict("This id stands for another number", code="entry_exists_with_other_body")
    return False


def check_stationed_unit(session: Session, stationed_unit_id: UUID | None, this: CleanupSession) -> None:
    """Invalid for one that is not in the area of the session's unit."""
    if stationed_unit_id is None:
        return
    units = unit_tree(session).subtree(this.unit_id)
    one = select(StationedUnit.id).where(
        StationedUnit.id == stationed_unit_id, among(StationedUnit.unit_id, units)
    )
    if session.scalar(one) is None:
        raise Invalid(fields={"stationed_unit_id": ["There is no such unit in this area"]})


def _refuse_below_zero(session: Session, site_id: UUID, wanted: EntryIn) -> None:
    here = counted(select(CleanupSite.id).where(CleanupSite.id == site_id))
    total = session.scalar(select(here.c.total).where(here.c.category_code == wanted.category_code)) or 0
    if total + wanted.count < 0:
        raise Invalid(
            f"{total} are counted, so {-wanted.count} cannot be taken away",
            code="below_zero",
            fields={"count": [f"-{total} at most"]},
        )


def strike(session: Session, session_id: UUID, wanted: Strike, *, actor: Actor) -> int:
    """Take rows of the session out of the count or put them back; how many that changed."""
    this = get_organised(session, session_id, actor)
    tables: dict[str, Any] = {"counter": CleanupCounter, "entry": CleanupEntry, "sign_in": CleanupSignIn}
    table = tables[wanted.kind]
    own = select(CleanupSite.id).where(CleanupSite.session_id == session_id)
    is_other = table.struck_at.is_(None) if wanted.is_struck else table.struck_at.is_not(None)
    changed = session.scalars(
        update(table)
        .where(among(table.id, wanted.ids), table.site_id.in_(own), is_other)
        .values(struck_at=now() if wanted.is_struck else None, strike_reason=wanted.reason)
        .returning(table.id)
        .execution_options(synchronize_session=False)
    ).all()
    if changed:
        detail = {"rows": wanted.kind, "ids": [str(id_) for id_ in changed], "reason": wanted.reason}
        action = "cleanup_struck" if wanted.is_struck else "cleanup_unstruck"
        record(session, action, "cleanup_session", this.id, actor=actor, unit_id=this.unit_id, **detail)
    return len(changed)
