"""Counters, entries, links, sign-ins and what strikes them out."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, model_validator

from app.cleanups.schemas.common import MOST, Code, Counts, Totals, Words
from app.core.http import Answer, Body, Query
from app.core.paging import Page


class CounterIn(Body):
    """The running totals of one phone: all categories each time, not what was added since."""

    seq: Annotated[int, Field(ge=0, le=2**53)]
    counts: Counts


class CounterOut(Answer):
    """A counter as it stands; a lower `seq` than sent says that something later was known already."""

    id: UUID
    site_id: UUID
    seq: int
    counts: Totals
    is_struck: bool
    received_at: datetime
    updated_at: datetime


class CounterRow(CounterOut):
    """The same for organisers: by whose account or which link it came."""

    sent_by: str
    is_by_link: bool
    is_late: bool
    strike_reason: str


class EntryIn(Body):
    """A number written down by an organiser: what a unit announced, or a correction that says why."""

    kind: Literal["announced", "correction"]
    category_code: Code
    count: Annotated[int, Field(ge=-MOST, le=MOST)]
    stationed_unit_id: UUID | None = None
    reason: Words = ""

    @model_validator(mode="after")
    def _makes_sense(self) -> "EntryIn":
        if self.kind == "announced" and self.count < 1:
            raise ValueError("an announced number is 1 or more")
        if self.kind == "correction" and (self.count == 0 or not self.reason):
            raise ValueError("a correction adds or takes away, and says why")
        return self


class EntryOut(Answer):
    """A number written down."""

    id: UUID
    site_id: UUID
    kind: Literal["announced", "correction"]
    category_code: str
    count: int
    stationed_unit_id: UUID | None
    stationed_unit_name: str | None
    reason: str
    written_by_id: UUID
    written_by_name: str
    written_at: datetime
    is_struck: bool
    strike_reason: str


class SiteCounts(Answer):
    """Everything a site's numbers are made of, but for sign-ins, which have a list of their own."""

    counters: list[CounterRow]
    entries: list[EntryOut]


class Strike(Body):
    """Take rows out of the count, or with `is_struck: false` put them back."""

    kind: Literal["counter", "entry", "sign_in"]
    ids: Annotated[list[UUID], Field(min_length=1, max_length=500)]
    is_struck: bool = True
    reason: Words = ""

    @model_validator(mode="after")
    def _says_why(self) -> "Strike":
        if self.is_struck and not self.reason:
            raise ValueError("say why")
        return self


class StrikeOutcome(Answer):
    """How many are other than before."""

    changed: int


class LinkIn(Body):
    """A link by which a phone without an account counts at this site."""

    label: Annotated[str, Field(max_length=60)] = ""


class LinkOut(Answer):
    """`token` goes behind the address in the QR code; null once revoked."""

    id: UUID
    site_id: UUID
    label: str
    token: str | None
    made_at: datetime
    closes_at: datetime
    revoked_at: datetime | None
    counters: int


class LinkList(Answer):
    """Links of a site."""

    items: list[LinkOut]


class CategoryShown(Answer):
    """A button."""

    code: str
    name: str
    asks_for: Literal["nothing", "stationed_unit", "shop"]


class LinkPage(Answer):
    """All that a link shows: where one counts, and the buttons."""

    session_id: UUID
    site_id: UUID
    series_name: str
    site_name: str
    held_on: date
    is_cancelled: bool
    is_finished: bool
    reason: Annotated[str, Field(description="Why it was cancelled")]
    closes_at: datetime
    categories: list[CategoryShown]


class Choice(Answer):
    """Something to choose: a site, a shop, a stationed unit."""

    id: UUID
    name: str


class ShopChoice(Choice):
    """Shops of one name are told apart by where they are."""

    segment_name: str | None


class Choices(Answer):
    """By name, 2,000 at most."""

    items: list[ShopChoice]


class ChoiceQuery(Query):
    """Those along a site come alone, where any are known there."""

    site_id: UUID | None = None


class SignInPage(Answer):
    """All that the page without log-in shows."""

    series_name: str
    unit_name: str
    held_on: date
    is_open: bool
    opens_at: datetime
    closes_at: datetime
    sites: list[Choice]
    categories: list[CategoryShown]
    stationed_units: list[Choice]


class SignInBody(Body):
    """`token`: random, made once by the browser and kept there; only its hash with the session is stored."""

    token: Annotated[str, Field(min_length=16, max_length=100)]
    category_code: Code
    site_id: UUID | None = Field(None, description="Needed where the session has several")
    shop_id: UUID | None = None
    stationed_unit_id: UUID | None = None


class SignInReceipt(Answer):
    """What stands for this phone; `is_new` is false when it had signed in before."""

    is_new: bool
    site_id: UUID
    category_code: str
    signed_at: datetime


class SignInRow(Answer):
    """A sign-in as organisers see it; self-declared."""

    id: UUID
    site_id: UUID
    category_code: str
    shop_id: UUID | None
    shop_name: str | None
    stationed_unit_id: UUID | None
    stationed_unit_name: str | None
    signed_at: datetime
    is_struck: bool
    strike_reason: str


class SignInList(Answer):
    """The latest first."""

    items: list[SignInRow]
    next_cursor: str | None


class SignInQuery(Page):
    """A page of the list."""

    site_id: UUID | None = None
