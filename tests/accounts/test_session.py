"""Who is logged in, for how long, and what a request must carry."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import AuditEntry, LoginSession
from app.accounts.routes import sessions as routes
from app.accounts.services import open_session
from app.core import http
from app.core.clock import now
from tests.factories import PASSWORD, Make, Phone

SESSION = f"{http.API}/session"


def actions(session: Session) -> list[str]:
    return list(session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))


def later(monkeypatch: pytest.MonkeyPatch, by: timedelta) -> None:
    """Move the clock that log-ins are judged by."""
    moment = now() + by
    monkeypatch.setattr(routes, "now", lambda: moment)


def test_nobody_is_told_who_they_are(client: FlaskClient) -> None:
    answer = client.get(SESSION, headers={"Accept": "text/html"})
    assert answer.status_code == 401
    assert answer.content_type == "application/problem+json"
    assert answer.json["code"] == "login_required"


def test_log_in_gives_user_and_token(client: FlaskClient, make: Make, session: Session) -> None:
    user = make.user("supervisor", unit=make.district, username="lin", name="林")
    answer = client.post(SESSION, json={"username": "lin", "password": PASSWORD})
    assert answer.status_code == 200
    assert answer.json["user"]["id"] == str(user.id)
    assert answer.json["user"]["roles"] == [{"role": "supervisor", "unit_id": str(make.district.id)}]
    assert client.get(SESSION).json == answer.json
    assert actions(session) == ["logged_in"]


@pytest.mark.parametrize("typed", ["lin", " Lin", "LIN", "ｌｉｎ"])
def test_keyboards_do_not_matter_to_user_names(client: FlaskClient, make: Make, typed: str) -> None:
    make.user("viewer", username="lin")
    assert client.post(SESSION, json={"username": typed, "password": PASSWORD}).status_code == 200


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(client: FlaskClient, make: Make) -> None:
    make.user("viewer", username="lin")
    for device, lasts in (("phone", True), ("desk", False)):
        answer = client.post(SESSION, json={"username": "lin", "password": PASSWORD, "device": device})
        cookie = answer.headers["Set-Cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie
        assert ("Expires" in cookie) is lasts


def test_log_in_again_ends_the_log_in_before(client: FlaskClient, make: Make, session: Session) -> None:
    make.user("viewer", username="lin")
    for _ in range(2):
        client.post(SESSION, json={"username": "lin", "password": PASSWORD})
    ended = select(LoginSession.ended_at.is_not(None)).order_by(LoginSession.created_at)
    assert session.scalars(ended).all() == [True, False]


def test_log_out_needs_the_token_and_ends_the_log_in(make: Make, phone: Phone, session: Session) -> None:
    caller = phone(make.user("viewer"))
    refused = caller.delete("/session", headers={"X-CSRF-Token": "stale"})
    assert (refused.status_code, refused.json["code"]) == (403, "csrf")
    assert caller.delete("/session").status_code == 204
    assert caller.get("/session").status_code == 401
    assert actions(session) == ["logged_out"]


def test_a_token_of_another_log_in_is_refused(make: Make, phone: Phone) -> None:
    user = make.user("viewer")
    one, other = phone(user), phone(user)
    assert one.delete("/session", headers=other.headers).json["code"] == "csrf"


def test_log_out_everywhere_ends_all_devices(make: Make, phone: Phone) -> None:
    user = make.user("viewer")
    here, there, stranger = phone(user), phone(user, "desk"), phone(make.user("viewer"))
    assert here.delete("/sessions").status_code == 204
    assert [caller.get("/session").status_code for caller in (here, there, stranger)] == [401, 401, 200]


def test_a_deactivated_person_is_out_at_once(make: Make, phone: Phone, session: Session) -> None:
    user = make.user("viewer")
    caller = phone(user)
    user.is_active = False
    session.flush()
    assert caller.get("/session").status_code == 401


@pytest.mark.parametrize(
    ("role", "device", "lasts"),
    [
        ("viewer", "desk", timedelta(minutes=30)),
        ("admin", "desk", timedelta(minutes=30)),
        ("road_chief", "phone", timedelta(days=14)),
        ("admin", "phone", timedelta(hours=12)),
    ],
)
def test_idle_time_by_role_and_device(
    make: Make, phone: Phone, monkeypatch: pytest.MonkeyPatch, role: str, device: str, lasts: timedelta
) -> None:
    user = make.user(role)  # type: ignore[arg-type]  # a parameter is any text
    in_time, too_late = phone(user, device), phone(user, device)  # type: ignore[arg-type]
    later(monkeypatch, lasts - timedelta(seconds=5))
    assert in_time.get("/session").status_code == 200
    later(monkeypatch, lasts + timedelta(seconds=5))
    assert too_late.get("/session").status_code == 401
    assert in_time.get("/session").status_code == 200, "use keeps a log-in open"


def test_a_log_in_is_touched_once_a_minute(
    make: Make, phone: Phone, monkeypatch: pytest.MonkeyPatch, session: Session
) -> None:
    caller = phone(make.user("viewer"))

    def seen_at() -> object:
        session.expire_all()
        return session.scalars(select(LoginSession.seen_at)).one()

    first = seen_at()
    later(monkeypatch, timedelta(seconds=50))
    caller.get("/session")
    assert seen_at() == first
    later(monkeypatch, timedelta(seconds=70))
    caller.get("/session")
    assert seen_at() != first


def test_a_screen_that_asks_by_itself_does_not_stay_logged_in(
    make: Make, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    caller = phone(make.user("viewer"), "desk")
    for minutes, status in ((20, 200), (31, 401)):
        later(monkeypatch, timedelta(minutes=minutes))
        assert caller.get("/session", headers={"X-Unattended": "1"}).status_code == status


def test_the_table_holds_no_token(make: Make, session: Session) -> None:
    token = open_session(session, make.user("viewer"), "desk", now())
    session.flush()
    assert token not in session.scalars(select(LoginSession.token_hash)).all()


def test_a_page_left_open_never_acts_under_the_name_of_who_logged_in_after(make: Make, phone: Phone) -> None:
    first, second = phone(make.user("viewer")), phone(make.user("viewer"))
    told = second.get("/session").json
    refused = second.delete("/session", headers=first.headers)
    assert (refused.status_code, refused.json["code"]) == (403, "csrf")
    assert told["csrf_token"] != first.headers["X-CSRF-Token"]
    assert second.get("/session").json["user"] == told["user"]
