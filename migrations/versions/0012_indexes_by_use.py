"""Index cases by what is asked of them: lists that stay as fast when the archive grows."""

from collections.abc import Sequence
from typing import Any

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

# Each database knows a condition of truth by its own words only.
SELF_HANDLED = ("self_handled", "self_handled = 1")
Condition = str | tuple[str, str] | None
Made = tuple[str, Sequence[str], Condition]
OLD: tuple[Made, ...] = (
    ("ix_cases_assignee_id", ["assignee_id"], None),
    ("ix_cases_category_id", ["category_id"], None),
    ("ix_cases_department_id_status", ["department_id", "status"], None),
    ("ix_cases_due_at", ["due_at"], None),
    ("ix_cases_merged_into_id", ["merged_into_id"], None),
    ("ix_cases_next_step_at", ["next_step_at"], None),
    ("ix_cases_segment_id_status", ["segment_id", "status"], None),
)
NEW: tuple[Made, ...] = (
    ("ix_cases_category_code_received_at", ["category_code", "received_at", "id"], None),
    ("ix_cases_segment_id_received_at", ["segment_id", "received_at", "id"], None),
    ("ix_cases_source_received_at", ["source", "received_at", "id"], None),
    ("ix_cases_open_segment_id", ["segment_id", "status"], OPEN),
    ("ix_cases_self_handled", ["received_at", "id"], SELF_HANDLED),
    ("ix_cases_running_assignee_id", ["assignee_id", "due_at", "id"], RUNNING),
    ("ix_cases_running_department_id", ["department_id", "due_at", "id"], RUNNING),
    ("ix_cases_assignee_id_received_at", ["assignee_id", "received_at", "id"], "assignee_id IS NOT NULL"),
    (
        "ix_cases_department_id_received_at",
        ["department_id", "received_at", "id"],
        "department_id IS NOT NULL",
    ),
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
        op.create_index(name, "cases", columns, **where(condition))


def where(condition: Condition) -> dict[str, Any]:
    """The condition as either database writes it."""
    if condition is None:
        return {}
    words = (condition, condition) if isinstance(condition, str) else condition
    return {"postgresql_where": sa.text(words[0]), "sqlite_where": sa.text(words[1])}


def downgrade() -> None:
    """And back."""
    if not is_spatialite(op.get_bind()):
        op.drop_index(OPEN_PLACES, table_name="cases")
    exchange(NEW, OLD)
