"""The only place that knows SpatiaLite from PostGIS."""

from app.core.dialect.append_only import drop_append_only, make_append_only
from app.core.dialect.columns import Json, LogNumber
from app.core.dialect.conditions import Box, among, among_rows, in_box
from app.core.dialect.engine import WRITES, is_spatialite, make_engine, reading_options
from app.core.dialect.term_index import drop_term_index, has_terms, is_term_index, make_term_index
from app.core.dialect.transactions import hold_moment, oldest_open_transaction, transaction_number
from app.core.dialect.writing import insert_missing, insert_or_skip, upsert, upsert_all

__all__ = [
    "WRITES",
    "Box",
    "Json",
    "LogNumber",
    "among",
    "among_rows",
    "drop_append_only",
    "drop_term_index",
    "has_terms",
    "hold_moment",
    "in_box",
    "insert_missing",
    "insert_or_skip",
    "is_spatialite",
    "is_term_index",
    "make_append_only",
    "make_engine",
    "make_term_index",
    "oldest_open_transaction",
    "reading_options",
    "transaction_number",
    "upsert",
    "upsert_all",
]
