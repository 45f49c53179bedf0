"""Exports of cases as jobs, and cases of other systems."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")
MOMENT = sa.DateTime(timezone=True)


COUNTING = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Forward."""
    _make_exports()
    _make_imports()


def _make_exports() -> None:
    op.create_table(
        "exports",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("format", sa.String(10), nullable=False),
        sa.Column("filter", JSON, nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("rows_total", sa.Integer(), nullable=True),
        sa.Column("rows_done", sa.Integer(), nullable=False),
        sa.Column("finished_at", MOMENT, nullable=True),
        sa.Column("stored_key", sa.String(120), nullable=True),
        sa.Column("byte_size", sa.BigInteger(), nullable=True),
        sa.Column("next_try_at", MOMENT, nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("failure", sa.String(200), nullable=True),
        sa.CheckConstraint("format IN ('xlsx', 'csv')", name=op.f("ck_exports_format")),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], name=op.f("fk_exports_owner_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exports")),
    )
    op.create_index("ix_exports_next_try_at", "exports", ["next_try_at"])
    op.create_index("ix_exports_owner_id_asked_at", "exports", ["owner_id", "asked_at"])
    op.create_index("ix_exports_asked_at", "exports", ["asked_at"])


def _make_imports() -> None:
    op.create_table(
        "case_imports",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("system", sa.String(40), nullable=False),
        sa.Column("file_name", sa.String(120), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("taken_at", MOMENT, nullable=True),
        sa.Column("finished_at", MOMENT, nullable=True),
        sa.Column("next_try_at", MOMENT, nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("failure", sa.String(200), nullable=True),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], name=op.f("fk_case_imports_owner_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_imports")),
    )
    op.create_index("ix_case_imports_next_try_at", "case_imports", ["next_try_at"])
    op.create_index("ix_case_imports_owner_id_asked_at", "case_imports", ["owner_id", "asked_at"])
    op.create_index("ix_case_imports_asked_at", "case_imports", ["asked_at"])
    op.create_table(
        "case_import_rows",
        sa.Column("id", COUNTING, nullable=False),
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("external_number", sa.String(60), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("report", JSON, nullable=True),
        sa.Column("errors", JSON, nullable=False),
        sa.CheckConstraint(
            "state IN ('good', 'bad', 'known', 'taken')", name=op.f("ck_case_import_rows_state")
        ),
        sa.ForeignKeyConstraint(
            ["import_id"],
            ["case_imports.id"],
            name=op.f("fk_case_import_rows_import_id_case_imports"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_import_rows")),
    )
    op.create_index(
        "ix_case_import_rows_import_id_state_id", "case_import_rows", ["import_id", "state", "id"]
    )
    op.create_table(
        "imported_cases",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("system", sa.String(40), nullable=False),
        sa.Column("external_number", sa.String(60), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id"], ["units.id"], name=op.f("fk_imported_cases_district_id_units")
        ),
        sa.PrimaryKeyConstraint("district_id", "system", "external_number", name=op.f("pk_imported_cases")),
    )
    op.create_index("ix_imported_cases_case_id", "imported_cases", ["case_id"])


def downgrade() -> None:
    """And back."""
    op.drop_table("imported_cases")
    op.drop_table("case_import_rows")
    op.drop_table("case_imports")
    op.drop_table("exports")
