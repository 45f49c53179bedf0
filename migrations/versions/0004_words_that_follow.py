"""Let a brief's text and photos follow the session until somebody decides otherwise."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TEXT = sa.Text()
PAIRS = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")


def upgrade() -> None:
    """Forward."""
    _let_be_null(True)


def downgrade() -> None:
    """And back: what was never decided is decided for nothing."""
    briefs = sa.table("cleanup_briefs", sa.column("text", TEXT), sa.column("pairs", PAIRS))
    op.execute(briefs.update().where(briefs.c.text.is_(None)).values(text=""))
    op.execute(briefs.update().where(briefs.c.pairs.is_(None)).values(pairs=sa.text("'[]'")))
    _let_be_null(False)


def _let_be_null(may: bool) -> None:
    with op.batch_alter_table("cleanup_briefs") as briefs:
        briefs.alter_column("text", existing_type=TEXT, nullable=may)
        briefs.alter_column("pairs", existing_type=PAIRS, nullable=may)
