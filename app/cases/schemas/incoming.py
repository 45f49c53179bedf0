"""What comes in: reports, moves, and the questions asked of lists."""

from datetime import UTC, datetime
from typing import Annotated, Any, Literal, get_origin
from urllib.parse import parse_qs
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, BeforeValidator, Field, ValidationInfo, field_validator

from app.cases.deadlines import Light
from app.cases.views import View
from app.cases.workflow import Action, Status
from app.core.dialect import Box
from app.core.geo import Datum, Position, to_wgs84
from app.core.http import Body, Query
from app.core.paging import Page

Source = Literal["patrol", "public", "hotline", "video", "leader", "department", "media", "import"]
PhotoRole = Literal["before", "after", "near", "far", "check"]
PlacedBy = Literal["gps", "map", "segment"]
Sort = Literal["-received_at", "received_at", "due_at", "-updated_at"]
CountBy = Literal["status", "light", "segment", "road", "unit", "category", "department"]


def _in_utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)


# Clocks of phones start in 1970; the upper end keeps a change of zone within what Python can count.
Moment = Annotated[
    AwareDatetime,
    Field(ge=datetime(1970, 1, 1, tzinfo=UTC), le=datetime(9000, 1, 1, tzinfo=UTC)),
    AfterValidator(_in_utc),
]
Words = Annotated[str, Field(max_length=2000)]
Code = Annotated[str, Field(min_length=1, max_length=20)]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Longitude = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]
Latitude = Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]
Metres = Annotated[float, Field(ge=0, le=1e7, allow_inf_nan=False)]


class Location(Body):
    """A position as the device gave it, in the datum it came in."""

    lon: Longitude
    lat: Latitude
    accuracy_m: Metres | None = None
    datum: Datum = "wgs84"
    heading: Annotated[float, Field(ge=0, le=360, allow_inf_nan=False)] | None = None


def is_none(value: object) -> bool:
    """What was not said."""
    return value is None


class PhotoName(Body):
    """A photo named by its hash; the bytes come apart.

    A phone sends a smaller copy without EXIF, and here what the original's EXIF said. Where the original said
    nothing, the phone's own clock and position may stand instead, marked by a false `has_exif_…`.
    """

    sha256: Sha256
    role: PhotoRole
    taken_at: Moment | None = None
    lon: Longitude | None = None
    lat: Latitude | None = None
    original_sha256: Sha256 | None = None
    # Left out where not said: the same report from before they were known must have the same hash.
    has_exif_time: bool | None = Field(default=None, exclude_if=is_none)
    has_exif_place: bool | None = Field(default=None, exclude_if=is_none)


Photos = Annotated[list[PhotoName], Field(max_length=30)]


class CaseReport(Body):
    """A problem seen on the street, or called in."""

    category_code: Code
    observed_at: Moment
    segment_id: UUID | None = None
    location: Annotated[Location | None, Field(validate_default=True)] = None
    placed_by: PlacedBy | None = None
    description: Words = ""
    self_handled: bool = False
    source: Source = "patrol"
    photos: Annotated[list[PhotoName], Field(max_length=30, validate_default=True)] = []

    @field_validator("location")
    @classmethod
    def has_a_place(cls, location: Location | None, info: ValidationInfo) -> Location | None:
        """A case without any place could never be found again."""
        if location is None and info.data.get("segment_id") is None:
            raise ValueError("location or segment_id is needed")
        return location

    @field_validator("photos")
    @classmethod
    def has_its_photos(cls, photos: list[PhotoName], info: ValidationInfo) -> list[PhotoName]:
        """What a patrol sees it shows; what it cleared it shows before and after."""
        roles = {photo.role for photo in photos}
        if info.data.get("self_handled") and "after" not in roles:
            raise ValueError("cleared on the spot: an after photo is needed")
        if info.data.get("source") == "patrol" and not roles - {"after"}:
            raise ValueError("a patrol report needs a photo of the problem")
        return photos


class Fields(Body):
    """What a move is given, beside the case. `action_id` makes it happen once."""

    action_id: UUID
    action: Action
    note: Words | None = None
    department_id: UUID | None = None
    assignee_id: UUID | None = None
    photos: Photos = []
    segment_id: UUID | None = None
    location: Location | None = None
    into_id: UUID | None = None
    due_at: Moment | None = None
    limit: Annotated[
        str | None,
        Field(
            max_length=200, description="To file or assign: the `text` of the category's limit that applies"
        ),
    ] = None


