"""What phones ask and are told."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from app.cases.schemas.listing import CaseRow
from app.core.http import Answer, Query
from app.core.paging import Limit


class ChangesQuery(Query):
    """Where the phone stands; without `after` it begins with everything it should hold."""

    after: str | None = Field(
        None, description="`next_cursor` of the last answer; `now` begins here, with nothing"
    )
    limit: Limit = 50
    concerns: Literal["me"] | None = Field(
        None,
        description="`me`: only what the caller carries along on the street, in the shape of `PhoneRow`; the "
        "first answer then says whose cases these are",
    )


class PhoneRow(CaseRow):
    """A row for a phone that cannot always ask.

    `is_task`: `GET /cases?task=mine` would list it. `yellow_at`, `due_at`: when the light changes by itself.
    """

    is_task: bool
    yellow_at: datetime | None


class Change(Answer):
    """One thing that changed.

    `case` `upsert`: hold this row, shaped as in lists. `case` `gone`: it left the caller's sight; forget it.
    `scope` `upsert`: what the caller (`id`) may see is another choice now; forget all cases, they follow.
    """

    kind: Literal["case", "scope"]
    id: UUID
    op: Literal["upsert", "gone"]
    data: PhoneRow | CaseRow | None


class Changes(Answer):
    """Ask again at once with `next_cursor` while `has_more`, else whenever the phone likes."""

    items: list[Change]
    next_cursor: str
    has_more: bool
