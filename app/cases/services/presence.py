"""Two who have the same case open see each other. Nothing is kept of it once they have left."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.cases import policy
from app.cases.models import Case, CaseViewer
from app.core.actor import Actor
from app.core.clock import local_date
from app.core.dialect import upsert
from app.core.errors import NotFound

GONE_AFTER = timedelta(seconds=25)
"""Desks give a sign every ten seconds: two may be lost."""
ONE = ["case_id", "user_id"]


def attend(
    session: Session, case_id: UUID, *, is_acting: bool, actor: Actor, at: datetime
) -> Sequence[Row[*tuple[Any, ...]]]:
    """Note a sign of this person and name the others: rows of `Viewer`. NotFound for a case out of sight."""
    seen = select(Case.id).where(Case.id == case_id, policy.visible(actor, local_date(at)))
    if session.scalar(seen) is None:
        raise NotFound("There is no such case for you", code="case_not_found")
    sign = {"is_acting": is_acting, "seen_at": at}
    upsert(session, CaseViewer, {"case_id": case_id, "user_id": actor.id, "since": at, **sign}, ONE, sign)
    return session.execute(_others(case_id, actor, at)).all()


def _others(case_id: UUID, actor: Actor, at: datetime) -> Any:
    return (
        select(User.name, CaseViewer.is_acting, CaseViewer.since)
        .join(User, User.id == CaseViewer.user_id)
        .where(
            CaseViewer.case_id == case_id,
            CaseViewer.user_id != actor.id,
            CaseViewer.seen_at > at - GONE_AFTER,
        )
        .order_by(CaseViewer.since, CaseViewer.user_id)
    )


def leave(session: Session, case_id: UUID, *, actor: Actor) -> None:
    """Gone from the case; nothing where they never were."""
    mine = (CaseViewer.case_id == case_id, CaseViewer.user_id == actor.id)
    session.execute(delete(CaseViewer).where(*mine))


def has_absent(session: Session, at: datetime) -> bool:
    """Whether somebody has given no sign for long; one small look into the index."""
    return session.scalar(select(CaseViewer.seen_at).where(_absent(at)).limit(1)) is not None


def forget_absent(session: Session, at: datetime) -> None:
    """Those who closed the window without a word: when anybody looked at what is nobody's business later."""
    session.execute(delete(CaseViewer).where(_absent(at)))


def _absent(at: datetime) -> Any:
    return CaseViewer.seen_at <= at - GONE_AFTER
