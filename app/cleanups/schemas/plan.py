"""Series, sessions and sites."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, Field, model_validator

from app.cases.schemas.incoming import Location
from app.cleanups.schemas.common import Counts, Day, SitePlace, Sources, Totals, Words
from app.core.http import Answer, Body, Query
from app.core.paging import Page

State = Literal["planned", "under_way", "unfinished", "finished", "cancelled"]
WeekState = Literal["held", "cancelled", "postponed", "missed", "planned", "paused", "none"]
SessionAction = Literal["postpone", "cancel", "reinstate", "finish", "reopen", "choose_sources", "renew_code"]


def _each_once(days: list[int]) -> list[int]:
    return sorted(set(days))


Clock = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$", examples=["08:30"])]
"""By the office's clock."""
Weekday = Annotated[int, Field(ge=1, le=7)]
Version = Annotated[int, Field(ge=1, le=2**31 - 1)]
Name = Annotated[str, Field(min_length=1, max_length=80)]


class Pause(Body):
    """A holiday: no week in it counts as missed."""

    starts_on: Day
    ends_on: Day
    reason: Annotated[str, Field(min_length=1, max_length=60)]

    @model_validator(mode="after")
    def _in_order(self) -> "Pause":
        if self.ends_on < self.starts_on:
            raise ValueError("ends_on lies before starts_on")
        return self


class SeriesIn(Body):
    """A weekly cleanup; Monday is 1. To change one that stands, `version` is the one seen."""

    name: Name
    unit_id: UUID
    weekdays: Annotated[list[Weekday], Field(min_length=1, max_length=7), AfterValidator(_each_once)]
    starts_on: Day
    ends_on: Day | None = None
    pauses: Annotated[list[Pause], Field(max_length=100)] = []
    version: Version | None = None

    @model_validator(mode="after")
    def _in_order(self) -> "SeriesIn":
        if self.ends_on is not None and self.ends_on < self.starts_on:
            raise ValueError("ends_on lies before starts_on")
        return self


class PauseOut(Answer):
    """A holiday."""

    starts_on: date
    ends_on: date
    reason: str


class SeriesOut(Answer):
    """A series; `may_organise` is the caller's."""

    id: UUID
    name: str
    unit_id: UUID
    unit_name: str
    weekdays: list[int]
    starts_on: date
    ends_on: date | None
    pauses: list[PauseOut]
    version: int
    updated_at: datetime
    may_organise: bool


class SeriesList(Answer):
    """Series of the caller's units, by name."""

    items: list[SeriesOut]


class SiteIn(Body):
    """A place of one session: a segment, a road's key area, or a point."""

    id: UUID
    name: Annotated[str, Field(min_length=1, max_length=120)]
    segment_id: UUID | None = None
    road_id: UUID | None = Field(None, description="The key area of this road: its watched segments")
    location: Location | None = None
    lead_id: UUID | None = None
    helper_ids: Annotated[list[UUID], Field(max_length=50)] = []
    planned: Counts = Field({}, description="How many are expected, by category")

    @model_validator(mode="after")
    def _has_one_place(self) -> "SiteIn":
        if [self.segment_id, self.road_id, self.location].count(None) != 2:
            raise ValueError("exactly one of segment_id, road_id and location is needed")
        return self


class SessionIn(Body):
    """An occasion as a whole: a site left out is withdrawn. To change one, `version` is the one seen."""

    series_id: UUID
    held_on: Day
    planned_on: Day | None = Field(None, description="The day of the plan it stands for, if another")
    starts_at: Clock | None = None
    ends_at: Clock | None = None
    note: Words = ""
    sites: Annotated[list[SiteIn], Field(max_length=200)] = []
    version: Version | None = None

    @model_validator(mode="after")
    def _has_each_site_once(self) -> "SessionIn":
        if len({site.id for site in self.sites}) < len(self.sites):
            raise ValueError("a site is there twice")
        return self

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> "SessionIn":
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            raise ValueError("ends_at is not after starts_at")
        return self


class SessionOrder(Body):
    """What an organiser does to a session, once for each `action_id`; `version` is the one seen.

    `postpone` needs `held_on` and `note`, `cancel` needs `note`, `choose_sources` needs `site_id` and
    `category_code`, and takes `sources`: those that count from now on; without any the rule decides again.
    """

    action_id: UUID
    action: SessionAction
    version: Version
    note: Words = ""
    held_on: Day | None = None
    site_id: UUID | None = None
    category_code: str | None = Field(None, max_length=30)
    sources: Annotated[Sources, Field(max_length=3)] | None = None


class Person(Answer):
    """Somebody with an account."""

    id: UUID
    name: str


class PeopleQuery(Query):
    """Part of a name; without any, the first by name."""

    q: Annotated[str, Field(max_length=80)] | None = None


