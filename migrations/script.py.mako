"""${message}

Rules: one head; up, down and up again on both databases; no lock held longer than a moment on a large
table (add columns as NULL, fill in batches, then constrain); what differs by database goes through app.core.dialect.
"""

import sqlalchemy as sa
from alembic import op
${imports if imports else ""}

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    """And back."""
    ${downgrades if downgrades else "pass"}
