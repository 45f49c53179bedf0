"""The one way to write a row of the audit log."""

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.accounts.models import AuditEntry
from app.core.actor import Actor
from app.core.clock import now


def record(
    session: Session,
    action: str,
    subject_kind: str,
    subject_id: object,
    *,
    actor: Actor | None,
    unit_id: UUID | None = None,
    **detail: Any,
) -> None:
    """Write an audit row in the caller's transaction; `unit_id` says whose administrators may read it."""
    session.add(
        AuditEntry(
            at=now(),
            actor_id=actor.id if actor else None,
            actor_name=actor.name if actor else "",
            action=action,
            subject_kind=subject_kind,
            subject_id=str(subject_id),
            unit_id=unit_id,
            detail=detail,
        )
    )
