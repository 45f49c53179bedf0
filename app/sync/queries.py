"""What changed among the cases a person may see, with nothing skipped.

Changes are ordered by the number of their transaction and only told once every lower number has ended, so
that one which began early and committed late is not passed by.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import ColumnElement, literal, or_, select, tuple_
from sqlalchemy.orm import Session

from app.cases.models import Case, CaseChange
from app.cases.queries.columns import Shape, as_rows
from app.core.actor import Actor
from app.core.clock import local_date
from app.core.dialect import oldest_open_transaction
from app.roads.models import Appointment
from app.roads.queries import holds_on
from app.sync.choices import ALL, MINE, Choice
from app.sync.cursor import Cursor

NOW = "now"
"""In place of a cursor: the feed from here on, for a desk that only asks when to look again."""
LOOKED_THROUGH = 1000
"""Changes looked through for one answer, most of which are none of this person's business."""
FAR_BEHIND = 20_000
"""A phone this many changes behind is sooner current by loading its few hundred cases anew."""


def list_changes(
    session: Session, after: str | None, limit: int, *, mine: bool, actor: Actor, at: datetime
) -> Shape:
    """The shape of `Changes`."""
    feed = Feed(session, MINE if mine else ALL, actor, at, limit)
    scope = feed.fingerprint()
    if after == NOW:
        return feed.begin(scope)
    if after is None:
        # A phone is told whose cases these are before it keeps one.
        return feed.tell_anew(scope) if mine else feed.load(feed.head(scope))
    cursor = Cursor.decode(after)
    if cursor.scope != scope:
        return feed.tell_anew(scope)
    if cursor.kind == "load":
        return feed.load(cursor)
    return feed.follow(cursor)


