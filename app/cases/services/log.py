"""The two rows every change of a case leaves: one in its log, one in the feed of changes."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Table, insert
from sqlalchemy.orm import Session

from app.cases.models import Case, CaseChange
from app.core.dialect import transaction_number

Scope = dict[str, UUID | None]


def scope_of(case: Case) -> Scope:
    """What decides whose office sees the case."""
    return {
        "unit_id": case.unit_id,
        "segment_id": case.segment_id,
        "department_id": case.department_id,
        "assignee_id": case.assignee_id,
    }


def note_change(session: Session, case_id: UUID, before: dict[str, Any], at: datetime) -> None:
    """Tell the feed, with the scope the case had before."""
    log = insert(cast("Table", CaseChange.__table__)).values(transaction_number=transaction_number(session))
    session.execute(log, {"case_id": case_id, "at": at, **before})


def note_changes(session: Session, cases: Sequence[Case], at: datetime) -> None:
    """Tell the feed of many that stay where they are."""
    if cases:
        log = insert(cast("Table", CaseChange.__table__)).values(
            transaction_number=transaction_number(session)
        )
        session.execute(log, [{"case_id": case.id, "at": at, **scope_of(case)} for case in cases])
