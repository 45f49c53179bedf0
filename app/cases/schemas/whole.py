"""A case as its page shows it."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from app.cases.deadlines import Light
from app.cases.schemas.incoming import PhotoRole, PlacedBy, Source
from app.cases.schemas.suggesting import Suggestion
from app.cases.workflow import Action, Status
from app.catalog.limits import Clock
from app.core.geo import Datum, Side
from app.core.http import Answer

Warning_ = Literal["place_mismatch", "time_mismatch", "reused"]


class LocationOut(Answer):
    """The place in WGS-84, whatever datum it was sent in."""

    lon: float
    lat: float
    accuracy_m: float | None
    datum: Datum
    heading: float | None


class PhotoOut(Answer):
    """A photo the case names. Of its bytes nothing is told before a person of the case has sent them.

    `exif_…` is what the picture says itself, in its bytes or, where a phone made them smaller, as read from
    the original; `phone_distance_m` is from where the phone was, for pictures that do not say it themselves.
    """

    sha256: str
    role: PhotoRole
    taken_at: datetime | None
    lon: float | None
    lat: float | None
    original_sha256: str | None
    named_by_id: UUID
    named_at: datetime
    present: bool
    ready: bool
    width: int | None
    height: int | None
    exif_taken_at: datetime | None
    exif_distance_m: float | None
    phone_distance_m: float | None
    warnings: list[Warning_]


class EventOut(Answer):
    """One row of the log."""

    id: str
    action: Action | Literal["report"]
    actor_id: UUID
    actor_name: str
    at: datetime
    from_status: Status | None
    to_status: Status
    note: str
    data: dict[str, Any]


class ChosenLimit(Answer):
    """The limit a case is under, as its category had it; `note` is the condition it is for."""

    text: str
    amount: float
    clock: Clock
    note: str


class WholeCase(Answer):
    """A case as its page shows it. `allowed_actions` are the caller's.

    `suggestion` says to whom it should be assigned, where the caller may assign it and anybody is suggested.
    """

    id: UUID
    number: str | None
    status: Status
    version: int
    source: Source
    category_code: str
    category_name: str
    description: str
    location: LocationOut | None
    datum: Datum
    accuracy_m: float | None
    placed_by: PlacedBy
    segment_id: UUID | None
    segment_name: str | None
    segment_distance_m: float | None
    side: Side | None
    unit_id: UUID
    unit_name: str
    chief_id: UUID | None
    reporter_id: UUID
    reporter_name: str
    department_id: UUID | None
    department_name: str | None
    assignee_id: UUID | None
    assignee_name: str | None
    handler_id: UUID | None
    observed_at: datetime
    received_at: datetime
    filed_at: datetime | None
    assigned_at: datetime | None
    handled_at: datetime | None
    closed_at: datetime | None
    updated_at: datetime
    limit: ChosenLimit | None
    limit_hours: float | None
    due_at: datetime | None
    light: Light | None
    paused_at: datetime | None
    extension_asked_until: datetime | None
    confirm_asked: bool
    confirmed: bool | None
    self_handled: bool
    rework_count: int
    merged_into_id: UUID | None
    unread: bool
    photos: list[PhotoOut]
    missing_photos: list[str]
    events: list[EventOut]
    allowed_actions: list[Action]
    suggestion: Suggestion | None
