"""Log-ins, changes of right, and the audit rows they write."""

import secrets
from datetime import datetime
from typing import Any
from uuid import UUID

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.accounts.models import AuditEntry, LoginSession, User
from app.accounts.queries import find_login, hash_token
from app.accounts.schemas import Credentials
from app.core.actor import Actor, Device
from app.core.clock import now
from app.core.errors import Unauthorized

hasher = PasswordHasher()


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
    """Write an audit row in the caller's transaction."""
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


def open_session(session: Session, user: User, device: Device, at: datetime) -> str:
    """Start a log-in; the token is returned once and kept only as a hash."""
    token = secrets.token_urlsafe(32)
    session.add(
        LoginSession(token_hash=hash_token(token), user_id=user.id, device=device, created_at=at, seen_at=at)
    )
    return token


def log_in(session: Session, credentials: Credentials, at: datetime) -> Actor:
    """Check a password and start a log-in; raises Unauthorized with code `bad_credentials`."""
    user = session.scalar(select(User).where(User.username == credentials.username, User.is_active))
    if user is None or not _matches(user, credentials.password):
        raise Unauthorized("User name or password is wrong", code="bad_credentials")
    token = open_session(session, user, credentials.device, at)
    session.flush()
    found = find_login(session, token)
    if found is None:
        raise Unauthorized
    return found[0]


def _matches(user: User, password: str) -> bool:
    try:
        return hasher.verify(user.password_hash, password)
    except VerifyMismatchError:
        return False


def end_session(session: Session, actor: Actor, at: datetime) -> None:
    """End the log-in this person is using."""
    mine = LoginSession.token_hash == hash_token(actor.session_id)
    session.execute(update(LoginSession).where(mine).values(ended_at=at))
