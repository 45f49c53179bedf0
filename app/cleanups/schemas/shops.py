"""The register of shops, its spreadsheet, and which took part."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.cases.schemas.incoming import Location
from app.cleanups.schemas.common import SitePlace
from app.cleanups.schemas.plan import Version
from app.core.http import Answer, Body, Query
from app.core.paging import Page


class ShopIn(Body):
    """A shop. Its own name, nobody else's. To change one that stands, `version` is the one seen."""

    unit_id: UUID
    name: Annotated[str, Field(min_length=1, max_length=120)]
    kind: Annotated[str, Field(max_length=40)] = ""
    segment_id: UUID | None = None
    location: Location | None = None
    is_active: bool = True
    version: Version | None = None


class ShopOut(Answer):
    """A shop of the register."""

    id: UUID
    unit_id: UUID
    name: str
    kind: str
    segment_id: UUID | None
    segment_name: str | None
    location: SitePlace | None
    is_active: bool
    version: int
    updated_at: datetime


class ShopPage(Answer):
    """Shops by name. `total` is exact."""

    items: list[ShopOut]
    next_cursor: str | None
    total: int


class ShopFilter(Query):
    """Which shops; those closed for good only when asked for."""

    unit_id: UUID | None = None
    segment_id: UUID | None = None
    q: Annotated[str, Field(max_length=80)] | None = None
    all: bool = False


class ShopQuery(ShopFilter, Page):
    """A page of the register."""


class ShopImportQuery(Query):
    """Look first, then do. New shops without a segment of their own belong to `unit_id`."""

    unit_id: UUID
    dry_run: bool = False


class SiteShop(Answer):
    """A shop along a site, and how it took part: ticked on the list, signed in by QR, or not."""

    id: UUID
    name: str
    kind: str
    segment_id: UUID | None
    is_ticked: bool
    is_signed_in: bool


class SiteShops(Answer):
    """Shops along the site, and any other that took part there."""

    items: list[SiteShop]


class Ticks(Body):
    """What somebody ticked and unticked going along the street. Only these change, so two lists add up."""

    took_part: Annotated[list[UUID], Field(max_length=2000)] = []
    did_not: Annotated[list[UUID], Field(max_length=2000)] = []


class TickOutcome(Answer):
    """Distinct shops taking part at this site and in the whole session."""

    at_site: int
    in_session: int
