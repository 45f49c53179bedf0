"""Log-ins: opened, refused, ended, and locked after too many failures."""

import hashlib
import math
import secrets
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from app.accounts.models import LoginFailure, LoginSession, User
from app.accounts.passwords import Verdict
from app.accounts.queries.sessions import actor_of, find_login, hash_token, home_unit_id
from app.accounts.schemas import Credentials
from app.accounts.services.audit import record
from app.core.actor import Actor, Device
from app.core.dialect import upsert
from app.core.errors import Invalid, Locked, Problem, Unauthorized


def hash_name(username: str) -> str:
    """What the table of failures keeps of a name."""
    return hashlib.sha256(username.encode()).hexdigest()


def refuse_locked(session: Session, username: str, at: datetime, allowed: int, shut_for: timedelta) -> None:
    """Raises Locked while too many failures stand against the name; spares a locked door the slow check."""
    row = session.get(LoginFailure, hash_name(username))
    if row is not None and row.failures >= allowed and row.failed_at + shut_for > at:
        raise locked(row.failed_at + shut_for, at)


def locked(until: datetime, at: datetime) -> Locked:
    """The refusal, with the moment the door opens again."""
    wait = max(1, math.ceil((until - at).total_seconds()))
    return Locked(
        "Too many failed attempts; try again later",
        headers={"Retry-After": str(wait)},
        locked_until=until.isoformat(),
    )


def count_attempt(
    session: Session, username: str, fits: bool, at: datetime, allowed: int, shut_for: timedelta
) -> Locked | None:
    """Count a failure or forget them all; the refusal if the name was locked before this attempt.

    Attempts under one name pass here one by one: of a hundred sent at once only the first few tell anything.
    """
    session.execute(delete(LoginFailure).where(LoginFailure.failed_at <= at - shut_for))
    fresh = {"name_hash": hash_name(username), "failures": int(not fits), "failed_at": at}
    # A fitting attempt changes nothing, but takes the row's lock all the same.
    more = {"failures": LoginFailure.failures + int(not fits)}
    row = upsert(session, LoginFailure, fresh, ["name_hash"], more)
    mine = LoginFailure.name_hash == row.name_hash
    if row.failures - int(not fits) >= allowed:
        return locked(row.failed_at + shut_for, at)
    if fits:
        session.execute(delete(LoginFailure).where(mine))
    else:
        session.execute(update(LoginFailure).where(mine).values(failed_at=at))
    return None


def forget_failures(session: Session, username: str) -> None:
    """Open the door again."""
    session.execute(delete(LoginFailure).where(LoginFailure.name_hash == hash_name(username)))


def log_in(
    session: Session,
    user: User | None,
    verdict: Verdict,
    credentials: Credentials,
    at: datetime,
    allowed: int,
    shut_for: timedelta,
) -> Actor | Problem:
    """Start a log-in. A refusal is returned, not raised: the failed attempt must be committed too."""
    shut = count_attempt(session, credentials.username, verdict.fits, at, allowed, shut_for)
    if shut is not None:
        return shut
    if user is None or not verdict.fits:
        _record_failure(session, user, credentials.device)
        return Unauthorized("User name or password is wrong", code="bad_credentials")
    if verdict.better_hash is not None:
        session.execute(update(User).where(User.id == user.id).values(password_hash=verdict.better_hash))
    token = open_session(session, user, credentials.device, at)
    session.flush()
    found = find_login(session, token)
    if found is None:
        return Unauthorized("User name or password is wrong", code="bad_credentials")
    actor = found[0]
    record_own(session, "logged_in", actor, device=actor.device)
    return actor


def _record_failure(session: Session, user: User | None, device: Device) -> None:
    # An unknown name is not written down: it may be a password typed into the wrong field.
    unit_id = _home_of(session, actor_of(session, user)) if user else None
    record(
        session, "login_failed", "user", user.id if user else "", actor=None, unit_id=unit_id, device=device
    )


def record_own(session: Session, action: str, actor: Actor, **detail: object) -> None:
    """An audit row about what a person did to their own log-in."""
    record(session, action, "user", actor.id, actor=actor, unit_id=_home_of(session, actor), **detail)


def _home_of(session: Session, actor: Actor) -> UUID | None:
    return home_unit_id(session, (grant.unit_id for grant in actor.grants))


def open_session(session: Session, user: User, device: Device, at: datetime) -> str:
    """Start a log-in; the token is returned once and kept only as a hash."""
    token = secrets.token_urlsafe(32)
    session.add(
        LoginSession(token_hash=hash_token(token), user_id=user.id, device=device, created_at=at, seen_at=at)
    )
    return token


def end_session(session: Session, actor: Actor, at: datetime) -> None:
    """End the log-in this person is using."""
    mine = LoginSession.token_hash == hash_token(actor.session_id)
    session.execute(update(LoginSession).where(mine, LoginSession.ended_at.is_(None)).values(ended_at=at))
    record_own(session, "logged_out", actor, device=actor.device)


def end_all_sessions(session: Session, user_id: UUID, at: datetime, except_token: str = "") -> None:
    """End every log-in of a person, but for the one that asks."""
    theirs = LoginSession.user_id == user_id, LoginSession.ended_at.is_(None)
    others = LoginSession.token_hash != hash_token(except_token)
    session.execute(update(LoginSession).where(*theirs, others).values(ended_at=at))


def log_out_everywhere(session: Session, actor: Actor, at: datetime) -> None:
    """End every log-in of this person, this one included."""
    end_all_sessions(session, actor.id, at)
    record_own(session, "logged_out_everywhere", actor)


def change_password(
    session: Session,
    actor: Actor,
    fits: bool,
    new_hash: str,
    at: datetime,
    allowed: int,
    shut_for: timedelta,
) -> Problem | None:
    """Set one's own password and end the other log-ins. A wrong old one counts as a failed log-in."""
    shut = count_attempt(session, actor.username, fits, at, allowed, shut_for)
    if shut is not None:
        return shut
    if not fits:
        record_own(session, "login_failed", actor, device=actor.device)
        words = "The old password is wrong"
        return Invalid(words, code="wrong_password", fields={"old_password": [words]})
    changed = {"password_hash": new_hash, "must_change_password": False}
    session.execute(update(User).where(User.id == actor.id).values(changed))
    end_all_sessions(session, actor.id, at, except_token=actor.session_id)
    record_own(session, "password_changed", actor)
    return None


def touch(session: Session, token: str, at: datetime) -> None:
    """Remember that this log-in is in use."""
    mine = LoginSession.token_hash == hash_token(token)
    session.execute(update(LoginSession).where(mine).values(seen_at=at))
