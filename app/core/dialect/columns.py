"""Columns that either database has in its own way."""

from sqlalchemy import JSON, BigInteger, Integer
from sqlalchemy.dialects import postgresql

Json = JSON().with_variant(postgresql.JSONB(), "postgresql")

LogNumber = BigInteger().with_variant(Integer, "sqlite")
"""The key of a log, counting up; SQLite counts by itself in plain integers only."""
