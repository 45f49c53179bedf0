"""What changed among the cases a person may see, with nothing skipped.

Changes are ordered by the number of their transaction and only told once every lower number has ended, so
that one which began early and committed late is not passed by.
"""

import hashlib
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import literal, or_, select, tuple_
from sqlalchemy.orm import Session

from app.cases import policy
from app.cases.models import Case, CaseChange
from app.cases.queries.columns import Shape, as_rows, select_rows
from app.cases.workflow import OPEN
from app.core.actor import Actor
from app.core.clock import local_date
from app.core.dialect import oldest_open_transaction
from app.roads.models import Appointment
from app.roads.queries import holds_on
from app.sync.cursor import Cursor

HELD_FOR = timedelta(days=60)
"""A phone holds what is open and what moved in this time; older cases it asks for by list."""
LOOKED_THROUGH = 1000
"""Changes looked through for one answer, most of which are none of this person's business."""


def list_changes(session: Session, after: str | None, limit: int, *, actor: Actor, at: datetime) -> Shape:
    """The shape of `Changes`."""
    scope = _fingerprint(session, actor, at)
    if after is None:
        return _load(session, _at_head(session, scope), limit, actor, at)
    cursor = Cursor.decode(after)
    if cursor.scope != scope:
        return _told_anew(_at_head(session, scope), actor)
    if cursor.kind == "load":
        return _load(session, cursor, limit, actor, at)
    return _follow(session, cursor, limit, actor, at)


def _fingerprint(session: Session, actor: Actor, at: datetime) -> str:
    """Changes with roles, units, department and today's appointments: all that decides what one sees."""
    held = Appointment.user_id == actor.id, holds_on(local_date(at))
    segments = session.scalars(select(Appointment.segment_id).where(*held).distinct())
    grants = sorted((grant.role, sorted(map(str, grant.unit_ids))) for grant in actor.grants)
    parts = [grants, sorted(map(str, segments)), actor.department_id]
    return hashlib.sha256(orjson.dumps(parts)).hexdigest()[:16]


def _at_head(session: Session, scope: str) -> Cursor:
    """The beginning of a first load. Whatever changes during it stands behind this place in the feed."""
    last = session.execute(
        select(CaseChange.transaction_number, CaseChange.id)
        .where(CaseChange.transaction_number < oldest_open_transaction(session))
        .order_by(CaseChange.transaction_number.desc(), CaseChange.id.desc())
        .limit(1)
    ).first()
    number, change_id = last or (0, 0)
    return Cursor("load", scope, number, change_id)


def _told_anew(head: Cursor, actor: Actor) -> Shape:
    item = {"kind": "scope", "id": actor.id, "op": "upsert", "data": None}
    return {"items": [item], "next_cursor": head.encode(), "has_more": True}


def _load(session: Session, cursor: Cursor, limit: int, actor: Actor, at: datetime) -> Shape:
    """Page by page in the order of ids what the person should hold, then the feed from where it began."""
    held = or_(Case.status.in_(OPEN), Case.updated_at > at - HELD_FOR)
    page = select_rows(actor, at).where(held, policy.visible(actor, local_date(at)))
    if cursor.case_id:
        page = page.where(Case.id > UUID(cursor.case_id))
    rows = as_rows(session.execute(page.order_by(Case.id).limit(limit + 1)))
    has_more = len(rows) > limit
    rows = rows[:limit]
    kind: Any = "load" if has_more else "feed"
    following = replace(cursor, kind=kind, case_id=str(rows[-1]["id"]) if has_more else "")
    return {
        "items": [_upsert(row) for row in rows],
        "next_cursor": following.encode(),
        "has_more": has_more,
    }


def _follow(session: Session, cursor: Cursor, limit: int, actor: Actor, at: datetime) -> Shape:
    changes = _read_feed(session, cursor, actor, at)
    ops: dict[UUID, str] = {}
    for change in changes:
        if change.sees or change.saw:
            if change.case_id not in ops and len(ops) == limit:
                break
            ops[change.case_id] = "upsert" if change.sees else "gone"
        cursor = replace(cursor, transaction_number=change.transaction_number, change_id=change.id)
    was_cut = bool(changes) and cursor.change_id != changes[-1].id
    return {
        "items": _items(session, ops, actor, at),
        "next_cursor": cursor.encode(),
        "has_more": was_cut or len(changes) == LOOKED_THROUGH,
    }


def _read_feed(session: Session, cursor: Cursor, actor: Actor, at: datetime) -> list[Any]:
    """Changes behind the cursor: does the person see the case now, and did its scope before let them?"""
    day = local_date(at)
    place = tuple_(CaseChange.transaction_number, CaseChange.id)
    here = tuple_(literal(cursor.transaction_number), literal(cursor.change_id))
    return list(
        session.execute(
            select(
                CaseChange.transaction_number,
                CaseChange.id,
                CaseChange.case_id,
                policy.visible(actor, day).label("sees"),
                policy.in_scope(actor, day, CaseChange).label("saw"),
            )
            .join(Case, Case.id == CaseChange.case_id)
            .where(place > here, CaseChange.transaction_number < oldest_open_transaction(session))
            .order_by(CaseChange.transaction_number, CaseChange.id)
            .limit(LOOKED_THROUGH)
        )
    )


def _items(session: Session, ops: dict[UUID, str], actor: Actor, at: datetime) -> list[Shape]:
    wanted = [case_id for case_id, op in ops.items() if op == "upsert"]
    sees = policy.visible(actor, local_date(at))
    rows = as_rows(session.execute(select_rows(actor, at).where(Case.id.in_(wanted), sees))) if wanted else []
    by_id = {row["id"]: row for row in rows}
    items: list[Shape] = []
    for case_id, op in ops.items():
        if op == "gone":
            items.append({"kind": "case", "id": case_id, "op": "gone", "data": None})
        elif case_id in by_id:  # else it left sight a moment ago, and its own change will say so
            items.append(_upsert(by_id[case_id]))
    return items


def _upsert(row: Shape) -> Shape:
    return {"kind": "case", "id": row["id"], "op": "upsert", "data": row}
