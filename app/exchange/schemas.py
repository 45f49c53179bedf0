"""What comes in and goes out of exports."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from app.cases.schemas.incoming import CaseFilter
from app.core.http import Answer, Body, Query
from app.core.long_sheets import Format

ExportStatus = Literal["waiting", "running", "done", "failed"]


class ExportFilter(CaseFilter):
    """The names of GET /cases that narrow a list. An unknown one is refused: it would take out too much."""

    model_config = ConfigDict(extra="forbid")


class ExportOrder(Body):
    """A wish for a file. The same `id` again is the same export; without one the server makes it."""

    id: UUID | None = None
    format: Format
    filter: ExportFilter = Field(default_factory=ExportFilter)


class ExportOut(Answer):
    """How far an export is. `rows_total` is null until counted, `byte_size` until it is there.

    The file is there until `expires_at`; `failure` says why there will be none.
    """

    id: UUID
    format: Format
    status: ExportStatus
    rows_total: int | None
    rows_done: int
    byte_size: int | None
    asked_at: datetime
    finished_at: datetime | None
    expires_at: datetime
    file_name: str
    failure: Literal["no_longer_allowed", "server_error"] | None


class ExportList(Answer):
    """The caller's own, the newest first, at most 50."""

    items: list[ExportOut]


ImportStatus = Literal["checked", "taking", "done", "failed"]


class ImportQuery(Query):
    """Where a spreadsheet comes from; `system` with a row's number names a case for good."""

    system: Annotated[str, Field(min_length=1, max_length=40, pattern=r"\S")]
    file_name: Annotated[str, Field(max_length=120)] = ""


class ImportTaking(Body):
    """Go on. With `only_good`, bad rows are left out; without it they forbid it."""

    only_good: bool = False


class ImportOut(Answer):
    """A spreadsheet as it was understood, and how far it is.

    Of its `rows` so many are `good` and wait, `taken` became cases, `known` were brought before, `bad` cannot
    be taken.
    """

    id: UUID
    system: str
    file_name: str
    status: ImportStatus
    rows: int
    good: int
    taken: int
    known: int
    bad: int
    asked_at: datetime
    taken_at: datetime | None
    finished_at: datetime | None
    failure: Literal["no_longer_allowed", "server_error"] | None


class ImportList(Answer):
    """The caller's own, the newest first, at most 20."""

    items: list[ImportOut]


class WrongCell(Answer):
    """A cell that cannot be so."""

    column: str
    value: str
    code: str
    detail: str


class BadRow(Answer):
    """A row with everything that is wrong with it; rows count as the spreadsheet shows them."""

    row: int
    external_number: str
    errors: list[WrongCell]


class BadRows(Answer):
    """Bad rows in the order of the sheet."""

    items: list[BadRow]
    next_cursor: str | None
