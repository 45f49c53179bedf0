"""Tell a camera's word about a photo from its phone's, and find smaller copies of one original."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.add_column("case_photos", sa.Column("has_exif_time", sa.Boolean(), nullable=True))
    op.add_column("case_photos", sa.Column("has_exif_place", sa.Boolean(), nullable=True))
    op.create_index("ix_case_photos_original_sha256", "case_photos", ["original_sha256"], unique=False)


def downgrade() -> None:
    """And back."""
    op.drop_index("ix_case_photos_original_sha256", table_name="case_photos")
    op.drop_column("case_photos", "has_exif_place")
    op.drop_column("case_photos", "has_exif_time")
