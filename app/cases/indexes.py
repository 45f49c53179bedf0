"""The indexes of cases: one for each question that is asked often, none that grows without being asked.

A new report is written into every one of them, so what most cases lack is left out of the index of it, and
what is asked of open cases only is indexed for those: they do not grow with the archive. Two more stand in
no model, as no words fit both databases: `ix_cases_due_next` (migration 0007) and `ix_cases_open_location`
(0012).
"""

from sqlalchemy import Index, text

from app.accounts.models import one_of
from app.cases.workflow import HANDLING, OPEN

SHOWN = [
    "status",
    "unit_id",
    "segment_id",
    "lon",
    "lat",
    "due_at",
    "yellow_at",
    "handled_at",
    "category_code",
]
"""Whether a case is shown on a map, where, and in which colour."""


def _where(name: str, condition: str, *columns: str, include: list[str] | None = None) -> Index:
    where = text(condition)
    return Index(
        f"ix_cases_{name}", *columns, postgresql_where=where, sqlite_where=where, postgresql_include=include
    )


def _open(name: str, *columns: str, include: list[str] | None = None) -> Index:
    return _where(name, one_of("status", OPEN), *columns, include=include)


def _running(*columns: str, include: list[str] | None = None) -> Index:
    return _where(f"running_{columns[0]}", one_of("status", HANDLING), *columns, include=include)


def _known(*columns: str) -> Index:
    behind = "_received_at" if "received_at" in columns else ""
    return _where(columns[0] + behind, f"{columns[0]} IS NOT NULL", *columns)


INDEXES = (
    # What decides who sees a row stands in the index too: counting need not visit the table.
    Index("ix_cases_received_at", "received_at", "id", postgresql_include=["unit_id", "status"]),
    Index("ix_cases_status_received_at", "status", "received_at", "id", postgresql_include=["unit_id"]),
    Index("ix_cases_unit_id_received_at", "unit_id", "received_at", "id"),
    Index("ix_cases_segment_id_received_at", "segment_id", "received_at", "id"),
    Index("ix_cases_source_received_at", "source", "received_at", "id"),
    Index("ix_cases_reporter_id_received_at", "reporter_id", "received_at", "id"),
    Index("ix_cases_category_code_received_at", "category_code", "received_at", "id"),
    Index("ix_cases_updated_at", "updated_at", "id"),
    # Counts and cells of the map need nothing beside this.
    _open("open", "received_at", "id", include=SHOWN),
    _open("open_segment_id", "segment_id", "status"),
    _running("due_at", "id", include=["status", "unit_id", "received_at"]),
    # What turns yellow next, for whoever tells of it.
    _running("yellow_at", "id"),
    # What waits for a person or a department.
    _running("assignee_id", "due_at", "id"),
    _running("department_id", "due_at", "id"),
    _known("assignee_id", "received_at", "id"),
    _known("department_id", "received_at", "id"),
    _known("due_at"),
    _known("next_step_at"),
    _known("extension_asked_until"),
    _known("merged_into_id"),
    _known("relapse_of_id"),
    Index(
        "ix_cases_self_handled",
        "received_at",
        "id",
        postgresql_where=text("self_handled"),
        sqlite_where=text("self_handled = 1"),
    ),
    # What was closed lately, for telling relapses.
    _where("category_id_closed_at", "status = 'closed'", "category_id", "closed_at"),
    # Few have no point; among all of a segment they would have to be looked for with each report.
    _where("segment_id_pointless", "lon IS NULL", "segment_id"),
)
