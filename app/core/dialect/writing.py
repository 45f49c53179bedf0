"""Rows that may be there already."""

from collections.abc import Sequence
from typing import Any, cast

from sqlalchemy import Row, Table, literal_column
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase, Session

from app.core.dialect.engine import is_spatialite


def insert_or_skip(
    session: Session, model: type[DeclarativeBase], values: dict[str, Any], keys: Sequence[str]
) -> bool:
    """Insert a row unless one with the same `keys` stands; whether it was inserted. Waits for rivals."""
    # Here and below values go beside the statement: written into it, they are gone through column by column.
    statement = _insert(session, model).on_conflict_do_nothing(index_elements=list(keys))
    return session.execute(statement.returning(literal_column("1")), values).first() is not None


def insert_missing(
    session: Session, model: type[DeclarativeBase], rows: Sequence[dict[str, Any]], keys: Sequence[str]
) -> None:
    """The same for many rows, without saying which were inserted."""
    if rows:
        statement = _insert(session, model).on_conflict_do_nothing(index_elements=list(keys))
        session.execute(statement, list(rows))


def upsert(
    session: Session,
    model: type[DeclarativeBase],
    values: dict[str, Any],
    keys: Sequence[str],
    change: dict[str, Any],
) -> Row[Any]:
    """Insert a row or apply `change` to the one that stands, and give it back; the row stays locked."""
    insert = _insert(session, model)
    statement = insert.on_conflict_do_update(index_elements=list(keys), set_=change)
    return session.execute(statement.returning(*insert.table.c), values).one()


def _insert(session: Session, model: type[DeclarativeBase]) -> sqlite.Insert | postgresql.Insert:
    table = cast("Table", model.__table__)
    return sqlite.insert(table) if is_spatialite(session) else postgresql.insert(table)


def upsert_all(
    session: Session,
    model: type[DeclarativeBase],
    rows: Sequence[dict[str, Any]],
    keys: Sequence[str],
    change: dict[str, Any],
) -> None:
    """The same for many rows in one statement, of which none may come twice."""
    insert, is_one = _insert(session, model), len(rows) == 1
    # Many rows in one statement are compiled anew each time; most often there is one.
    statement = insert if is_one else insert.values(rows)
    statement = statement.on_conflict_do_update(index_elements=list(keys), set_=change)
    session.execute(statement, rows[0] if is_one else None)
