"""Cases go along when their segment is given to another unit."""

from collections.abc import Sequence
from typing import cast, get_args
from uuid import UUID

from sqlalchemy import Table, insert, select, update
from sqlalchemy.orm import Session

from app.cases.models import Case, CaseChange
from app.cases.workflow import Status
from app.core.clock import now
from app.core.dialect import among, transaction_number

DONE: tuple[Status, ...] = ("closed", "rejected", "withdrawn")
"""These stay with the office that answered for them."""
GOING_ALONG = [status for status in get_args(Status) if status not in DONE]


def follow_segments(session: Session, segment_ids: Sequence[UUID], unit_id: UUID) -> None:
    """Their undone cases belong to this unit from now on, and the feed tells both offices.

    No move of anybody: the version stays, so that what a phone has under way is not refused.
    """
    stale = among(Case.segment_id, segment_ids), Case.status.in_(GOING_ALONG), Case.unit_id != unit_id
    scope = Case.id.label("case_id"), Case.unit_id, Case.segment_id, Case.department_id, Case.assignee_id
    # Locked in the order of ids, as merging does.
    before = session.execute(select(*scope).where(*stale).order_by(Case.id).with_for_update()).all()
    if not before:
        return
    at = now()
    moved = update(Case).where(among(Case.id, [row.case_id for row in before]))
    session.execute(moved.values(unit_id=unit_id), execution_options={"synchronize_session": False})
    log = insert(cast("Table", CaseChange.__table__)).values(transaction_number=transaction_number(session))
    session.execute(log, [{"at": at, **row._mapping} for row in before])  # noqa: SLF001 - SQLAlchemy's public name
