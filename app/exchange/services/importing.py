"""An import from the spreadsheet to cases: kept as it was understood, then taken in, a few rows at a time.

A row becomes a case by the same rules as any report, in one transaction with the number it came under. So a
worker may be killed at any row, and the same sheet may come any number of times: no case is made twice.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.accounts.queries import actor_of
from app.accounts.services import record
from app.accounts.units import unit_tree
from app.cases.policy import home_unit
from app.cases.schemas.incoming import CaseReport
from app.cases.services import report_case
from app.core import jobs
from app.core.actor import Actor
from app.core.clock import now
from app.core.dialect import insert_or_skip
from app.core.errors import Conflict, Problem
from app.core.sheets import SheetRow
from app.exchange import policy
from app.exchange.models import CaseImport, CaseImportRow, ImportedCase
from app.exchange.queries.imports import count_rows, get_import
from app.exchange.services.checking import check_rows, find_known, look_up

BATCH = 25
"""So many rows are taken in before others may write: some tenths of a second."""
MAX_ATTEMPTS = 4


def keep_import(
    session: Session, rows: Sequence[tuple[int, SheetRow]], *, system: str, file_name: str, actor: Actor
) -> CaseImport:
    """Look through all rows and keep them as they were understood. No case comes of it yet."""
    at = now()
    found = CaseImport(
        owner_id=actor.id, system=system, file_name=file_name, asked_at=at, attempts=0, next_try_at=None
    )
    session.add(found)
    session.flush()
    checked = list(check_rows(rows, look_up(session, actor=actor), system=system, at=at))
    numbers = [row.external_number for row in checked if row.report]
    known = find_known(session, district_of(session, actor), system, numbers)
    kept = [
        {
            "import_id": found.id,
            "number": row.number,
            "external_number": row.external_number[:60],
            "state": _state(row.report is not None, row.external_number in known),
            "report": row.report,
            "errors": row.errors,
        }
        for row in checked
    ]
    if kept:
        session.execute(insert(CaseImportRow), kept)
    return found


def _state(is_good: bool, is_known: bool) -> str:
    return "bad" if not is_good else "known" if is_known else "good"


def district_of(session: Session, actor: Actor) -> UUID:
    """Numbers of another system are kept apart by district."""
    home = home_unit(actor)
    district = unit_tree(session, actor.units_stamp).district(home)
    return district.id if district else home


def take_import(session: Session, import_id: UUID, *, only_good: bool, actor: Actor) -> CaseImport:
    """Have the worker make cases of the good rows; again, it changes nothing.

    Raises Conflict where rows are bad and nobody said that these are to be left out.
    """
    found = get_import(session, import_id, actor=actor, locked=True)
    if found.taken_at is not None:
        return found
    counts = count_rows(session, import_id)
    if counts["bad"] and not only_good:
        raise Conflict(f"{counts['bad']} rows are bad", code="import_has_errors", bad=counts["bad"])
    found.taken_at = found.next_try_at = now()
    done: dict[str, Any] = {"system": found.system} | counts
    record(session, "cases_imported", "case_import", import_id, actor=actor, **done)
    return found


def drop_import(session: Session, import_id: UUID, *, actor: Actor) -> None:
    """Forget what was only looked through; what is being taken in stays."""
    found = get_import(session, import_id, actor=actor, locked=True)
    if found.taken_at is not None and found.finished_at is None and found.next_try_at is not None:
        raise Conflict("It is being taken in", code="import_under_way")
    _forget(session, [import_id])


def take_batch(session: Session, *, limit_m: float) -> bool:
    """Make cases of the next rows of the import that waits longest; whether there was one.

    `limit_m`: how far a segment may be from a point.
    """
    found = jobs.claim(session, CaseImport)
    if found is None:
        return False
    actor = _actor(session, found.owner_id)
    if actor is None:
        found.next_try_at, found.failure = None, "no_longer_allowed"
        return True
    rows = _next_rows(session, found.id)
    for row in rows:
        _take(session, row, found.system, actor, limit_m)
    found.attempts, found.next_try_at = 0, now()
    if len(rows) < BATCH:
        jobs.finish(found)
        found.finished_at = now()
    return True


def note_failure(session: Session, reason: str) -> None:
    """After a batch that failed as a whole: try again a little later, and after a few times no more."""
    found = jobs.claim(session, CaseImport)
    if found is not None:
        jobs.fail(found, reason, MAX_ATTEMPTS)


def _actor(session: Session, owner_id: UUID) -> Actor | None:
    user = session.get(User, owner_id)
    actor = actor_of(session, user) if user is not None and user.is_active else None
    return actor if actor is not None and policy.may_import(actor) else None


def _next_rows(session: Session, import_id: UUID) -> Sequence[CaseImportRow]:
    good = select(CaseImportRow).where(CaseImportRow.import_id == import_id, CaseImportRow.state == "good")
    return session.scalars(good.order_by(CaseImportRow.id).limit(BATCH)).all()


def _take(session: Session, row: CaseImportRow, system: str, actor: Actor, limit_m: float) -> None:
    """One row; what is refused by now is a bad row, and leaves nothing behind."""
    case_id = uuid4()
    values = {"system": system, "external_number": row.external_number, "case_id": case_id}
    try:
        with session.begin_nested():
            keys = ["district_id", "system", "external_number"]
            values["district_id"] = district_of(session, actor)
            if not insert_or_skip(session, ImportedCase, values, keys):
                row.state = "known"
                return
            report = CaseReport.model_validate(row.report)
            report_case(session, case_id, report, actor=actor, limit_m=limit_m)
            row.state = "taken"
    except Problem as problem:
        row.state, row.errors = "bad", [_refused(problem)]


def _refused(problem: Problem) -> dict[str, str]:
    column = {"category_code": "类别", "segment_id": "路段"}.get(next(iter(problem.fields or {}), ""), "")
    return {"column": column, "value": "", "code": problem.code, "detail": "检查以后类别或路段有变动"}


def forget_old_imports(session: Session, before: datetime) -> int:
    """Drop what was brought before, unless it is being taken in; which number became which case stays."""
    old = select(CaseImport.id).where(CaseImport.asked_at < before, CaseImport.next_try_at.is_(None))
    ids = session.scalars(old.order_by(CaseImport.asked_at).limit(10)).all()
    _forget(session, ids)
    return len(ids)


def _forget(session: Session, ids: Sequence[UUID]) -> None:
    session.execute(delete(CaseImportRow).where(CaseImportRow.import_id.in_(ids)))
    session.execute(delete(CaseImport).where(CaseImport.id.in_(ids)))
