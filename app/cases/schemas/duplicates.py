"""What may be, or was, the same as a case."""

from datetime import datetime
from uuid import UUID

from app.cases.schemas.incoming import PhotoRole
from app.cases.workflow import Status
from app.core.geo import Side
from app.core.http import Answer


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
