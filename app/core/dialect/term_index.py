"""Columns of terms, found by an index."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Text, bindparam, literal_column, text
from sqlalchemy import cast as sql_cast
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.core.dialect.engine import is_spatialite
from app.core.terms import Term

TERM_INDEX = "{table}_{column}_fts"
TERM_INDEX_SQLITE = (
    "CREATE VIRTUAL TABLE {index} USING fts5({column}, content='{table}', tokenize='ascii', detail=none)",
    (
        "CREATE TRIGGER {index}_insert AFTER INSERT ON {table} BEGIN"
        " INSERT INTO {index} (rowid, {column}) VALUES (new.rowid, new.{column}); END"
    ),
    (
        "CREATE TRIGGER {index}_update AFTER UPDATE OF {column} ON {table}"
        " WHEN old.{column} IS NOT new.{column} BEGIN"
        " INSERT INTO {index} ({index}, rowid, {column}) VALUES ('delete', old.rowid, old.{column});"
        " INSERT INTO {index} (rowid, {column}) VALUES (new.rowid, new.{column}); END"
    ),
    (
        "CREATE TRIGGER {index}_delete AFTER DELETE ON {table} BEGIN"
        " INSERT INTO {index} ({index}, rowid, {column}) VALUES ('delete', old.rowid, old.{column}); END"
    ),
    "INSERT INTO {index} ({index}) VALUES ('rebuild')",
)
TERM_VECTOR = "array_to_tsvector(string_to_array({table}.{column}, ' '))"
# What waits to be sorted in is read by every search: half a megabyte at most.
TERM_INDEX_POSTGRES = (
    "CREATE INDEX {index} ON {table} USING gin (array_to_tsvector(string_to_array({column}, ' ')))"
    " WITH (gin_pending_list_limit = 512)"
)


def make_term_index(connection: Connection, table: str, column: str) -> None:
    """Index a column of terms with spaces between; the database keeps the index current by itself."""
    names = {"table": table, "column": column, "index": TERM_INDEX.format(table=table, column=column)}
    for statement in TERM_INDEX_SQLITE if is_spatialite(connection) else (TERM_INDEX_POSTGRES,):
        connection.exec_driver_sql(statement.format(**names))


def drop_term_index(connection: Connection, table: str, column: str) -> None:
    """Undo `make_term_index`."""
    index = TERM_INDEX.format(table=table, column=column)
    if not is_spatialite(connection):
        connection.exec_driver_sql(f"DROP INDEX {index}")
        return
    for verb in ("insert", "update", "delete"):
        connection.exec_driver_sql(f"DROP TRIGGER {index}_{verb}")
    connection.exec_driver_sql(f"DROP TABLE {index}")


def is_term_index(name: str | None) -> bool:
    """Whether an index, or a table that holds one, was made here and stands in no model."""
    return name is not None and "_fts" in name


def has_terms(
    session: Session, column: InstrumentedAttribute[Any], terms: Sequence[Term]
) -> ColumnElement[bool]:
    """SQL: rows whose terms include all of these, by the index of either database."""
    names = {"table": column.class_.__table__.name, "column": column.key}
    if not is_spatialite(session):
        found = " & ".join(f"'{term.text}'" + (":*" if term.is_beginning else "") for term in terms)
        vector = literal_column(TERM_VECTOR.format(**names), postgresql.TSVECTOR)
        # Written out (they are letters and digits): a plan made for whatever words may come is one for rare
        # words, and takes the index even where every second case has them (727 ms instead of 4).
        words = bindparam("terms", found, Text, unique=True, literal_execute=True)
        return vector.bool_op("@@")(sql_cast(words, postgresql.TSQUERY))
    index = TERM_INDEX.format(**names)
    found = " AND ".join(f'"{term.text}"' + ("*" if term.is_beginning else "") for term in terms)
    rows = text(f"SELECT rowid FROM {index} WHERE {index} MATCH :terms").bindparams(terms=found)  # noqa: S608
    return literal_column(f"{names['table']}.rowid").in_(rows)
