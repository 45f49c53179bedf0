"""The bytes of a named photo come: whoever holds the case is told, as it may now be checked."""

from typing import cast

from sqlalchemy import Table, insert, literal, select
from sqlalchemy.orm import Session

from app.cases.models import Case, CaseChange, CasePhoto
from app.cases.services.log import SCOPE
from app.core.clock import now
from app.core.dialect import transaction_number


def note_arrival(session: Session, sha256: str) -> None:
    """Tell the feed of every case that names this photo; one statement, and no version of its own."""
    at = literal(now(), CaseChange.at.type)
    naming = (
        select(Case.id, transaction_number(session), at, *(getattr(Case, name) for name in SCOPE))
        .join(CasePhoto, CasePhoto.case_id == Case.id)
        .where(CasePhoto.sha256 == sha256)
        .distinct()
    )
    log = insert(cast("Table", CaseChange.__table__))
    session.execute(log.from_select(["case_id", "transaction_number", "at", *SCOPE], naming))
