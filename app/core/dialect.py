"""The only place that knows SpatiaLite from PostGIS."""

import json
import os
import time
from collections.abc import Iterable, Sequence
from typing import Any, cast
from uuid import UUID

import pysqlite3
from geoalchemy2 import load_spatialite
from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    ColumnElement,
    Connection,
    Dialect,
    Engine,
    Integer,
    Row,
    Select,
    SQLColumnExpression,
    Table,
    Text,
    TypeDecorator,
    Uuid,
    bindparam,
    create_engine,
    event,
    exc,
    func,
    literal_column,
    text,
)
from sqlalchemy import cast as sql_cast
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import make_url
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import DeclarativeBase, InstrumentedAttribute, Session
from sqlalchemy.sql.functions import FunctionElement

from app.core.terms import Term

Box = tuple[float, float, float, float]
"""West, south, east, north in degrees of EPSG:4326."""

Json = JSON().with_variant(postgresql.JSONB(), "postgresql")

LogNumber = BigInteger().with_variant(Integer, "sqlite")
"""The key of a log, counting up; SQLite counts by itself in plain integers only."""

WRITES = "luzhang_writes"
BUSY_TIMEOUT_MS = 30_000
PING_AFTER_S = 5.0
"""A connection that rested for longer is tried before it is used: the server may have been restarted."""


def make_engine(url: str) -> Engine:
    """An engine for either database; `postgresql://` is spoken through psycopg 3."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return _spatialite_engine(url)
    engine = create_engine(parsed.set(drivername="postgresql+psycopg"), pool_size=8, max_overflow=8)
    event.listen(engine, "checkin", _note_rest)
    event.listen(engine, "checkout", _ping_after_rest)
    return engine


def _note_rest(_connection: Any, record: Any) -> None:
    record.info["rests_since"] = time.monotonic()


def _ping_after_rest(connection: Any, record: Any, _proxy: object) -> None:
    # `pool_pre_ping` asks at every checkout: two round trips more in each request, which takes three to ten.
    since = record.info.get("rests_since")
    if since is None or time.monotonic() - since < PING_AFTER_S:
        return
    try:
        connection.execute("SELECT 1")
        connection.rollback()
    except connection.OperationalError as error:
        raise exc.InvalidatePoolError from error


def _spatialite_engine(url: str) -> Engine:
    os.environ.setdefault("SPATIALITE_LIBRARY_PATH", "mod_spatialite.so")
    engine = create_engine(url, module=pysqlite3)
    event.listen(engine, "connect", _open_spatialite)
    event.listen(engine, "begin", _begin_spatialite)
    return engine


def _open_spatialite(connection: Any, _record: object) -> None:
    # The driver's own BEGIN comes too late for savepoints and too weak for writers: we write it ourselves.
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA foreign_keys = ON")
    load_spatialite(connection, transaction=True, init_mode="WGS84")  # type: ignore[no-untyped-call]


def _begin_spatialite(connection: Connection) -> None:
    # A read that turns into a write fails at once when somebody else wrote in between.
    writes = connection.get_execution_options().get(WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def is_spatialite(session: Session | Connection) -> bool:
    """Whether the embedded database is underneath."""
    bind = session if isinstance(session, Connection) else session.get_bind()
    return bind.dialect.name == "sqlite"


def reading_options(engine: Engine) -> dict[str, Any]:
    """Execution options of a session that only reads: PostgreSQL spares it BEGIN and ROLLBACK."""
    return {} if engine.dialect.name == "sqlite" else {"isolation_level": "AUTOCOMMIT"}


def hold_moment(session: Session) -> None:
    """Have a session that only reads see one moment until it ends.

    The embedded database always does. The other gets the transaction it is otherwise spared; handing the
    connection back ends it.
    """
    connection = session.connection()
    if connection.get_execution_options().get("isolation_level") == "AUTOCOMMIT":
        connection.exec_driver_sql("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")


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


class Ids(TypeDecorator[list[UUID]]):
    """Any number of ids as one parameter: an array, or JSON where there are none."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        return Text() if dialect.name == "sqlite" else postgresql.ARRAY(Uuid())

    def process_bind_param(self, value: list[UUID] | None, dialect: Dialect) -> Any:
        if value is None or dialect.name != "sqlite":
            return value
        return json.dumps([one.hex for one in value])


JSON_IDS = "(SELECT value FROM json_each({}))"


class _Among(FunctionElement[bool]):
    type = Boolean()
    inherit_cache = True


