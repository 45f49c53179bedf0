"""Imports of a person, and what is wrong with their rows."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.errors import Invalid, NotFound
from app.core.paging import Page, decode_cursor, encode_cursor
from app.exchange.models import ROW_STATES, CaseImport, CaseImportRow
from app.exchange.schemas import ImportStatus

LISTED = 20


def get_import(session: Session, import_id: UUID, *, actor: Actor, locked: bool = False) -> CaseImport:
    """The caller's own, or NotFound."""
    own = select(CaseImport).where(CaseImport.id == import_id, CaseImport.owner_id == actor.id)
    found = session.scalar(own.with_for_update() if locked else own)
    if found is None:
        raise NotFound("There is no such import of yours", code="import_not_found")
    return found


def list_imports(session: Session, *, actor: Actor) -> list[dict[str, Any]]:
    """The caller's own, the newest first."""
    own = select(CaseImport).where(CaseImport.owner_id == actor.id)
    rows = session.scalars(own.order_by(CaseImport.asked_at.desc(), CaseImport.id).limit(LISTED)).all()
    counts = _count(session, [row.id for row in rows])
    return [_shape(row, counts[row.id]) for row in rows]


def show_import(session: Session, row: CaseImport) -> dict[str, Any]:
    """The shape of `ImportOut`."""
    return _shape(row, count_rows(session, row.id))


def count_rows(session: Session, import_id: UUID) -> dict[str, int]:
    """How many rows are in each state."""
    return _count(session, [import_id])[import_id]


def _count(session: Session, ids: Sequence[UUID]) -> dict[UUID, dict[str, int]]:
    counts: dict[UUID, dict[str, int]] = {import_id: dict.fromkeys(ROW_STATES, 0) for import_id in ids}
    key = CaseImportRow.import_id, CaseImportRow.state
    found = select(*key, func.count()).where(CaseImportRow.import_id.in_(ids)).group_by(*key)
    for import_id, state, count in session.execute(found):
        counts[import_id][state] = count
    return counts


def _shape(row: CaseImport, counts: dict[str, int]) -> dict[str, Any]:
    status = status_of(row)
    names = ("id", "system", "file_name", "asked_at", "taken_at", "finished_at")
    failure = (
        (row.failure if row.failure == "no_longer_allowed" else "server_error")
        if status == "failed"
        else None
    )
    shape = {name: getattr(row, name) for name in names}
    return shape | counts | {"status": status, "failure": failure, "rows": sum(counts.values())}


def status_of(row: CaseImport) -> ImportStatus:
    """Where it stands, by what person and worker left in the row."""
    if row.taken_at is None:
        return "checked"
    if row.finished_at is not None:
        return "done"
    return "failed" if row.next_try_at is None else "taking"


def list_bad_rows(session: Session, import_id: UUID, page: Page) -> dict[str, Any]:
    """The shape of `BadRows`, in the order of the sheet."""
    bad = select(CaseImportRow.id, CaseImportRow.number, CaseImportRow.external_number, CaseImportRow.errors)
    bad = bad.where(CaseImportRow.import_id == import_id, CaseImportRow.state == "bad")
    if page.cursor is not None:
        bad = bad.where(CaseImportRow.id > _after(page.cursor))
    rows = session.execute(bad.order_by(CaseImportRow.id).limit(page.limit + 1)).all()
    more, rows = len(rows) > page.limit, rows[: page.limit]
    return {
        "items": [
            {"row": row.number, "external_number": row.external_number, "errors": row.errors} for row in rows
        ],
        "next_cursor": encode_cursor(rows[-1].id) if more else None,
    }


def _after(cursor: str) -> int:
    [last] = decode_cursor(cursor, 1)
    if not isinstance(last, int) or isinstance(last, bool) or not 0 <= last < 2**63:
        raise Invalid("The cursor is not one of ours", code="bad_cursor")
    return last
