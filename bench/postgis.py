"""The seeded rows on PostGIS, in the database that TEST_DATABASE_URL names."""

import subprocess
import sys
from pathlib import Path

import psycopg
from argon2 import PasswordHasher
from server import PASSWORD, ROOT
from telling import telling

from app.core.terms import index_terms

SEED = Path(__file__).parent / "seed.sql"


def prepare(environment: dict[str, str], database: psycopg.Connection, cases: int) -> None:
    """Nothing of what was, tables by the migrations, rows by seed.sql, fresh statistics."""
    with telling("making the tables by the migrations"):
        database.execute("DROP SCHEMA public CASCADE")
        database.execute("CREATE SCHEMA public")
        database.execute("CREATE EXTENSION IF NOT EXISTS postgis")
        subprocess.run(
            [sys.executable, "-m", "flask", "db", "upgrade"], cwd=ROOT, env=environment, check=True
        )
    with telling(f"writing {cases:,} cases with their log and photos (seed.sql)"):
        database.execute(_seed(cases))
        _check_terms(database)
    with telling("VACUUM ANALYZE"):
        database.execute("VACUUM ANALYZE")
        database.execute("CHECKPOINT")


def _seed(cases: int) -> bytes:
    words = SEED.read_text(encoding="utf-8").replace("{password_hash}", PasswordHasher().hash(PASSWORD))
    return words.replace("{cases}", str(cases)).encode()


def _check_terms(database: psycopg.Connection) -> None:
    """The seed writes terms in SQL; they must be those of the program."""
    rows = database.execute("SELECT search_text, search_terms FROM cases ORDER BY id LIMIT 100").fetchall()
    if any(index_terms(text) != sorted(terms.split()) for text, terms in rows):
        raise SystemExit("seed.sql and app/core/terms.py do not agree")
