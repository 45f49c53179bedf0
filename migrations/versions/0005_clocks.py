"""Let clocks follow a calendar and rules; keep what happened to each; make notices of what is overdue."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")
COUNTING = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Forward. Cases that stand keep the ends they have and go on by a plain clock."""
    op.create_table(
        "calendar_years",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("days", JSON, nullable=False),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_calendar_years")),
    )
    op.create_table(
        "clock_rules",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("revision", sa.Uuid(), nullable=False),
        sa.Column("rules", JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clock_rules")),
    )
    op.create_table(
        "clock_recounts",
        sa.Column("id", COUNTING, nullable=False),
        sa.Column("mark", sa.String(length=80), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("after_due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("after_id", sa.Uuid(), nullable=False),
        sa.Column("seen", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        *_waiting(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clock_recounts")),
    )
    op.create_index("ix_clock_recounts_next_try_at", "clock_recounts", ["next_try_at"], unique=False)
    op.create_table(
        "overdue_notices",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("to", sa.String(length=20), nullable=False),
        sa.Column("user_ids", JSON, nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        *_waiting(),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_overdue_notices_case_id_cases")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_overdue_notices_unit_id_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_overdue_notices")),
        sa.UniqueConstraint("case_id", "due_at", "step", name=op.f("uq_overdue_notices_case_id_due_at_step")),
    )
    op.create_index("ix_overdue_notices_next_try_at", "overdue_notices", ["next_try_at"], unique=False)
    op.add_column("cases", sa.Column("limit", JSON, nullable=True))
    op.add_column("cases", sa.Column("clock_moves", JSON, server_default="[]", nullable=False))
    op.add_column("cases", sa.Column("next_step_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("cases", sa.Column("overdue_step", sa.Integer(), server_default="0", nullable=False))
    op.create_index("ix_cases_next_step_at", "cases", ["next_step_at"], unique=False)


def downgrade() -> None:
    """And back."""
    op.drop_index("ix_cases_next_step_at", table_name="cases")
    for name in ("overdue_step", "next_step_at", "clock_moves", "limit"):
        op.drop_column("cases", name)
    for table in ("overdue_notices", "clock_recounts", "clock_rules", "calendar_years"):
        op.drop_table(table)


def _waiting() -> tuple[sa.Column, ...]:
    """The columns of a row that waits for the worker."""
    return (
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("failure", sa.String(length=200), nullable=True),
    )