class Order(Fields):
    """A move somebody makes. `version` is the one they saw."""

    version: int
    drop_photos: Annotated[
        list[Sha256],
        Field(max_length=30, description="With a comment: photos the caller named that will never come"),
    ] = []


class Seen(Body):
    """The version of the case its reporter has looked at."""

    version: int = Field(ge=1, le=2**31 - 1)


def _box(text: str) -> str:
    parts = [float(part) for part in text.split(",")]
    west, south, east, north = parts
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise ValueError("bbox is west,south,east,north in degrees")
    return text


class CaseFilter(Query):
    """Which cases; every name narrows the choice."""

    status: list[Status] = []
    segment_id: UUID | None = None
    road_id: UUID | None = None
    unit_id: UUID | None = Field(None, description="The unit and all below it")
    category_code: Code | None = None
    department_id: UUID | None = None
    assignee_id: UUID | None = None
    reporter_id: UUID | None = None
    source: list[Source] = []
    light: list[Light] = []
    overdue: bool | None = None
    unplaced: bool | None = None
    self_handled: bool | None = None
    unread: bool | None = Field(None, description="The caller's reports that changed since they looked")
    task: Literal["mine"] | None = Field(None, description="What waits for the caller to act")
    q: Annotated[str, Field(max_length=200)] | None = Field(
        None, description="Words in number, description, road, segment, category or reporter's name"
    )
    bbox: Annotated[str, AfterValidator(_box)] | None = Field(
        None, description="west,south,east,north", examples=["113.58,34.73,113.64,34.77"]
    )

    @property
    def box(self) -> Box | None:
        """The bounding box as numbers."""
        if self.bbox is None:
            return None
        west, south, east, north = (float(part) for part in self.bbox.split(","))
        return west, south, east, north


class CaseQuery(CaseFilter, Page):
    """A page of the list."""

    sort: Sort = "-received_at"
    offset: Annotated[int, Field(ge=0, le=10_000)] = Field(
        0, description="So many are passed over, from the beginning or from the cursor: for scrolling by rank"
    )


class MapQuery(CaseFilter):
    """What to draw."""

    zoom: float = Field(
        ge=0, le=24, allow_inf_nan=False, description="Of a map with tiles of 256 pixels: in cells below 16"
    )


def _apart(views: object) -> object:
    if not isinstance(views, list):
        return views
    return [view for several in views for view in str(several).split(",")]


class DuplicateQuery(Query):
    """What is about to be reported; a point, or a segment, or both."""

    category_code: Code
    observed_at: Moment
    lon: Longitude | None = None
    lat: Latitude | None = None
    datum: Datum = "wgs84"
    segment_id: UUID | None = None
    photo: list[Sha256] = Field([], max_length=30, description="Photos the caller has sent already")

    @property
    def point(self) -> Position | None:
        """The place in WGS-84."""
        if self.lon is None or self.lat is None:
            return None
        return to_wgs84((self.lon, self.lat), self.datum)


def _read_filters(texts: object) -> object:
    """Query strings as filters; whatever else they name, an order or a page, is no part of a count."""
    if not isinstance(texts, list):
        return texts
    return [_read_filter(text) if isinstance(text, str) else text for text in texts]


def _read_filter(text: str) -> dict[str, Any]:
    found = parse_qs(text, max_num_fields=100)
    fields = CaseFilter.model_fields
    is_list = {name: get_origin(field.annotation) is list for name, field in fields.items()}
    return {name: values if is_list[name] else values[-1] for name, values in found.items() if name in fields}


class CountQuery(CaseFilter):
    """A count for each value of `by`."""

    by: CountBy = "status"
    views: Annotated[list[View], BeforeValidator(_apart)] = Field(
        [], description="Counts of these views instead; several, or one text with commas", max_length=20
    )
    kept: Annotated[
        list[CaseFilter],
        BeforeValidator(_read_filters, json_schema_input_type=list[Annotated[str, Field(max_length=2000)]]),
    ] = Field(
        [],
        description="With `views`: filters of one's own to count, each as a query of GET /cases",
        max_length=20,
    )
