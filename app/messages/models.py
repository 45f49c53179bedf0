"""Tables of what people are told in the app, of robots in chat groups, and of what is sent to them."""

from datetime import datetime
from typing import Any, Literal, get_args
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.accounts.models import one_of
from app.core.db import Base, HasId
from app.core.dialect import Json, LogNumber
from app.core.jobs import Job

Kind = Literal["new", "assigned", "returned", "reminded", "due_soon", "overdue"]
"""What a person is told of a case."""
Event = Literal["new", "assigned", "returned", "reminded", "due_soon", "overdue", "daily_summary"]
"""What a group is told by its robot."""
KINDS: tuple[Kind, ...] = get_args(Kind)
EVENTS: tuple[Event, ...] = get_args(Event)
Service = Literal["wecom", "dingtalk", "feishu"]
SERVICES: tuple[Service, ...] = get_args(Service)
WHAT = (*EVENTS, "test")
STATES = ("waiting", "sent", "dropped")
UNREAD = text("read_at IS NULL")
WAITING = text("state = 'waiting'")


class Message(Base):
    """Somebody is told something of a case, once for each cause."""

    __tablename__ = "messages"
    __table_args__ = (
        CheckConstraint(one_of("kind", KINDS), name="kind"),
        UniqueConstraint("user_id", "cause"),
        Index("ix_messages_user_id_id", "user_id", "id"),
        Index("ix_messages_unread", "user_id", "id", postgresql_where=UNREAD, sqlite_where=UNREAD),
        Index("ix_messages_made_at", "made_at"),
    )

    id: Mapped[int] = mapped_column(LogNumber, primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    kind: Mapped[str] = mapped_column(String(20))
    cause: Mapped[str] = mapped_column(String(120))
    """The row of the log, the notice or the end of a clock behind it: followed twice, it is told once."""
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))
    data: Mapped[dict[str, Any]] = mapped_column(Json)
    """`{action?, note?, actor_name?, to?, due_at?}` as they were then."""
    made_at: Mapped[datetime]
    read_at: Mapped[datetime | None]


class Robot(Job, HasId, Base):
    """A robot in a chat group, of a unit or of one department there; itself the job of telling what waits."""

    __tablename__ = "robots"
    __table_args__ = (
        CheckConstraint(one_of("service", SERVICES), name="service"),
        Index("ix_robots_next_try_at", "next_try_at"),
        Index("ix_robots_unit_id", "unit_id"),
    )

    unit_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"))
    department_id: Mapped[UUID | None] = mapped_column(ForeignKey("departments.id"))
    """Only what this department has in hand; NULL: everything of the unit and below."""
    name: Mapped[str] = mapped_column(String(60))
    service: Mapped[str] = mapped_column(String(10))
    key: Mapped[str] = mapped_column(String(200))
    """The secret part of the robot's address. It never leaves the server again."""
    secret: Mapped[str] = mapped_column(String(200))
    """For signing; empty where the group demands no signature. Never leaves the server again either."""
    events: Mapped[list[str]] = mapped_column(Json)
    summary_minute: Mapped[int]
    """When the daily summary is sent, in minutes since local midnight."""
    summed_at: Mapped[datetime | None]
    claimed_at: Mapped[datetime | None]
    """Since when a post is under way; NULL while none is."""
    is_active: Mapped[bool] = mapped_column(default=True)
    removed_at: Mapped[datetime | None]
    changed_at: Mapped[datetime]


class RobotSend(Base):
    """One thing for one robot to say: what waits, and the log of what was sent."""

    __tablename__ = "robot_sends"
    __table_args__ = (
        CheckConstraint(one_of("event", WHAT), name="event"),
        CheckConstraint(one_of("state", STATES), name="state"),
        UniqueConstraint("robot_id", "cause"),
        Index("ix_robot_sends_robot_id_id", "robot_id", "id"),
        Index("ix_robot_sends_robot_id_tried_at", "robot_id", "tried_at"),
        Index("ix_robot_sends_waiting", "robot_id", "id", postgresql_where=WAITING, sqlite_where=WAITING),
        Index("ix_robot_sends_made_at", "made_at"),
    )

    id: Mapped[int] = mapped_column(LogNumber, primary_key=True)
    robot_id: Mapped[UUID] = mapped_column(ForeignKey("robots.id"))
    event: Mapped[str] = mapped_column(String(20))
    cause: Mapped[str] = mapped_column(String(120))
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("cases.id"))
    words: Mapped[str] = mapped_column(Text)
    """As sent; names no person."""
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    attempts: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    """News that could not be told until then is dropped."""
    tried_at: Mapped[datetime | None]
    """Rows of one post share the moment."""
    sent_at: Mapped[datetime | None]
    failure: Mapped[str | None] = mapped_column(String(200))


class MessageCursor(Base):
    """How far the log of cases was followed; one row, which is also the lock."""

    __tablename__ = "message_cursors"

    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    transaction_number: Mapped[int] = mapped_column(BigInteger)
    change_id: Mapped[int] = mapped_column(BigInteger)
    yellow_at: Mapped[datetime | None]
    yellow_id: Mapped[UUID | None]
    """The last case told of as due soon, by the moment its light changed."""
