"""Words that are data: categories of participants, kinds of results, stationed units."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from app.core.http import Answer, Body, Query

Rank = Annotated[int, Field(ge=0, le=9999)]


class ParticipantCategoryIn(Body):
    """Whom people are counted as; small ranks come first. Out of use, old sessions still show it."""

    name: Annotated[str, Field(min_length=1, max_length=40)]
    asks_for: Literal["nothing", "stationed_unit", "shop"] = "nothing"
    rank: Rank = 100
    is_active: bool = True


class ParticipantCategoryOut(Answer):
    """A category by its code."""

    code: str
    name: str
    asks_for: Literal["nothing", "stationed_unit", "shop"]
    rank: int
    is_active: bool


class ParticipantCategories(Answer):
    """In the order of the buttons."""

    items: list[ParticipantCategoryOut]


class ResultKindIn(Body):
    """What a cleanup leaves behind in numbers."""

    name: Annotated[str, Field(min_length=1, max_length=40)]
    measure: Annotated[str, Field(min_length=1, max_length=20)]
    rank: Rank = 100
    is_active: bool = True


class ResultKindOut(Answer):
    """A kind by its code."""

    code: str
    name: str
    measure: str
    rank: int
    is_active: bool


class ResultKinds(Answer):
    """In the order they are asked for."""

    items: list[ResultKindOut]


class StationedUnitIn(Body):
    """An organisation with its seat in a unit's area. The organisation's name, nobody's own."""

    unit_id: UUID
    name: Annotated[str, Field(min_length=1, max_length=120)]
    is_active: bool = True


class StationedUnitOut(Answer):
    """A stationed unit."""

    id: UUID
    unit_id: UUID
    name: str
    is_active: bool


class StationedUnitList(Answer):
    """By name."""

    items: list[StationedUnitOut]


class UnitQuery(Query):
    """Of a unit and all below it."""

    unit_id: UUID | None = None
