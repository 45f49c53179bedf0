"""Exports of a person, and the cases they are of, page by page."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.cases.models import Case
from app.cases.queries.filters import conditions
from app.cases.queries.ordering import ORDERS
from app.cases.schemas.incoming import CaseFilter
from app.core.actor import Actor
from app.core.clock import LOCAL_ZONE
from app.core.errors import NotFound
from app.exchange.columns import AnyRow, select_columns
from app.exchange.models import Export
from app.exchange.schemas import ExportStatus

PAGE = 2000
LISTED = 50
KNOWN_FAILURES = ("no_longer_allowed",)
NEWEST_FIRST = ORDERS["-received_at"]


def get_export(session: Session, export_id: UUID, *, actor: Actor) -> Export:
    """The caller's own, or NotFound."""
    row = session.get(Export, export_id)
    if row is None or row.owner_id != actor.id:
        raise NotFound("There is no such export of yours", code="export_not_found")
    return row


def list_exports(session: Session, *, actor: Actor) -> Sequence[Export]:
    """The caller's own, the newest first."""
    own = select(Export).where(Export.owner_id == actor.id)
    return session.scalars(own.order_by(Export.asked_at.desc(), Export.id).limit(LISTED)).all()


def count_unfinished(session: Session, *, actor: Actor) -> int:
    """How many the worker still has to write for this person."""
    own = select(func.count()).where(Export.owner_id == actor.id, Export.next_try_at.is_not(None))
    return session.scalar(own) or 0


def show_export(row: Export, keep: timedelta) -> dict[str, Any]:
    """The shape of `ExportOut`. `keep`: how long a file is kept."""
    names = ("id", "format", "rows_total", "rows_done", "byte_size", "asked_at", "finished_at")
    status = status_of(row)
    return {name: getattr(row, name) for name in names} | {
        "status": status,
        "expires_at": row.asked_at + keep,
        "file_name": file_name(row),
        "failure": _failure(row) if status == "failed" else None,
    }


def status_of(row: Export) -> ExportStatus:
    """Where it stands, by what the worker left in the row."""
    if row.stored_key is not None:
        return "done"
    if row.next_try_at is None:
        return "failed"
    return "running" if row.attempts else "waiting"


def file_name(row: Export) -> str:
    """Such as 案卷 2026-11-23 1405.xlsx."""
    return f"案卷 {row.asked_at.astimezone(LOCAL_ZONE):%Y-%m-%d %H%M}.{row.format}"


def _failure(row: Export) -> str:
    return row.failure if row.failure in KNOWN_FAILURES else "server_error"


def count_cases(session: Session, wanted: CaseFilter, *, actor: Actor, at: datetime) -> int:
    """How many rows the file will have."""
    return session.scalar(select(func.count(Case.id)).where(*conditions(session, wanted, actor, at))) or 0


def read_pages(
    session: Session, wanted: CaseFilter, *, actor: Actor, at: datetime
) -> Iterator[Sequence[AnyRow]]:
    """The cases the person may see and asks for, the newest first; each page is read when it is wanted."""
    found = conditions(session, wanted, actor, at)
    page = select_columns(at).where(*found).order_by(*NEWEST_FIRST.by()).limit(PAGE)
    rows = session.execute(page).all()
    while rows:
        yield rows
        if len(rows) < PAGE:
            return
        last = rows[-1]
        rows = session.execute(page.where(NEWEST_FIRST.behind([last.received_at, last.id]))).all()
