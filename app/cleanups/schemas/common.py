"""Shapes that several themes share."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from app.core.geo import Datum
from app.core.http import Answer
from app.roads.schemas import Day

__all__ = ["Code", "Counts", "Day", "SitePlace", "Source", "Sources", "Totals", "Words"]

Code = Annotated[str, Field(min_length=1, max_length=30, pattern=r"^[a-z][a-z0-9_]*$")]
Words = Annotated[str, Field(max_length=500)]
MOST = 100_000
"""More than any office has people; a larger number is a slip of the finger."""
Count = Annotated[int, Field(ge=0, le=MOST)]
Counts = dict[Code, Count]
Totals = dict[str, int]
"""By category. Every category in use is named, with 0 where nobody was counted."""
Source = Literal["tally", "sign_in", "announced"]
"""计数器, 扫码签到, 单位报数."""
Sources = list[Source]
Week = Annotated[str, Field(pattern=r"^\d{4}-W\d{2}$")]


class SitePlace(Answer):
    """A point in WGS-84, whatever datum it was sent in."""

    lon: float
    lat: float
    accuracy_m: float | None
    datum: Datum


class Span(Answer):
    """From day to day, both included."""

    first: date
    last: date