class PersonToAsk(Person):
    """Who may lead or help at a site, with where they hold a role, as names repeat."""

    unit_names: list[str]


class PeopleToAsk(Answer):
    """By name, 100 at most."""

    items: list[PersonToAsk]


class SourceTotals(Answer):
    """What each way of counting says, and the corrections, by category."""

    tally: Totals
    sign_in: Totals
    announced: Totals
    correction: Totals


class Counted(Answer):
    """Which ways count for a category: as an organiser chose, or by the rule."""

    sources: Sources
    is_chosen: bool


class SitePhotoOut(Answer):
    """A photo of a site. Before and after with the same `pair` belong side by side."""

    sha256: str
    role: Literal["before", "after"]
    pair: int
    taken_at: datetime | None
    named_by_id: UUID
    named_at: datetime
    present: bool
    ready: bool


class SiteCaseOut(Answer):
    """A case found here; `is_visible` says whether the caller may open it."""

    case_id: UUID
    number: str | None
    status: str
    category_name: str
    is_visible: bool


class SiteOut(Answer):
    """A place of a session with what was counted there. `counters`: how many phones."""

    id: UUID
    name: str
    segment_id: UUID | None
    segment_name: str | None
    road_id: UUID | None
    road_name: str | None
    location: SitePlace | None
    unit_id: UUID
    unit_name: str
    lead: Person | None
    helpers: list[Person]
    planned: Totals
    is_withdrawn: bool
    totals: Totals
    total: int
    by_source: SourceTotals
    counted: dict[str, Counted]
    counters: int
    shops_taking_part: int
    results: dict[str, float]
    results_version: int
    photos: list[SitePhotoOut]
    cases: list[SiteCaseOut]
    may_work: bool


class SignInWindow(Answer):
    """How people sign in by QR. `code` is for organisers; it works from one moment to the other."""

    code: str | None
    opens_at: datetime
    closes_at: datetime
    is_open: bool


class WholeSession(Answer):
    """A session as its page shows it. `totals` count person-times (人次), never people."""

    id: UUID
    series_id: UUID
    series_name: str
    unit_id: UUID
    unit_name: str
    planned_on: date | None
    held_on: date
    week: str
    starts_at: str | None
    ends_at: str | None
    note: str
    state: State
    reason: str
    created_at: datetime
    updated_at: datetime
    finished_at: datetime | None
    cancelled_at: datetime | None
    is_entered_afterwards: bool
    is_changed_after_finish: bool
    same_day_ids: list[UUID]
    sites: list[SiteOut]
    totals: Totals
    total: int
    by_source: SourceTotals
    shops_taking_part: int
    shops_registered: int
    results: dict[str, float]
    sign_in: SignInWindow
    version: int
    allowed_actions: list[SessionAction]


class SessionRow(Answer):
    """A session as lists show it."""

    id: UUID
    series_id: UUID
    series_name: str
    unit_id: UUID
    unit_name: str
    planned_on: date | None
    held_on: date
    week: str
    state: State
    reason: str
    sites: int
    totals: Totals
    total: int
    shops_taking_part: int
    version: int
    updated_at: datetime


class SessionPage(Answer):
    """Sessions, the latest day first."""

    items: list[SessionRow]
    next_cursor: str | None


class SessionFilter(Query):
    """Which sessions; every name narrows the choice."""

    series_id: UUID | None = None
    unit_id: UUID | None = Field(None, description="The unit and all below it")
    first: Day | None = None
    last: Day | None = None
    mine: bool = Field(default=False, description="Only where the caller leads or helps")


class SessionQuery(SessionFilter, Page):
    """A page of the list."""


class WeekQuery(Query):
    """The weeks of an ISO year, of one series or of all in a unit and below."""

    year: Annotated[int, Field(ge=2000, le=2199)]
    series_id: UUID | None = None
    unit_id: UUID | None = None


class WeekSession(Answer):
    """A session of a week."""

    id: UUID
    planned_on: date | None
    held_on: date
    state: State
    reason: str
    total: int
    shops_taking_part: int


class WeekOut(Answer):
    """A series in one ISO week: what was planned, and what became of it.

    `held`: a session took place, be it with nobody. `missed`: planned, past, and nothing took place.
    """

    series_id: UUID
    week: str
    starts_on: date
    state: WeekState
    planned_on: list[date]
    reason: str
    sessions: list[WeekSession]
    total: int | None
    shops_taking_part: int | None


class WeekList(Answer):
    """By series, then by week."""

    items: list[WeekOut]


class SessionEvent(Answer):
    """One thing an organiser did."""

    action_id: UUID
    action: str
    actor_id: UUID
    actor_name: str
    at: datetime
    version: int
    note: str
    data: dict[str, Any]


class SessionEventList(Answer):
    """The latest first."""

    items: list[SessionEvent]
