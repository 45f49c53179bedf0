"""A page of cases by keyset, and how many there are."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Integer, Select, func, literal, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.cases import due_next
from app.cases.models import Case
from app.cases.queries.columns import Shape, as_rows, select_rows
from app.cases.queries.filters import Conditions, conditions
from app.cases.schemas.incoming import CaseQuery, Sort
from app.core.actor import Actor
from app.core.errors import Invalid
from app.core.paging import decode_cursor, encode_cursor

COUNTED_TO = 1000


@dataclass(frozen=True)
class Order:
    """Sorted by some keys and then by id, all in one direction."""

    keys: tuple[ColumnElement[Any] | InstrumentedAttribute[Any], ...]
    read: Callable[[Shape], tuple[Any, ...]]
    """The keys of a row."""
    is_newest_first: bool = False

    def by(self) -> list[ColumnElement[Any]]:
        """For ORDER BY."""
        keys: list[Any] = [*self.keys, Case.id]
        return [key.desc() if self.is_newest_first else key.asc() for key in keys]

    def behind(self, values: list[Any]) -> ColumnElement[bool]:
        """SQL: the rows that follow the one with these keys and id."""
        columns: list[Any] = [*self.keys, Case.id]
        pairs = zip(columns, values, strict=True)
        last = tuple_(*(literal(value, column.type) for column, value in pairs))
        return tuple_(*columns) < last if self.is_newest_first else tuple_(*columns) > last

    def cursor(self, sort: Sort, row: Shape) -> str:
        """Where this row stands."""
        moments = (key.isoformat() if isinstance(key, datetime) else key for key in self.read(row))
        return encode_cursor(sort, *moments, str(row["id"]))

    def parse(self, parts: list[Any]) -> list[Any]:
        """The keys and the id back; raises what reading them raises."""
        keys = zip(self.keys, parts, strict=False)
        values = [_rank(part) if isinstance(key.type, Integer) else _moment(part) for key, part in keys]
        return [*values, UUID(parts[-1])]


def _moment(part: Any) -> datetime:
    return datetime.fromisoformat(part).astimezone(UTC)


def _rank(part: Any) -> int:
    if part not in (0, 1, 2):
        raise ValueError(part)
    return int(part)


ORDERS: dict[Sort, Order] = {
    "-received_at": Order((Case.received_at,), lambda row: (row["received_at"],), is_newest_first=True),
    "received_at": Order((Case.received_at,), lambda row: (row["received_at"],)),
    "-updated_at": Order((Case.updated_at,), lambda row: (row["updated_at"],), is_newest_first=True),
    "due_at": Order((due_next.RANK, due_next.MOMENT), due_next.due_next_key),
}


def list_cases(session: Session, wanted: CaseQuery, *, actor: Actor, at: datetime) -> Shape:
    """The page in the shape of `CasePage`; two statements however many rows."""
    order = ORDERS[wanted.sort]
    found = conditions(session, wanted, actor, at)
    rows = as_rows(session.execute(_page(wanted, order, found, actor, at)))
    has_more = len(rows) > wanted.limit
    del rows[wanted.limit :]
    total = _count(session, found)
    return {
        "items": rows,
        "next_cursor": order.cursor(wanted.sort, rows[-1]) if has_more else None,
        "total": min(total, COUNTED_TO),
        "total_capped": total > COUNTED_TO,
    }


def _page(
    wanted: CaseQuery, order: Order, found: Conditions, actor: Actor, at: datetime
) -> Select[*tuple[Any, ...]]:
    """One row more than wanted, to know whether there are more."""
    behind = [order.behind(_read_cursor(wanted.cursor, wanted.sort))] if wanted.cursor is not None else []
    rows = select_rows(actor, at).order_by(*order.by())
    if not wanted.offset:
        return rows.where(*found, *behind).limit(wanted.limit + 1)
    # What is passed over is passed over by the index, before names are looked up.
    ids = select(Case.id).where(*found, *behind).order_by(*order.by())
    return rows.where(Case.id.in_(ids.offset(wanted.offset).limit(wanted.limit + 1)))


def _count(session: Session, found: Conditions) -> int:
    """One more than counted at most: beyond, nobody reads the number, and counting would cost the most."""
    # Newest first, though order is nothing to a count: PostgreSQL then walks an index and stops, where it
    # would read the whole table in the hope of meeting enough (open cases: 176 ms, in order 2 ms).
    newest = select(Case.id).where(*found).order_by(Case.received_at.desc())
    some = newest.limit(COUNTED_TO + 1).subquery()
    return session.scalar(select(func.count()).select_from(some)) or 0


def _read_cursor(cursor: str, sort: Sort) -> list[Any]:
    order = ORDERS[sort]
    of_sort, *parts = decode_cursor(cursor, len(order.keys) + 2)
    if of_sort != sort:
        raise Invalid("The cursor belongs to another order", code="bad_cursor")
    try:
        return order.parse(parts)
    except (ValueError, TypeError, AttributeError, OverflowError) as error:
        raise Invalid("The cursor is not one of ours", code="bad_cursor") from error
