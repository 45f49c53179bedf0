"""Find duplicates and relapses, merge with photos and followers, tell pictures that look alike."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

UNHASHED = sa.text("perceptual_hash IS NULL AND derived_at IS NOT NULL")

POINTLESS = sa.text("lon IS NULL")
RELAPSES = sa.text("relapse_of_id IS NOT NULL")


def upgrade() -> None:
    """Forward."""
    op.add_column("photos", sa.Column("perceptual_hash", sa.BigInteger(), nullable=True))
    op.create_index(
        "ix_photos_unhashed", "photos", ["sha256"], postgresql_where=UNHASHED, sqlite_where=UNHASHED
    )
    op.add_column("categories", sa.Column("duplicate_radius_m", sa.Double(), **_filled("50")))
    op.add_column("categories", sa.Column("duplicate_hours", sa.Double(), **_filled("24")))
    op.add_column("categories", sa.Column("relapse_days", sa.Integer(), **_filled("30")))
    op.add_column("cases", sa.Column("relapse_of_id", sa.Uuid(), nullable=True))
    op.create_index(
        "ix_cases_relapse_of_id", "cases", ["relapse_of_id"], postgresql_where=RELAPSES, sqlite_where=RELAPSES
    )
    op.create_index(
        "ix_cases_segment_id_pointless",
        "cases",
        ["segment_id"],
        postgresql_where=POINTLESS,
        sqlite_where=POINTLESS,
    )
    op.add_column("case_changes", sa.Column("follower_id", sa.Uuid(), nullable=True))
    _make_followers()


def _make_followers() -> None:
    op.create_table(
        "case_followers",
        sa.Column("merged_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["merged_id"], ["cases.id"], name=op.f("fk_case_followers_merged_id_cases")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_case_followers_user_id_users")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_followers_case_id_cases")),
        sa.PrimaryKeyConstraint("merged_id", "user_id", name=op.f("pk_case_followers")),
    )
    op.create_index("ix_case_followers_case_id", "case_followers", ["case_id"])
    op.create_index("ix_case_followers_user_id_case_id", "case_followers", ["user_id", "case_id"])
    # Of what is merged already.
    op.execute(
        "INSERT INTO case_followers (merged_id, user_id, case_id)"
        " SELECT DISTINCT cases.id, case_events.actor_id, cases.merged_into_id FROM cases"
        " JOIN case_events ON case_events.case_id = cases.id"
        " WHERE cases.merged_into_id IS NOT NULL AND case_events.action IN ('report', 'sight')"
    )


def _filled(value: str) -> dict[str, Any]:
    return {"nullable": False, "server_default": sa.text(value)}


def downgrade() -> None:
    """And back."""
    op.drop_table("case_followers")
    op.drop_column("case_changes", "follower_id")
    op.drop_index("ix_cases_segment_id_pointless", table_name="cases")
    op.drop_index("ix_cases_relapse_of_id", table_name="cases")
    op.drop_column("cases", "relapse_of_id")
    for name in ("relapse_days", "duplicate_hours", "duplicate_radius_m"):
        op.drop_column("categories", name)
    op.drop_index("ix_photos_unhashed", table_name="photos")
    op.drop_column("photos", "perceptual_hash")
