"""Find duplicates and relapses, merge with photos and followers, tell pictures that look alike."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0003"
branch_labels = None
depends_on = None

UNHASHED = sa.text("perceptual_hash IS NULL AND derived_at IS NOT NULL")


def upgrade() -> None:
    """Forward."""
    op.add_column("photos", sa.Column("perceptual_hash", sa.BigInteger(), nullable=True))
    op.create_index(
        "ix_photos_unhashed", "photos", ["sha256"], postgresql_where=UNHASHED, sqlite_where=UNHASHED
    )
    op.add_column("categories", sa.Column("duplicate_radius_m", sa.Double(), **_filled("50")))
    op.add_column("categories", sa.Column("duplicate_hours", sa.Double(), **_filled("24")))
    op.add_column("categories", sa.Column("relapse_days", sa.Integer(), **_filled("30")))


def _filled(value: str) -> dict[str, Any]:
    return {"nullable": False, "server_default": sa.text(value)}


def downgrade() -> None:
    """And back."""
    for name in ("relapse_days", "duplicate_hours", "duplicate_radius_m"):
        op.drop_column("categories", name)
    op.drop_index("ix_photos_unhashed", table_name="photos")
    op.drop_column("photos", "perceptual_hash")
