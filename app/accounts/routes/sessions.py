"""Log-in, log-out, who is here, and one's own password."""

from datetime import timedelta
from typing import TypedDict

from apiflask import APIBlueprint
from flask import request
from flask import session as cookie
from flask_login import LoginManager, current_user, login_user, logout_user

from app.accounts import passwords
from app.accounts.queries import sessions as queries
from app.accounts.schemas import Credentials, CurrentSession, PasswordChange
from app.accounts.services import sessions as services
from app.core import http
from app.core.actor import Actor
from app.core.clock import now
from app.core.db import reading, unit_of_work
from app.core.errors import Problem
from app.core.https import UNATTENDED

blueprint = APIBlueprint("session", __name__, url_prefix=http.API)
login_manager = LoginManager()
TOUCH_EVERY = timedelta(minutes=1)


class LockOut(TypedDict):
    """The deployment's rule on failed log-ins."""

    allowed: int
    shut_for: timedelta


def _lock_out() -> LockOut:
    settings = http.settings()
    shut_for = timedelta(minutes=settings.lockout_minutes)
    return LockOut(allowed=settings.failed_logins_allowed, shut_for=shut_for)


@login_manager.user_loader  # type: ignore[untyped-decorator]
def load_actor(token: str) -> Actor | None:
    """Who holds this cookie; None once ended or idle for too long. Touches it at most once a minute."""
    settings = http.settings()
    with reading() as session:
        found = queries.find_login(session, token)
    if found is None:
        return None
    actor, seen_at = found
    moment = now()
    limit = queries.idle_limit(actor, settings.desk_idle, settings.phone_idle, settings.phone_idle_admin)
    if moment - seen_at > limit:
        return None
    if moment - seen_at > TOUCH_EVERY and UNATTENDED not in request.headers:
        with unit_of_work() as session:
            services.touch(session, token, moment)
    return actor


@blueprint.post("/session")
@blueprint.input(Credentials)
@blueprint.output(CurrentSession)
@blueprint.doc(responses={401: "`bad_credentials`", 429: "`locked_out` until `locked_until`"})
@http.permit(http.anyone)
def log_in(json_data: Credentials) -> CurrentSession:
    """Log in on a phone or at a desk."""
    with reading() as session:
        services.refuse_locked(session, json_data.username, now(), **_lock_out())
        user = queries.find_user(session, json_data.username)
    verdict = passwords.check(user.password_hash if user else None, json_data.password)
    with unit_of_work() as session:
        if current_user.is_authenticated:
            services.end_session(session, http.actor(), now())
        outcome = services.log_in(session, user, verdict, json_data, now(), **_lock_out())
    if isinstance(outcome, Problem):
        raise outcome
    cookie.permanent = outcome.device == "phone"
    login_user(outcome)
    return CurrentSession.of(outcome, http.csrf_token(outcome.session_id))


@blueprint.get("/session")
@blueprint.output(CurrentSession)
@http.permit(http.logged_in)
def read_session() -> CurrentSession:
    """Who is logged in, and the token for unsafe requests."""
    actor = http.actor()
    return CurrentSession.of(actor, http.csrf_token(actor.session_id))


@blueprint.delete("/session")
@blueprint.doc(responses={204: "Logged out"})
@http.permit(http.logged_in)
def log_out() -> tuple[str, int]:
    """End this log-in."""
    with unit_of_work() as session:
        services.end_session(session, http.actor(), now())
    logout_user()
    return "", 204


@blueprint.delete("/sessions")
@blueprint.doc(responses={204: "Logged out everywhere"})
@http.permit(http.logged_in)
def log_out_everywhere() -> tuple[str, int]:
    """End every log-in of the caller, on all devices."""
    with unit_of_work() as session:
        services.log_out_everywhere(session, http.actor(), now())
    logout_user()
    return "", 204


@blueprint.post("/password")
@blueprint.input(PasswordChange)
@blueprint.doc(responses={204: "Changed; other log-ins are ended", 429: "`locked_out` until `locked_until`"})
@http.permit(http.logged_in)
def change_password(json_data: PasswordChange) -> tuple[str, int]:
    """Set one's own password."""
    actor = http.actor()
    with reading() as session:
        services.refuse_locked(session, actor.username, now(), **_lock_out())
        stored = queries.password_hash_of(session, actor.id)
    passwords.refuse_weak(json_data.new_password, actor.username, "new_password")
    fits = passwords.check(stored, json_data.old_password).fits
    new_hash = passwords.hasher.hash(json_data.new_password)
    with unit_of_work() as session:
        refusal = services.change_password(session, actor, fits, new_hash, now(), **_lock_out())
    if refusal is not None:
        raise refusal
    return "", 204
