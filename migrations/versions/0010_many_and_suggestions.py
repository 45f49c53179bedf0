"""Act on many cases at once, and suggest departments by rules."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")
MOMENT = sa.DateTime(timezone=True)
SOURCES = "'patrol', 'public', 'hotline', 'video', 'leader', 'department', 'media', 'import'"
RULES = "suggestion_rules"
SIDES = "'east', 'west', 'south', 'north'"
REFERENCES = {
    "district_id": "units",
    "category_id": "categories",
    "unit_id": "units",
    "road_id": "roads",
    "segment_id": "road_segments",
    "department_id": "departments",
}


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "many_acts",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("targets", JSON, nullable=False),
        sa.Column("next_after", sa.Uuid(), nullable=True),
        sa.Column("as_of", MOMENT, nullable=True),
        sa.Column("answer", JSON, nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_many_acts")),
    )
    op.create_index("ix_many_acts_asked_at", "many_acts", ["asked_at"])
    op.create_table(
        "suggestion_rules",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(length=100), nullable=False),
        sa.Column("category_id", sa.Uuid(), nullable=True),
        sa.Column("class_name", sa.String(length=40), nullable=True),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("road_id", sa.Uuid(), nullable=True),
        sa.Column("segment_id", sa.Uuid(), nullable=True),
        sa.Column("side", sa.String(length=5), nullable=True),
        sa.Column("source", sa.String(length=20), nullable=True),
        sa.Column("department_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "category_id IS NULL OR class_name IS NULL", name=op.f("ck_suggestion_rules_kind")
        ),
        sa.CheckConstraint("road_id IS NULL OR segment_id IS NULL", name=op.f("ck_suggestion_rules_place")),
        sa.CheckConstraint(f"side IS NULL OR side IN ({SIDES})", name=op.f("ck_suggestion_rules_side")),
        sa.CheckConstraint(
            f"source IS NULL OR source IN ({SOURCES})", name=op.f("ck_suggestion_rules_source")
        ),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_{RULES}_{column}_{table}"))
            for column, table in REFERENCES.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suggestion_rules")),
    )
    op.create_index("ix_suggestion_rules_district_id_rank", "suggestion_rules", ["district_id", "rank"])


def downgrade() -> None:
    """And back."""
    op.drop_table("suggestion_rules")
    op.drop_table("many_acts")
