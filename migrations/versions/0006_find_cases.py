"""Find cases by any two characters, through an index."""

from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

from app.core.dialect import drop_term_index, make_term_index
from app.core.terms import index_terms

revision = "0006"
down_revision = "0003"
branch_labels = None
depends_on = None

CASES = sa.table("cases", sa.column("id", sa.Uuid()), sa.column("search_text"), sa.column("search_terms"))
BATCH = 5000


def upgrade() -> None:
    """Forward."""
    op.add_column("cases", sa.Column("search_terms", sa.Text(), nullable=False, server_default=""))
    fill = sa.update(CASES).where(CASES.c.id == sa.bindparam("of")).values(search_terms=sa.bindparam("terms"))
    for rows in batches(op.get_bind()):
        found = [{"of": row.id, "terms": " ".join(index_terms(row.search_text))} for row in rows]
        op.get_bind().execute(fill, found)
    make_term_index(op.get_bind(), "cases", "search_terms")


def batches(connection: sa.Connection) -> Iterator[Sequence[sa.Row[Any]]]:
    """All cases in the order of their ids, so many at a time."""
    page = sa.select(CASES.c.id, CASES.c.search_text).order_by(CASES.c.id).limit(BATCH)
    rows = connection.execute(page).all()
    while rows:
        yield rows
        rows = connection.execute(page.where(CASES.c.id > rows[-1].id)).all()


def downgrade() -> None:
    """And back."""
    drop_term_index(op.get_bind(), "cases", "search_terms")
    op.drop_column("cases", "search_terms")
