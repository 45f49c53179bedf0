"""Index cases by what is asked of them: lists that stay as fast when the archive grows."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from app.core.dialect import is_spatialite

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

RUNNING = "status IN ('assigned', 'handling')"
OPEN = "status IN ('reported', 'filed', 'assigned', 'handling', 'handled', 'suspended')"
OPEN_PLACES = "ix_cases_open_location"

Made = tuple[str, Sequence[str], str | None]
OLD: tuple[Made, ...] = (
    ("ix_cases_assignee_id", ["assignee_id"], None),
    ("ix_cases_category_id", ["category_id"], None),
    ("ix_cases_department_id_status", ["department_id", "status"], None),
    ("ix_cases_due_at", ["due_at"], None),
    ("ix_cases_merged_into_id", ["merged_into_id"], None),
    ("ix_cases_next_step_at", ["next_step_at"], None),
)
NEW: tuple[Made, ...] = (
    ("ix_cases_category_code_received_at", ["category_code", "received_at", "id"], None),
    ("ix_cases_running_assignee_id", ["assignee_id", "due_at", "id"], RUNNING),
    ("ix_cases_running_department_id", ["department_id", "due_at", "id"], RUNNING),
    ("ix_cases_assignee_id_received_at", ["assignee_id", "received_at", "id"], "assignee_id IS NOT NULL"),
    ("ix_cases_department_id_received_at", ["department_id", "received_at", "id"], "department_id IS NOT NULL"),
    ("ix_cases_due_at", ["due_at"], "due_at IS NOT NULL"),
    ("ix_cases_next_step_at", ["next_step_at"], "next_step_at IS NOT NULL"),
    ("ix_cases_extension_asked_until", ["extension_asked_until"], "extension_asked_until IS NOT NULL"),
    ("ix_cases_merged_into_id", ["merged_into_id"], "merged_into_id IS NOT NULL"),
    ("ix_cases_category_id_closed_at", ["category_id", "closed_at"], "status = 'closed'"),
)


def upgrade() -> None:
    """Forward."""
    exchange(OLD, NEW)
    if not is_spatialite(op.get_bind()):
        # The embedded database keeps places in a table of its own, of all rows or none.
        op.create_index(
            OPEN_PLACES, "cases", ["location"], postgresql_using="gist", postgresql_where=sa.text(OPEN)
        )


def exchange(gone: Sequence[Made], come: Sequence[Made]) -> None:
    """Drop the ones, make the others."""
    for name, _, _ in gone:
        op.drop_index(name, table_name="cases")
    for name, columns, condition in come:
        where = None if condition is None else sa.text(condition)
        op.create_index(name, "cases", columns, postgresql_where=where, sqlite_where=where)


def downgrade() -> None:
    """And back."""
    if not is_spatialite(op.get_bind()):
        op.drop_index(OPEN_PLACES, table_name="cases")
    exchange(NEW, OLD)
