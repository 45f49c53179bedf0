"""The seeded rows on SpatiaLite: seed.sql is PostgreSQL's, so what it made is copied over, table by table.

No ANALYZE: the program never asks SQLite for statistics, so there are none in earnest either.
"""

from pathlib import Path
from typing import Any

from alembic import command
from apiflask import APIFlask
from sqlalchemy import Connection, Table, insert, select

from app import create_app
from app.cli import alembic_config
from app.core import dialect
from app.core.db import Base, database
from config import Config

CHUNK = 5000
"""Rows held in memory at a time."""
CACHE_KB = 500_000
"""Of the file while it is written: indexes of random ids are gone through all over."""


def copied_to(folder: Path, source_url: str) -> APIFlask:
    """The program over a freshly migrated file in this folder that has every row of the PostGIS database."""
    app = create_app(Config(data_dir=folder, database_url=f"sqlite:///{folder / 'luzhang.db'}"))
    command.upgrade(alembic_config(), "head")
    source = dialect.make_engine(source_url)
    with source.connect() as rows, database.engine.connect() as file:
        _hurry(file)
        for table in reversed(Base.metadata.sorted_tables):
            file.execute(table.delete())
        for table in Base.metadata.sorted_tables:
            _copy(table, rows, file)
        file.commit()
    source.dispose()
    database.engine.dispose()  # with the connection that was in a hurry
    return app


def _hurry(file: Connection) -> None:
    """What is copied was checked where it comes from, and is made anew should the machine fail."""
    bare: Any = file.connection.dbapi_connection
    for setting in ("foreign_keys = OFF", "synchronous = OFF", f"cache_size = -{CACHE_KB}"):
        bare.execute(f"PRAGMA {setting}")


def _copy(table: Table, rows: Connection, file: Connection) -> None:
    streamed = rows.execution_options(yield_per=CHUNK).execute(select(table))
    for chunk in streamed.mappings().partitions():
        file.execute(insert(table), [dict(row) for row in chunk])
