"""Index the log by who did what when: what a person did lately, without all they ever did."""

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

LATELY = "ix_case_events_actor_id_at"


def upgrade() -> None:
    """Forward."""
    op.create_index(LATELY, "case_events", ["actor_id", "at"], postgresql_include=["case_id"])


def downgrade() -> None:
    """And back."""
    op.drop_index(LATELY, table_name="case_events")
