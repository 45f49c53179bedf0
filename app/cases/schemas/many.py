"""One move for many cases: what comes in and what goes out."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import ConfigDict, Field, ValidationInfo, field_validator

from app.cases.schemas.incoming import CaseFilter, Fields, Moment
from app.cases.workflow import Status
from app.core.http import Answer, Body

MOST = 200


class Target(Body):
    """A case, and the version of it that was seen."""

    id: UUID
    version: int


class ManyFilter(CaseFilter):
    """The names of GET /cases. A misspelt one would mean every case, so it is refused."""

    model_config = ConfigDict(extra="forbid")


class ManyOrder(Fields):
    """The same move for each of `targets`, or for all that `filter` finds, at most 200 a request.

    What `filter` finds is taken in the order of ids: send the answer's `next_after` as `after_id`, and its
    `as_of`, until `next_after` is null. What arrived after `as_of` is not meant, and what changed after it
    is refused as stale.
    """

    targets: list[Target] = Field(default=[], max_length=MOST)
    filter: ManyFilter | None = Field(default=None, validate_default=True)
    after_id: UUID | None = None
    as_of: Moment | None = None
    most: int = Field(default=MOST, ge=1, le=MOST, description="So many of what `filter` finds")
    suggested: bool = Field(
        default=False, description="To assign: each to the department suggested for it (`no_suggestion`)"
    )

    @field_validator("targets")
    @classmethod
    def are_different(cls, targets: list[Target]) -> list[Target]:
        """Twice the same would be told as done twice."""
        if len({target.id for target in targets}) < len(targets):
            raise ValueError("a case is named twice")
        return targets

    @field_validator("filter")
    @classmethod
    def is_one_of_both(cls, wanted: ManyFilter | None, info: ValidationInfo) -> ManyFilter | None:
        """Neither would mean nothing, and an empty filter everything: both are slips."""
        if "targets" in info.data and bool(info.data["targets"]) == (wanted is not None):
            raise ValueError("name either targets or a filter")
        if wanted is not None and not wanted.model_dump(exclude_defaults=True):
            raise ValueError("a filter names at least one condition")
        return wanted

    @field_validator("after_id", "as_of")
    @classmethod
    def is_of_a_filter(cls, given: UUID | datetime | None, info: ValidationInfo) -> UUID | datetime | None:
        """Targets have no next page."""
        if given is not None and info.data.get("filter", given) is None:
            raise ValueError("only with a filter")
        return given

    @field_validator("suggested")
    @classmethod
    def is_to_assign(cls, suggested: bool, info: ValidationInfo) -> bool:
        """The suggestion says to whom, so nobody else may."""
        if not suggested:
            return suggested
        if info.data.get("action") != "assign":
            raise ValueError("only to assign")
        if info.data.get("department_id") or info.data.get("assignee_id"):
            raise ValueError("name a department or a person, or take what is suggested")
        return suggested


class ManyResult(Answer):
    """What became of one case. Of a case the caller may not see nothing is told but the refusal.

    `status`, `version` and `department_id` are those after the move, or as they stand where it was refused.
    """

    id: UUID
    number: str | None
    outcome: Literal["done", "refused"]
    status: Status | None
    version: int | None
    department_id: UUID | None
    code: str | None
    detail: str | None
    fields: dict[str, list[str]] | None


class ManyResults(Answer):
    """One result for each case, in the order of `targets`, or of ids."""

    results: list[ManyResult]
    done: int
    refused: int
    next_after: UUID | None
    as_of: datetime | None
