"""Tell people in the app and groups through robots."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")
COUNTING = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
RUNNING = sa.text("status IN ('assigned', 'handling')")
UNREAD = sa.text("read_at IS NULL")
WAITING = sa.text("state = 'waiting'")


def upgrade() -> None:
    """Forward. Nobody is told of what happened before."""
    op.create_table(
        "messages",
        sa.Column("id", COUNTING, nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("cause", sa.String(length=120), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("data", JSON, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("read_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "kind IN ('new', 'assigned', 'returned', 'reminded', 'due_soon', 'overdue')",
            name=op.f("ck_messages_kind"),
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_messages_case_id_cases")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_messages_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_messages")),
        sa.UniqueConstraint("user_id", "cause", name=op.f("uq_messages_user_id_cause")),
    )
    op.create_index("ix_messages_user_id_id", "messages", ["user_id", "id"])
    op.create_index("ix_messages_made_at", "messages", ["made_at"])
    op.create_index(
        "ix_messages_unread", "messages", ["user_id", "id"], postgresql_where=UNREAD, sqlite_where=UNREAD
    )
    _make_robots()
    op.create_table(
        "message_cursors",
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("transaction_number", sa.BigInteger(), nullable=False),
        sa.Column("change_id", sa.BigInteger(), nullable=False),
        sa.Column("yellow_at", MOMENT, nullable=True),
        sa.Column("yellow_id", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_message_cursors")),
    )
    op.create_index(
        "ix_cases_running_yellow_at",
        "cases",
        ["yellow_at", "id"],
        postgresql_where=RUNNING,
        sqlite_where=RUNNING,
    )
    _begin_here()


def _make_robots() -> None:
    op.create_table(
        "robots",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("department_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("service", sa.String(length=10), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("secret", sa.String(length=200), nullable=False),
        sa.Column("events", JSON, nullable=False),
        sa.Column("summary_minute", sa.Integer(), nullable=False),
        sa.Column("summed_at", MOMENT, nullable=True),
        sa.Column("claimed_at", MOMENT, nullable=True),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("removed_at", MOMENT, nullable=True),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("next_try_at", MOMENT, nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("failure", sa.String(length=200), nullable=True),
        sa.CheckConstraint("service IN ('wecom', 'dingtalk', 'feishu')", name=op.f("ck_robots_service")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_robots_unit_id_units")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["departments.id"], name=op.f("fk_robots_department_id_departments")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_robots")),
    )
    op.create_index("ix_robots_next_try_at", "robots", ["next_try_at"])
    op.create_index("ix_robots_unit_id", "robots", ["unit_id"])
    op.create_table(
        "robot_sends",
        sa.Column("id", COUNTING, nullable=False),
        sa.Column("robot_id", sa.Uuid(), nullable=False),
        sa.Column("event", sa.String(length=20), nullable=False),
        sa.Column("cause", sa.String(length=120), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("tried_at", MOMENT, nullable=True),
        sa.Column("sent_at", MOMENT, nullable=True),
        sa.Column("failure", sa.String(length=200), nullable=True),
        sa.CheckConstraint(
            "event IN ('new', 'assigned', 'returned', 'reminded', 'due_soon', 'overdue', 'daily_summary',"
            " 'test')",
            name=op.f("ck_robot_sends_event"),
        ),
        sa.CheckConstraint("state IN ('waiting', 'sent', 'dropped')", name=op.f("ck_robot_sends_state")),
        sa.ForeignKeyConstraint(["robot_id"], ["robots.id"], name=op.f("fk_robot_sends_robot_id_robots")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_robot_sends_case_id_cases")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_robot_sends")),
        sa.UniqueConstraint("robot_id", "cause", name=op.f("uq_robot_sends_robot_id_cause")),
    )
    op.create_index("ix_robot_sends_robot_id_id", "robot_sends", ["robot_id", "id"])
    op.create_index("ix_robot_sends_robot_id_tried_at", "robot_sends", ["robot_id", "tried_at"])
    op.create_index("ix_robot_sends_made_at", "robot_sends", ["made_at"])
    op.create_index(
        "ix_robot_sends_waiting",
        "robot_sends",
        ["robot_id", "id"],
        postgresql_where=WAITING,
        sqlite_where=WAITING,
    )


def _begin_here() -> None:
    """Behind the last change of the feed and the last light, so that an archive is not told as news."""
    now = datetime.now(UTC)
    last_place = sa.text(
        "SELECT transaction_number, id FROM case_changes ORDER BY transaction_number DESC, id DESC LIMIT 1"
    )
    last = op.get_bind().execute(last_place).first()
    number, change_id = last or (0, 0)
    cursors = sa.table(
        "message_cursors",
        sa.column("name"),
        sa.column("transaction_number"),
        sa.column("change_id"),
        sa.column("yellow_at", MOMENT),
    )
    row = {"name": "cases", "transaction_number": number, "change_id": change_id, "yellow_at": now}
    op.execute(sa.insert(cursors).values(**row))


def downgrade() -> None:
    """And back."""
    op.drop_index("ix_cases_running_yellow_at", table_name="cases")
    for table in ("message_cursors", "robot_sends", "robots", "messages"):
        op.drop_table(table)
