"""Suggestions, the rules they come from, and what these would have done to past cases."""

from datetime import datetime
from typing import Literal, Self
from uuid import UUID

from pydantic import Field, model_validator

from app.cases.schemas.incoming import Source
from app.cases.workflow import Status
from app.core.geo import Side
from app.core.http import Answer, Body

MOST_RULES = 500
MOST_TRIED = 2000


class SuggestionReason(Answer):
    """What led to it: a rule (its `rank` counts from 1) or a duty. What made no difference is null."""

    kind: Literal["rule", "duty"]
    rule_id: UUID | None
    rank: int | None
    note: str
    category_name: str | None
    class_name: str | None
    unit_name: str | None
    road_name: str | None
    segment_name: str | None
    side: Side | None
    source: Source | None


class Suggestion(Answer):
    """The department a case should be assigned to."""

    department_id: UUID
    department_name: str
    reason: SuggestionReason


class SuggestionRuleBody(Body):
    """Conditions, null being any, and the department; `note` is shown with the suggestion as its reason."""

    id: UUID
    is_active: bool = True
    note: str = Field(default="", max_length=100)
    category_id: UUID | None = None
    class_name: str | None = Field(default=None, min_length=1, max_length=40)
    unit_id: UUID = Field(description="The unit and all below it; the district for everywhere")
    road_id: UUID | None = None
    segment_id: UUID | None = None
    side: Side | None = None
    source: Source | None = None
    department_id: UUID

    @model_validator(mode="after")
    def says_each_thing_once(self) -> Self:
        """A class beside a category, or a road beside its segment, says nothing more or contradicts."""
        if self.category_id is not None and self.class_name is not None:
            raise ValueError("either a category or a class")
        if self.road_id is not None and self.segment_id is not None:
            raise ValueError("either a road or a segment")
        return self


class SuggestionTrialBody(Body):
    """Rules to be tried on the newest cases that somebody was given."""

    items: list[SuggestionRuleBody] = Field(max_length=MOST_RULES)
    most: int = Field(default=1000, ge=1, le=MOST_TRIED, description="So many cases at most")


class SuggestionRulesBody(Body):
    """All rules in their order; `version` is that of the rules they were made from."""

    version: int
    items: list[SuggestionRuleBody] = Field(max_length=MOST_RULES)


class SuggestionRuleAnswer(Answer):
    """A rule as it stands, its places named."""

    id: UUID
    is_active: bool
    note: str
    category_id: UUID | None
    class_name: str | None
    unit_id: UUID
    road_id: UUID | None
    road_name: str | None
    segment_id: UUID | None
    segment_name: str | None
    side: Side | None
    source: Source | None
    department_id: UUID


class SuggestionRulesAnswer(Answer):
    """All rules of the caller's districts, the first that fits holds."""

    version: int
    items: list[SuggestionRuleAnswer]


class Hits(Answer):
    """How many suggestions named the department that has or had the case, another one, or nobody."""

    same: int
    other: int
    none: int


class RuleHits(Answer):
    """How many of the cases a rule decided, and how many of those went to its department."""

    rule_id: UUID
    decided: int
    same: int


class TriedCase(Answer):
    """A case whose suggestion would be another."""

    id: UUID
    number: str | None
    status: Status
    category_name: str
    segment_name: str | None
    received_at: datetime
    department_id: UUID
    department_name: str
    before: Suggestion | None
    after: Suggestion | None


class SuggestionTrial(Answer):
    """What stands (`before`) and what is tried (`after`) against the departments that had the cases.

    `first_received_at` is when the oldest of them came. `examples`: at most 20, those that get worse first.
    """

    tried: int
    first_received_at: datetime | None
    before: Hits
    after: Hits
    changed: int
    rules: list[RuleHits]
    examples: list[TriedCase]
