"""Which rows, by many ids or by place."""

import json
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Dialect,
    Select,
    SQLColumnExpression,
    Text,
    TypeDecorator,
    Uuid,
    bindparam,
    func,
    literal_column,
    text,
)
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import InstrumentedAttribute, Session
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import NullType

from app.core.dialect.engine import is_spatialite

Box = tuple[float, float, float, float]
"""West, south, east, north in degrees of EPSG:4326."""

JSON_IDS = "(SELECT value FROM json_each({}))"


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


class _Among(FunctionElement[Any]):
    # Were it of a truth's type, SQLite would be asked whether it `= 1`, and sees no index in that.
    type = NullType()
    inherit_cache = True


@compiles(_Among)
def _compile_among(element: _Among, compiler: Any, **given: Any) -> str:
    column, ids = (compiler.process(part, **given) for part in element.clauses)
    is_sqlite = compiler.dialect.name == "sqlite"
    return f"{column} IN {JSON_IDS.format(ids)}" if is_sqlite else f"{column} = ANY({ids})"


class _AmongMost(_Among):
    inherit_cache = True


@compiles(_AmongMost)
def _compile_among_most(element: _AmongMost, compiler: Any, **given: Any) -> str:
    is_sqlite = compiler.dialect.name == "sqlite"
    return ("+" if is_sqlite else "") + _compile_among(element, compiler, **given)


def among(
    column: SQLColumnExpression[Any], ids: Iterable[UUID], *, are_most: bool = False
) -> ColumnElement[bool]:
    """The same as `column IN (ids)` with one parameter, however many there are.

    A district has dozens of units: writing out and preparing as many parameters cost a quarter of a list.
    `are_most` says that nearly every row is meant: SQLite, which cannot know, then leaves an index of the
    column alone, where it would collect and sort the whole table by it.
    """
    kind = _AmongMost if are_most else _Among
    return kind(column, bindparam(None, list(ids), Ids()))


class _AmongRows(FunctionElement[Any]):
    type = NullType()  # as above
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
