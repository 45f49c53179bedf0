"""Connections to either database."""

import os
import time
from typing import Any

import pysqlite3
from geoalchemy2 import load_spatialite
from sqlalchemy import Connection, Engine, create_engine, event, exc
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

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
    # The function has no types.
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
