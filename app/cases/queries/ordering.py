"""The orders a list may have, and the cursors that say where in one a page ended."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Integer, literal, tuple_
from sqlalchemy.orm import InstrumentedAttribute

from app.cases import due_next
from app.cases.models import Case
from app.cases.queries.columns import Shape
from app.cases.schemas.incoming import Sort
from app.core.errors import Invalid
from app.core.paging import decode_cursor, encode_cursor

Key = ColumnElement[Any] | InstrumentedAttribute[Any]


@dataclass(frozen=True)
class Order:
    """Sorted by some keys and then by id, all in one direction."""

    keys: tuple[Key, ...]
    read: Callable[[Shape], tuple[Any, ...]]
    """The keys of a row."""
    is_newest_first: bool = False
    is_due_next: bool = False

    def by(self) -> list[ColumnElement[Any]]:
        """For ORDER BY."""
        return self.over((*self.keys, Case.id))

    def over(self, columns: Iterable[Any]) -> list[ColumnElement[Any]]:
        """The same where keys and id have other names."""
        return [key.desc() if self.is_newest_first else key.asc() for key in columns]

    def sorted(self, rows: list[Shape]) -> list[Shape]:
        """Rows of a page in this order, as the databases have it."""
        return sorted(rows, key=lambda row: (*self.read(row), row["id"]), reverse=self.is_newest_first)

    def behind(self, last: list[Any]) -> ColumnElement[bool]:
        """SQL: the rows that follow the one with these keys and id."""
        columns = [*self.keys, Case.id]
        row = tuple_(*(literal(value, column.type) for column, value in zip(columns, last, strict=True)))
        return tuple_(*columns) < row if self.is_newest_first else tuple_(*columns) > row

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
    "due_at": Order((due_next.RANK, due_next.MOMENT), due_next.due_next_key, is_due_next=True),
}


def read_cursor(cursor: str, sort: Sort) -> list[Any]:
    """Keys and id of the row it stands for; Invalid where it is none of this order."""
    order = ORDERS[sort]
    of_sort, *parts = decode_cursor(cursor, len(order.keys) + 2)
    if of_sort != sort:
        raise Invalid("The cursor belongs to another order", code="bad_cursor")
    try:
        return order.parse(parts)
    except (ValueError, TypeError, AttributeError, OverflowError) as error:
        raise Invalid("The cursor is not one of ours", code="bad_cursor") from error
