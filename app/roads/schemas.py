"""What goes in and out of roads, segments and appointments."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID, uuid4

from pydantic import AfterValidator, Field, model_validator

from app.core.dialect import Box
from app.core.geo import Datum, Side
from app.core.http import Answer, Body, Query
from app.core.paging import Page

Lon = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]
Day = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2199, 12, 31))]
"""Nobody was appointed before, and arithmetic with days stays possible."""
Lat = Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]


def _as_box(text: str) -> str:
    parse_box(text)
    return text


def parse_box(text: str) -> Box:
    """`west,south,east,north`; raises ValueError for anything else."""
    west, south, east, north = (float(part) for part in text.split(","))
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise ValueError("west,south,east,north in degrees, in this order")
    return west, south, east, north


class SegmentFilter(Query):
    """Which segments; without a filter all of the caller's district."""

    bbox: Annotated[str, AfterValidator(_as_box)] | None = Field(None, description="west,south,east,north")
    chief: Literal["me"] | None = None
    unit_id: UUID | None = None
    road_id: UUID | None = None


class Place(Query):
    """A point; as it came from the device, with the datum it came in."""

    lon: Lon
    lat: Lat
    datum: Datum = "wgs84"


class LineGeometry(Answer):
    """GeoJSON, WGS-84."""

    type: Literal["LineString", "MultiLineString"]
    coordinates: list[Any]


class SegmentProperties(Answer):
    """What a map shows of a segment."""

    name: str
    road_id: UUID
    unit_id: UUID
    length_m: float
    is_key_area: bool
    is_approximate: bool


class SegmentFeature(Answer):
    """`id` is the `segment_id` of cases."""

    type: Literal["Feature"]
    id: UUID
    geometry: LineGeometry
    properties: SegmentProperties


class SegmentCollection(Answer):
    """GeoJSON FeatureCollection."""

    type: Literal["FeatureCollection"]
    features: list[SegmentFeature]


class NearestSegment(Answer):
    """All null when nothing is within the deployment's limit; no side on the line itself."""

    segment_id: UUID | None
    distance_m: float | None
    side: Side | None
    name: str | None


class RoadItem(Answer):
    """A road with what the caller's district has of it."""

    id: UUID
    name: str
    is_unnamed: bool
    segments: int
    length_m: float


class RoadList(Answer):
    """Named roads first."""

    items: list[RoadItem]


class Chief(Answer):
    """Who answers for a segment."""

    appointment_id: UUID
    user_id: UUID
    user_name: str
    level_id: UUID
    level_name: str
    starts_on: date
    ends_on: date | None
    stands_in_for_id: UUID | None
    stands_in_for_name: str | None


class SegmentDetail(Answer):
    """A segment with its people; `appointments` is null for whom the history is none of."""

    id: UUID
    name: str
    road_id: UUID
    road_name: str
    unit_id: UUID
    length_m: float
    is_key_area: bool
    is_approximate: bool
    retired_at: datetime | None
    geometry: LineGeometry
    chiefs: list[Chief]
    appointments: list[Chief] | None


class SegmentChange(Body):
    """What an administrator may set; the rest comes from the road file."""

    unit_id: UUID | None = None
    is_key_area: bool | None = None


class SegmentAction(Body):
    """One act over many segments: `set_unit` needs `unit_id`, `set_key_area` needs `is_key_area`."""

    action_id: UUID = Field(default_factory=uuid4)
    action: Literal["set_unit", "set_key_area"]
    segment_ids: list[UUID] = Field(min_length=1, max_length=5000)
    unit_id: UUID | None = None
    is_key_area: bool | None = None

    @model_validator(mode="after")
    def _says_what(self) -> "SegmentAction":
        if (self.unit_id is None, self.is_key_area is None) != (
            self.action != "set_unit",
            self.action == "set_unit",
        ):
            raise ValueError("set_unit takes unit_id alone, set_key_area is_key_area alone")
        return self

    def setting(self) -> tuple[str, UUID | bool]:
        """The column and its new value."""
        return ("unit_id", self.unit_id) if self.unit_id else ("is_key_area", bool(self.is_key_area))


class SegmentOutcome(Answer):
    """What an act did; sent again with the same `action_id` it answers the same."""

    action_id: UUID
    changed: list[UUID]
    already: int
    """How many were so before."""


class LevelIn(Body):
    """A level of chief; 1 is the highest rank."""

    name: str = Field(min_length=1, max_length=40)
    rank: int = Field(ge=1, le=99)


class LevelItem(LevelIn, Answer):
    """A level with its id."""

    model_config = Answer.model_config | {"extra": "ignore"}
    id: UUID


class LevelList(Answer):
    """The highest first."""

    items: list[LevelItem]


class Term(Body):
    """From day to day, both included."""

    starts_on: Day
    ends_on: Day | None = None

    @model_validator(mode="after")
    def _in_order(self) -> "Term":
        if self.ends_on is not None and self.ends_on < self.starts_on:
            raise ValueError("ends_on lies before starts_on")
        return self


class AppointmentIn(Term):
    """A person answers for a segment."""

    segment_id: UUID
    user_id: UUID
    level_id: UUID
    stands_in_for_id: UUID | None = None


class AppointmentItem(Answer):
    """An appointment as lists show it."""

    id: UUID
    segment_id: UUID
    segment_name: str
    unit_id: UUID
    user_id: UUID
    user_name: str
    level_id: UUID
    level_name: str
    starts_on: date
    ends_on: date | None
    stands_in_for_id: UUID | None
    stands_in_for_name: str | None


class AppointmentFilter(Page):
    """Those in force on a day, today unless said; `all` brings past and coming ones too."""

    on: Day | None = None
    all: bool = False
    segment_id: UUID | None = None
    road_id: UUID | None = None
    unit_id: UUID | None = None
    user_id: UUID | None = None
    q: str | None = Field(None, max_length=80)


class AppointmentPage(Answer):
    """Who answers for what."""

    items: list[AppointmentItem]
    next_cursor: str | None


class AppointmentAction(Term):
    """One act over many segments; without `segment_ids` over all the first person answers for then.

    `hand_over` ends the first person's appointments the day before and gives them to the second.
    `stand_in` leaves them and has the second cover for the first (代班).
    """

    action_id: UUID
    action: Literal["hand_over", "stand_in"]
    from_user_id: UUID
    to_user_id: UUID
    segment_ids: list[UUID] | None = Field(None, min_length=1, max_length=5000)
    note: str = Field("", max_length=500)


class AppointmentOutcome(Answer):
    """What an act did; sent again with the same `action_id` it answers the same."""

    action_id: UUID
    made: list[UUID]
    ended: list[UUID]
    already: list[UUID]
    """Segments the second person answered for anyway."""


class SheetFilter(Query):
    """Those in force on a day, today unless said, or all there ever were."""

    on: Day | None = None
    all: bool = False


class SheetQuery(Query):
    """Look first, then do."""

    dry_run: bool = False


class BadCell(Answer):
    """A cell that cannot be so; rows count as the spreadsheet shows them, the heading is 1."""

    row: int
    column: str
    value: str
    code: str
    detail: str


class SheetOutcome(Answer):
    """What a spreadsheet did or would do; with errors nothing is changed."""

    dry_run: bool
    rows: int
    made: int
    changed: int
    unchanged: int
    errors: list[BadCell]
