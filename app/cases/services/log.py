"""The two rows every change of a case leaves: one in its log, one in the feed of changes."""

from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Table, insert
from sqlalchemy.orm import Session

from app.cases.models import Case, CaseChange
from app.core.dialect import transaction_number

Scope = dict[str, UUID | None]
SCOPE = ("unit_id", "segment_id", "department_id", "assignee_id")


def scope_of(case: Case) -> Scope:
    """What decides whose office sees the case."""
    return {name: getattr(case, name) for name in SCOPE}


def note_change(session: Session, case_id: UUID, before: dict[str, Any], at: datetime) -> None:
    """Tell the feed, with the scope the case had before."""
    note_changes(session, {case_id: before}, at)


def note_changes(session: Session, before: dict[UUID, Scope], at: datetime) -> None:
    """The same for several cases in one statement."""
    if not before:
        return
    log = insert(cast("Table", CaseChange.__table__)).values(transaction_number=transaction_number(session))
    rows = [{"case_id": case_id, "at": at, **scope} for case_id, scope in before.items()]
    session.execute(log, rows if len(rows) > 1 else rows[0])
