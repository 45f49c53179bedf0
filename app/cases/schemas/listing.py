"""Rows of cases, as lists and the feed of changes show them."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from app.cases.deadlines import Light
from app.cases.schemas.incoming import Source
from app.cases.workflow import Action, Status
from app.core.geo import Side
from app.core.http import Answer


class LastEvent(Answer):
    """What happened last, in short."""

    action: Action | Literal["report"]
    note: str
    at: datetime


class CaseRow(Answer):
    """A case as lists and the feed of changes show it."""

    id: UUID
    number: str | None
    status: Status
    category_code: str
    category_name: str
    segment_id: UUID | None
    segment_name: str | None
    side: Side | None
    unit_id: UUID
    due_at: datetime | None
    light: Light | None
    observed_at: datetime
    received_at: datetime
    updated_at: datetime
    reporter_id: UUID
    department_id: UUID | None
    department_name: str | None
    assignee_id: UUID | None
    handler_id: UUID | None
    source: Source
    self_handled: bool
    version: int
    description: str
    lon: float | None
    lat: float | None
    thumb_sha256: str | None
    unread: bool
    last_event: LastEvent


class CasePage(Answer):
    """A page of cases. `total` is exact to 1,000; beyond, `total_capped` says there are more."""

    items: list[CaseRow]
    next_cursor: str | None
    total: int
    total_capped: bool
