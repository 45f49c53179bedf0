"""Find duplicates and relapses, merge with photos and followers, tell pictures that look alike."""

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


def downgrade() -> None:
    """And back."""
    op.drop_index("ix_photos_unhashed", table_name="photos")
    op.drop_column("photos", "perceptual_hash")