@compiles(_Among)
def _compile_among(element: _Among, compiler: Any, **given: Any) -> str:
    column, ids = (compiler.process(part, **given) for part in element.clauses)
    is_sqlite = compiler.dialect.name == "sqlite"
    return f"{column} IN {JSON_IDS.format(ids)}" if is_sqlite else f"{column} = ANY({ids})"


def among(column: SQLColumnExpression[Any], ids: Iterable[UUID]) -> ColumnElement[bool]:
    """The same as `column IN (ids)` with one parameter, however many there are.

    A district has dozens of units: writing out and preparing as many parameters cost a quarter of a list.
    """
    return _Among(column, bindparam(None, list(ids), Ids()))


class _AmongRows(FunctionElement[bool]):
    type = Boolean()
    inherit_cache = True


@compiles(_AmongRows)
def _compile_among_rows(element: _AmongRows, compiler: Any, **given: Any) -> str:
    column, rows = (compiler.process(part, **given) for part in element.clauses)
    is_sqlite = compiler.dialect.name == "sqlite"
    return f"{column} IN {rows}" if is_sqlite else f"{column} = ANY(ARRAY{rows})"


def among_rows(column: SQLColumnExpression[Any], rows: Select[Any]) -> ColumnElement[bool]:
    """The same as `column IN (rows)` for few rows that do not depend on the column's own.

    PostgreSQL finds them first and then uses an index, even where this is one of several ways (OR).
    """
    return _AmongRows(column, rows.scalar_subquery())


def in_box(session: Session, column: InstrumentedAttribute[Any], box: Box) -> ColumnElement[bool]:
    """Rows whose bounding box touches `box`, by the spatial index of either database."""
    frame = func.ST_MakeEnvelope(*box, 4326)
    if not is_spatialite(session):
        return column.op("&&", is_comparison=True)(frame)
    table = column.class_.__table__
    rows = text(
        "SELECT ROWID FROM SpatialIndex WHERE f_table_name = :t AND f_geometry_column = :c"
        " AND search_frame = BuildMbr(:w, :s, :e, :n, 4326)"
    ).bindparams(t=table.name, c=column.key, w=box[0], s=box[1], e=box[2], n=box[3])
    return literal_column(f"{table.name}.ROWID").in_(rows)


def transaction_number(session: Session) -> ColumnElement[int]:
    """SQL for the number of this transaction; 0 where writers stand in one line."""
    if is_spatialite(session):
        return literal_column("0", Integer)
    return literal_column("pg_current_xact_id()::text::bigint", BigInteger)


def oldest_open_transaction(session: Session) -> ColumnElement[int]:
    """SQL for the number below which every transaction has ended; 1 where writers stand in one line."""
    if is_spatialite(session):
        return literal_column("1", Integer)
    return literal_column("pg_snapshot_xmin(pg_current_snapshot())::text::bigint", BigInteger)


APPEND_ONLY_SQLITE = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
APPEND_ONLY_FUNCTION = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '%% is append-only', TG_TABLE_NAME; END $$
"""
APPEND_ONLY_POSTGRES = """
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
"""


def make_append_only(connection: Connection, *tables: str) -> None:
    """Have the database itself refuse to change or delete rows of these tables."""
    if is_spatialite(connection):
        for table in tables:
            for verb in ("UPDATE", "DELETE"):
                connection.exec_driver_sql(APPEND_ONLY_SQLITE.format(table=table, verb=verb))
        return
    connection.exec_driver_sql(APPEND_ONLY_FUNCTION)
    for table in tables:
        connection.exec_driver_sql(APPEND_ONLY_POSTGRES.format(table=table))


def drop_append_only(connection: Connection, *tables: str) -> None:
    """Undo `make_append_only`."""
    if is_spatialite(connection):
        for table in tables:
            for verb in ("UPDATE", "DELETE"):
                connection.exec_driver_sql(f"DROP TRIGGER {table}_no_{verb}")
        return
    for table in tables:
        connection.exec_driver_sql(f"DROP TRIGGER {table}_append_only ON {table}")
    connection.exec_driver_sql("DROP FUNCTION refuse_change")


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
        return vector.bool_op("@@")(sql_cast(found, postgresql.TSQUERY))
    index = TERM_INDEX.format(**names)
    found = " AND ".join(f'"{term.text}"' + ("*" if term.is_beginning else "") for term in terms)
    rows = text(f"SELECT rowid FROM {index} WHERE {index} MATCH :terms").bindparams(terms=found)  # noqa: S608
    return literal_column(f"{names['table']}.rowid").in_(rows)
