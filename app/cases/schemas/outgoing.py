"""What goes out. Queries answer plain dicts in these shapes; tests hold them to the OpenAPI document."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import RootModel

from app.cases.deadlines import Light
from app.cases.schemas.incoming import PhotoRole, PlacedBy, Source
from app.cases.schemas.suggesting import Suggestion
from app.cases.views import View
from app.cases.workflow import Action, Status
from app.catalog.limits import Clock
from app.core.geo import Datum, Side
from app.core.http import Answer

Warning_ = Literal["place_mismatch", "time_mismatch", "reused"]


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


class DuplicateRow(Answer):
    """An open case that a report may repeat. `score` (0–1) ranks; `likeness` (0–1) is that of the photos.

    Of a case the caller only may sight (`may_sight` without `is_visible`), words and photo are not told.
    `distance_m` is null where one of the two has no point; `likeness` where photos are missing.
    """

    id: UUID
    number: str | None
    status: Status
    version: int
    category_code: str
    category_name: str
    segment_id: UUID | None
    segment_name: str | None
    side: Side | None
    unit_id: UUID
    lon: float | None
    lat: float | None
    observed_at: datetime
    received_at: datetime
    description: str | None
    thumb_sha256: str | None
    is_visible: bool
    may_sight: bool
    distance_m: float | None
    minutes_apart: int
    likeness: float | None
    score: float


class Duplicates(Answer):
    """The likeliest first, at most 20."""

    items: list[DuplicateRow]


class CaseRef(Answer):
    """Another case, just enough to lead there."""

    id: UUID
    number: str | None
    status: Status
    received_at: datetime
    closed_at: datetime | None


class NamedPhoto(Answer):
    """A photo as the log keeps it."""

    sha256: str
    role: PhotoRole


class Sighting(Answer):
    """Somebody saw it, too: by a sighting, or by the report of a case that was merged."""

    case_id: UUID
    case_number: str | None
    actor_id: UUID
    actor_name: str
    at: datetime
    note: str
    photos: list[NamedPhoto]


class Twins(Duplicates):
    """What else is, or was, the same. `merged_into` is the case that goes on, `merged` what this one took in.

    A relapse is marked on both: by `relapse_of` on the new case, by `relapses` on the one closed before.
    """

    merged_into: CaseRef | None
    merged: list[CaseRef]
    relapse_of: CaseRef | None
    relapses: list[CaseRef]
    sightings: list[Sighting]


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


class PointOut(Answer):
    """A GeoJSON position in WGS-84; a cell's is the middle of its cases."""

    type: Literal["Point"]
    coordinates: tuple[float, float]


class MarkOut(Answer):
    """What a mark says. `light` is the worst within, `lights` how many have each; a case alone is named."""

    count: int
    light: Light | None
    lights: dict[Light, int]
    status: Status | None
    category_code: str | None


class FeatureOut(Answer):
    """A case, or a cell of several: those have no id."""

    type: Literal["Feature"]
    id: UUID | None
    geometry: PointOut
    properties: MarkOut


class CaseFeatures(Answer):
    """GeoJSON. `truncated`: only the newest 20,000 cases are counted, or the newest 5,000 are points."""

    type: Literal["FeatureCollection"]
    kind: Literal["points", "cells"]
    features: list[FeatureOut]
    truncated: bool


class Count(Answer):
    """How many cases share one value; `key` is null for those without."""

    key: str | None
    name: str | None
    total: int
    open: int
    overdue: int


class Counts(Answer):
    """Counts, the largest first."""

    items: list[Count]


class Recount(Answer):
    """Counting clocks anew after rules or calendar changed; `is_current` once all ends are by what stands."""

    is_current: bool
    asked_at: datetime | None
    finished_at: datetime | None
    seen: int | None
    changed: int | None


class ViewCount(Answer):
    """How many cases a view has, exact to 1,000 as in lists; `query` is the view's, for GET /cases."""

    view: View
    query: str
    total: int
    total_capped: bool


class KeptCount(Answer):
    """The same for a filter of one's own."""

    total: int
    total_capped: bool


class ViewCounts(Answer):
    """Counts of views, in the order asked for; `roads` has open cases by road where `by_road` was asked."""

    views: list[ViewCount]
    kept: list[KeptCount]
    roads: list[Count]


class AnyCounts(Answer, RootModel[Counts | ViewCounts]):
    """Counts of one kind or, where `views` were asked for, of views."""
