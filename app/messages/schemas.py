"""Messages and robots as they come in and go out."""

from datetime import datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import Field, model_validator

from app.core.http import Answer, Body
from app.core.paging import Page
from app.messages.models import Event, Kind, Service

What = Literal["new", "assigned", "returned", "reminded", "due_soon", "overdue", "daily_summary", "test"]
State = Literal["waiting", "sent", "dropped"]
Number = Annotated[str, Field(pattern=r"^[0-9]{1,18}$")]
"""The id of a row of a log."""


class MessagePage(Page):
    """Which of one's messages."""

    unread: bool = False


class MessageOut(Answer):
    """One thing a person is told. `case_status` and place are as they stand now, the rest as it was then.

    `action`: the move behind it. `to`: as whom one is reminded of what is overdue.
    """

    id: str
    kind: Kind
    made_at: datetime
    read_at: datetime | None
    case_id: UUID
    case_number: str | None
    case_status: str
    category_name: str
    segment_name: str | None
    unit_name: str
    due_at: datetime | None
    action: str | None
    actor_name: str | None
    note: str
    to: Literal["handler", "supervisor", "chief"] | None


class Messages(Answer):
    """Newest first."""

    items: list[MessageOut]
    next_cursor: str | None


class Unread(Answer):
    """How many of one's messages are unread; counted to a hundred."""

    unread: int
    is_capped: bool


class ReadIn(Body):
    """Messages one has read: these, or all up to one."""

    ids: Annotated[list[Number], Field(max_length=200)] = []
    up_to: Number | None = None


class RobotIn(Body):
    """A robot of a chat group. `address` as the chat program shows it, or its key alone.

    Left away, address and secret stay as they are; an empty secret is taken away.
    """

    unit_id: UUID
    department_id: UUID | None = None
    name: Annotated[str, Field(min_length=1, max_length=60)]
    service: Service
    address: Annotated[str, Field(max_length=500)] | None = None
    secret: Annotated[str, Field(max_length=200, pattern=r"^[A-Za-z0-9]*$")] | None = None
    events: Annotated[list[Event], Field(max_length=7)]
    summary_minute: Annotated[int, Field(ge=0, lt=1440)] = 1050
    is_active: bool = True

    @model_validator(mode="after")
    def has_each_event_once(self) -> Self:
        """In the order they are listed anywhere else."""
        self.events = list(dict.fromkeys(self.events))
        return self


class RobotOut(Answer):
    """A robot; its key and secret are never shown again.

    `failure`: why its last post failed, until one arrives. `next_try_at`: when it is tried again.
    """

    id: UUID
    unit_id: UUID
    unit_name: str
    department_id: UUID | None
    department_name: str | None
    name: str
    service: Service
    has_secret: bool
    events: list[Event]
    summary_minute: int
    is_active: bool
    changed_at: datetime
    failure: str | None
    next_try_at: datetime | None
    waiting: int
    last_sent_at: datetime | None


class Robots(Answer):
    """By unit and name."""

    items: list[RobotOut]


class Tested(Answer):
    """`send_id`: the row of the log that will say how it went."""

    send_id: str


class SendPage(Page):
    """Which rows of the log."""

    robot_id: UUID | None = None
    state: State | None = None


class SendOut(Answer):
    """One thing a robot said, or is to say."""

    id: str
    robot_id: UUID
    robot_name: str
    event: What
    case_id: UUID | None
    words: str
    state: State
    attempts: int
    made_at: datetime
    tried_at: datetime | None
    sent_at: datetime | None
    failure: str | None


class Sends(Answer):
    """Newest first."""

    items: list[SendOut]
    next_cursor: str | None
