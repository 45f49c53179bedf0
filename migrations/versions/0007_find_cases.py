"""Find cases by any two characters, through an index."""

from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

from app.core.dialect import drop_term_index, make_term_index
from app.core.terms import index_terms

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

CASES = sa.table("cases", sa.column("id", sa.Uuid()), sa.column("search_text"), sa.column("search_terms"))
BATCH = 5000

RUNNING = "status IN ('assigned', 'handling')"
OPEN = "status IN ('reported', 'filed', 'assigned', 'handling', 'handled', 'suspended')"
SHOWN = ["status", "unit_id", "segment_id", "lon", "lat", "due_at", "yellow_at", "handled_at", "category_code"]
# The expressions of app/cases/due_next.py, to the letter.
DUE_NEXT = (
    "CREATE INDEX ix_cases_due_next ON cases ("
    f"(CASE WHEN {RUNNING} AND due_at IS NOT NULL THEN 0 WHEN {OPEN} THEN 1 ELSE 2 END),"
    f" (CASE WHEN {RUNNING} AND due_at IS NOT NULL THEN due_at ELSE received_at END), id)"
)


def upgrade() -> None:
    """Forward."""
    op.add_column("cases", sa.Column("search_terms", sa.Text(), nullable=False, server_default=""))
    fill = sa.update(CASES).where(CASES.c.id == sa.bindparam("of")).values(search_terms=sa.bindparam("terms"))
    for rows in batches(op.get_bind()):
        found = [{"of": row.id, "terms": " ".join(index_terms(row.search_text))} for row in rows]
        op.get_bind().execute(fill, found)
    make_term_index(op.get_bind(), "cases", "search_terms")
    op.execute(DUE_NEXT)
    op.create_index(
        "ix_cases_open",
        "cases",
        ["received_at", "id"],
        postgresql_where=sa.text(OPEN),
        sqlite_where=sa.text(OPEN),
        postgresql_include=SHOWN,
    )
    op.create_index(
        "ix_cases_running_due_at",
        "cases",
        ["due_at", "id"],
        postgresql_where=sa.text(RUNNING),
        sqlite_where=sa.text(RUNNING),
        postgresql_include=["status", "unit_id", "received_at"],
    )
    op.create_index("ix_cases_updated_at", "cases", ["updated_at", "id"])


def batches(connection: sa.Connection) -> Iterator[Sequence[sa.Row[Any]]]:
    """All cases in the order of their ids, so many at a time."""
    page = sa.select(CASES.c.id, CASES.c.search_text).order_by(CASES.c.id).limit(BATCH)
    rows = connection.execute(page).all()
    while rows:
        yield rows
        rows = connection.execute(page.where(CASES.c.id > rows[-1].id)).all()


def downgrade() -> None:
    """And back."""
    for name in ("updated_at", "running_due_at", "open", "due_next"):
        op.drop_index(f"ix_cases_{name}", table_name="cases")
    drop_term_index(op.get_bind(), "cases", "search_terms")
    op.drop_column("cases", "search_terms")
