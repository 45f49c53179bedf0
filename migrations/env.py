"""Runs migrations over the engine the application has bound."""

import warnings
from typing import Any, Literal, cast

from alembic import context
from geoalchemy2 import alembic_helpers
from sqlalchemy import Engine

import app.accounts.models
import app.cases.models
import app.catalog.models
import app.cleanups.models
import app.core.stamps
import app.media.models
import app.roads.models  # noqa: F401  each of these fills the metadata
from app.core.db import Base, UtcDateTime
from app.core.dialect import is_term_index

SPATIALITE_TABLES = {
    "KNN",
    "KNN2",
    "SpatialIndex",
    "ElementaryGeometries",
    "sql_statements_log",
    "data_licenses",
}

BY_EXPRESSION = {"ix_cases_due_next", "ix_cases_open_location"}
"""Indexes no model can state in the words of both databases."""


def include_object(item: Any, name: str | None, kind: Any, reflected: bool, compare_to: Any) -> bool:
    """Leave the databases' own spatial tables alone."""
    if kind == "table" and name in SPATIALITE_TABLES:
        return False
    if kind in ("table", "index") and (is_term_index(name) or name in BY_EXPRESSION):
        return False
    return bool(alembic_helpers.include_object(item, name, kind, reflected, compare_to))  # type: ignore[no-untyped-call]


def render_item(kind: str, item: Any, autogen_context: Any) -> str | Literal[False]:
    """Write our own types as the plain ones they are in the database."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    rendered = alembic_helpers.render_item(kind, item, autogen_context)  # type: ignore[no-untyped-call]
    return cast("str | Literal[False]", rendered)


def run(engine: Engine) -> None:
    """All pending steps in one transaction."""
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            include_object=include_object,
            process_revision_directives=alembic_helpers.writer,
            render_item=render_item,
        )
        with context.begin_transaction(), warnings.catch_warnings():
            # SQLAlchemy cannot read such an index back from SQLite, and says so each time.
            warnings.filterwarnings("ignore", "Skipped unsupported reflection of expression-based index")
            context.run_migrations()


run(context.config.attributes["engine"])