@dataclass(frozen=True)
class Feed:
    """One answer to one person."""

    session: Session
    choice: Choice
    actor: Actor
    at: datetime
    limit: int

    def fingerprint(self) -> str:
        """Changes with roles, units, department and today's appointments: all that decides what one sees."""
        actor = self.actor
        segments = self._segments() if actor.has("road_chief") else []
        grants = sorted((grant.role, sorted(map(str, grant.unit_ids))) for grant in actor.grants)
        parts = [actor.id, self.choice.name, grants, sorted(map(str, segments)), actor.department_id]
        return hashlib.sha256(orjson.dumps(parts)).hexdigest()[:16]

    def _segments(self) -> Sequence[UUID]:
        """Where they are chief today; an idle desk of anybody else is spared the question."""
        held = holds_on(local_date(self.at))
        mine = select(Appointment.segment_id).where(Appointment.user_id == self.actor.id, held)
        return self.session.scalars(mine.distinct()).all()

    def head(self, scope: str) -> Cursor:
        """The beginning of a first load. Whatever changes during it stands behind this place in the feed."""
        last = self.session.execute(
            select(CaseChange.transaction_number, CaseChange.id)
            .where(CaseChange.transaction_number < oldest_open_transaction(self.session))
            .order_by(CaseChange.transaction_number.desc(), CaseChange.id.desc())
            .limit(1)
        ).first()
        number, change_id = last or (0, 0)
        return Cursor("load", scope, number, change_id)

    def begin(self, scope: str) -> Shape:
        """Nothing of what was."""
        here = replace(self.head(scope), kind="feed")
        return {"items": [], "next_cursor": here.encode(), "has_more": False}

    def tell_anew(self, scope: str) -> Shape:
        """Forget what you have, it follows."""
        item = {"kind": "scope", "id": self.actor.id, "op": "upsert", "data": None}
        return {"items": [item], "next_cursor": self.head(scope).encode(), "has_more": True}

    def load(self, cursor: Cursor) -> Shape:
        """Page by page in the order of ids what the person should hold, then the feed from its place."""
        ids = self._ids(cursor.case_id)
        has_more = len(ids) > self.limit
        page = ids[: self.limit]
        # What may be seen is asked again: it may have changed since the ids were found.
        rows = as_rows(self.session.execute(self._rows().where(Case.id.in_(page)).order_by(Case.id)))
        kind: Any = "load" if has_more else "feed"
        following = replace(cursor, kind=kind, case_id=str(page[-1]) if has_more else "")
        items = [_upsert(row) for row in rows]
        return {"items": items, "next_cursor": following.encode(), "has_more": has_more}

    def _ids(self, after: str) -> Sequence[UUID]:
        """Those of the next page and one more: found alone, so that names are joined to one page only."""
        ids = self.choice.ids(self.actor, self.at).subquery()
        sees = self.choice.sees(self.actor, local_date(self.at))
        page = select(Case.id).join(ids, ids.c.id == Case.id).where(sees).order_by(Case.id)
        page = page.limit(self.limit + 1)
        return self.session.scalars(page.where(Case.id > UUID(after)) if after else page).all()

    def follow(self, cursor: Cursor) -> Shape:
        """What changed behind the cursor."""
        changes = self._read(cursor) if self._has_news(cursor) else []
        is_full = len(changes) == LOOKED_THROUGH
        if is_full and self.choice is MINE and self._is_far_behind(cursor):
            return self.tell_anew(cursor.scope)
        ops: dict[UUID, str] = {}
        for change in changes:
            if change.sees or change.saw:
                if change.case_id not in ops and len(ops) == self.limit:
                    break
                ops[change.case_id] = "upsert" if change.sees else "gone"
            cursor = replace(cursor, transaction_number=change.transaction_number, change_id=change.id)
        was_cut = bool(changes) and cursor.change_id != changes[-1].id
        items = self._items(ops)
        return {"items": items, "next_cursor": cursor.encode(), "has_more": was_cut or is_full}

    def _has_news(self, cursor: Cursor) -> bool:
        """Whether anything changed at all: most desks and phones ask in vain, and whose it is costs more."""
        changes = CaseChange.__table__  # as a table: there is nothing in it for the mapper to do
        return (
            self.session.execute(select(changes.c.id).where(*self._behind(cursor)).limit(1)).first()
            is not None
        )

    def _rows(self) -> Any:
        sees = self.choice.sees(self.actor, local_date(self.at))
        return self.choice.rows(self.actor, self.at).where(sees)

    def _read(self, cursor: Cursor) -> list[Any]:
        """Changes behind the cursor: does the person see the case now, and did its scope before let them?"""
        day = local_date(self.at)
        return list(
            self.session.execute(
                select(
                    CaseChange.transaction_number,
                    CaseChange.id,
                    CaseChange.case_id,
                    self.choice.sees(self.actor, day).label("sees"),
                    self._saw(day).label("saw"),
                )
                .join(Case, Case.id == CaseChange.case_id)
                .where(*self._behind(cursor))
                .order_by(CaseChange.transaction_number, CaseChange.id)
                .limit(LOOKED_THROUGH)
            )
        )

    def _saw(self, day: date) -> ColumnElement[bool]:
        """SQL: as the scope before let them, or as a follower of a case that was merged then."""
        followed = CaseChange.follower_id == self.actor.id
        return or_(self.choice.by_scope(self.actor, day, CaseChange), followed)

    def _is_far_behind(self, cursor: Cursor) -> bool:
        behind = select(CaseChange.id).where(*self._behind(cursor))
        in_order = behind.order_by(CaseChange.transaction_number, CaseChange.id)
        return self.session.execute(in_order.offset(FAR_BEHIND).limit(1)).first() is not None

    def _behind(self, cursor: Cursor) -> tuple[ColumnElement[bool], ...]:
        place = tuple_(CaseChange.transaction_number, CaseChange.id)
        here = tuple_(literal(cursor.transaction_number), literal(cursor.change_id))
        return place > here, CaseChange.transaction_number < oldest_open_transaction(self.session)

    def _items(self, ops: dict[UUID, str]) -> list[Shape]:
        wanted = [case_id for case_id, op in ops.items() if op == "upsert"]
        rows = as_rows(self.session.execute(self._rows().where(Case.id.in_(wanted)))) if wanted else []
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
