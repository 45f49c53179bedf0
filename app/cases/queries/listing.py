"""A page of cases, and how many there are."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, Subquery, func, select
from sqlalchemy.orm import Session

from app.cases.models import Case
from app.cases.queries.columns import Shape, as_rows, select_rows
from app.cases.queries.ordering import ORDERS, Order, read_cursor
from app.cases.queries.ways import Part, Way, merged, parts_of, some_of, ways_of
from app.cases.schemas.incoming import CaseFilter, CaseQuery
from app.core.actor import Actor

COUNTED_TO = 1000
Rows = Select[*tuple[Any, ...]]


def list_cases(session: Session, wanted: CaseQuery, *, actor: Actor, at: datetime) -> Shape:
    """The page in the shape of `CasePage`; two statements however many rows."""
    order, most = ORDERS[wanted.sort], wanted.limit + 1  # one row more, to know whether there are more
    ways = ways_of(session, wanted, actor, at)
    parts = parts_of(ways, order, read_cursor(wanted.cursor, wanted.sort) if wanted.cursor else None)
    page = select_rows(actor, at)
    if wanted.q is not None and wanted.cursor is None and wanted.offset + most <= COUNTED_TO:
        # Words are looked for once, for page and number alike, and names only where they are shown.
        ids = session.scalars(merged(parts, order, 0, COUNTED_TO + 1)).all()
        rows = session.execute(page.where(Case.id.in_(ids[wanted.offset : wanted.offset + most])))
        total: int | None = len(ids)
    else:
        rows = session.execute(_cut(page, parts, order, wanted.offset, most))
        total = session.scalar(select(func.count()).select_from(counted(wanted, ways)))
    return _answer(wanted, order.sorted(as_rows(rows)), total or 0)


def _cut(page: Rows, parts: list[Part], order: Order, offset: int, most: int) -> Rows:
    if len(parts) == 1 and not offset:
        return page.where(*parts[0].where).order_by(*parts[0].sort).limit(most)
    # What is passed over is passed over by the index, before names are looked up. No ORDER BY outside: SQLite
    # would follow that through the whole archive, and look at each case whether it is one of these.
    return page.where(Case.id.in_(merged(parts, order, offset, most)))


def _answer(wanted: CaseQuery, rows: list[Shape], total: int) -> Shape:
    has_more = len(rows) > wanted.limit
    del rows[wanted.limit :]
    return {
        "items": rows,
        "next_cursor": ORDERS[wanted.sort].cursor(wanted.sort, rows[-1]) if has_more else None,
        "total": min(total, COUNTED_TO),
        "total_capped": total > COUNTED_TO,
    }


def counted(wanted: CaseFilter, ways: list[Way]) -> Subquery:
    """One more than counted at most: beyond, nobody reads the number, and counting would cost the most."""
    by_clock = bool(wanted.overdue or (wanted.light and "paused" not in wanted.light))
    return some_of(ways, COUNTED_TO + 1, by_clock=by_clock).subquery()
