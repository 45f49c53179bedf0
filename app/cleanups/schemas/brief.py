"""The brief's words, to edit before it goes out."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.core.http import Answer, Body, Query

Line = Annotated[str, Field(max_length=120)]


class PairChoice(Body):
    """A pair of photos of a site."""

    site_id: UUID
    pair: Annotated[int, Field(ge=1, le=99)]


class BriefIn(Body):
    """The words as they are to stand; `version` is the one seen, 0 while they are composed."""

    version: Annotated[int, Field(ge=0, le=2**31 - 1)]
    title: Annotated[str, Field(min_length=1, max_length=120)]
    heading: Line = Field("", description="Red letters at the top (红头); empty for none")
    weather: Line = ""
    text: Annotated[str, Field(max_length=4000)] | None = Field(
        None, description="null: as the numbers word it, whenever it is looked at"
    )
    signature: Line = ""
    pairs: Annotated[list[PairChoice], Field(max_length=6)] | None = Field(
        None, description="null: the first whole ones"
    )


class BriefQuery(Query):
    """As stored, or with `composed` as the numbers of now would word it; the version is the stored one's."""

    composed: bool = False


class PairOut(Answer):
    """A pair of photos of a site."""

    site_id: UUID
    pair: int


class NumberOut(Answer):
    """A line of the table: the series in this week up to the session, as far into the week before, this year.

    `last_week` is null where there was no session to compare with.
    """

    name: str
    now: float
    last_week: float | None
    since_january: float


class BriefOut(Answer):
    """The words as stored, or as composed from the numbers; the numbers are always of now."""

    session_id: UUID
    version: int
    is_stored: bool
    title: str
    heading: str
    weather: str
    text: str
    is_text_edited: bool = Field(description="It stays as it is, whatever the numbers become")
    signature: str
    pairs: list[PairOut]
    are_pairs_chosen: bool
    numbers: list[NumberOut]
    edited_at: datetime | None
