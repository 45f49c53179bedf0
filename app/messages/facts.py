"""What is known of a case when somebody is told of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from app.messages.models import Kind


@dataclass(frozen=True)
class Facts:
    """A case as it stands now; no person, and nothing that a person wrote."""

    id: UUID
    number: str | None
    status: str
    source: str
    category_name: str
    segment_name: str | None
    segment_id: UUID | None
    unit_id: UUID
    unit_name: str
    department_id: UUID | None
    department_name: str | None
    assignee_id: UUID | None
    yellow_at: datetime | None
    due_at: datetime | None


@dataclass(frozen=True)
class News:
    """One thing to tell. `to`: people; `department_id`: whose groups hear it, beside those of the unit.

    `cause` makes it be told once, `data` goes into the message in the app alone.
    """

    kind: Kind
    cause: str
    at: datetime
    facts: Facts
    to: Sequence[UUID]
    department_id: UUID | None
    data: dict[str, Any] = field(default_factory=dict)
