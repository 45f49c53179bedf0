"""Log-in, log-out and who is here."""

from datetime import timedelta

from apiflask import APIBlueprint
from flask import session as cookie
from flask_login import LoginManager, login_user, logout_user
from sqlalchemy import update

from app.accounts import queries, services
from app.accounts.models import LoginSession
from app.accounts.schemas import Credentials, CurrentSession
from app.core import http
from app.core.actor import Actor
from app.core.clock import now
from app.core.db import reading, unit_of_work

blueprint = APIBlueprint("session", __name__, url_prefix=http.API)
login_manager = LoginManager()
TOUCH_EVERY = timedelta(minutes=1)


@login_manager.user_loader  # type: ignore[untyped-decorator]
def load_actor(token: str) -> Actor | None:
    """Who holds this cookie; None once ended or idle for too long. Touches the log-in at most once a minute."""
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
    if moment - seen_at > TOUCH_EVERY:
        _touch(token)
    return actor


def _touch(token: str) -> None:
    with unit_of_work() as session:
        mine = LoginSession.token_hash == queries.hash_token(token)
        session.execute(update(LoginSession).where(mine).values(seen_at=now()))


@blueprint.post("/session")
@blueprint.input(Credentials)
@blueprint.output(CurrentSession)
@http.permit(http.anyone)
def log_in(json_data: Credentials) -> CurrentSession:
    """Log in on a phone or at a desk."""
    with unit_of_work() as session:
        actor = services.log_in(session, json_data, now())
    cookie.permanent = actor.device == "phone"
    login_user(actor)
    return CurrentSession.of(actor, http.csrf_token(actor.session_id))


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
