"""Who is logged in, and what a request must carry."""

from flask.testing import FlaskClient

from app.core import http
from tests.factories import PASSWORD, Make, Phone


def test_nobody_is_told_who_they_are(client: FlaskClient) -> None:
    answer = client.get(f"{http.API}/session")
    assert answer.status_code == 401
    assert answer.content_type == "application/problem+json"
    assert answer.json["code"] == "login_required"


def test_log_in_gives_user_and_token(client: FlaskClient, make: Make) -> None:
    user = make.user("supervisor", unit=make.district, username="lin", name="林")
    given = {"username": "lin", "password": PASSWORD}
    answer = client.post(f"{http.API}/session", json=given)
    assert answer.status_code == 200
    assert answer.json["user"]["id"] == str(user.id)
    assert answer.json["user"]["roles"] == [{"role": "supervisor", "unit_id": str(make.district.id)}]
    assert client.get(f"{http.API}/session").json == answer.json


def test_log_out_needs_the_token_and_ends_the_log_in(make: Make, phone: Phone) -> None:
    caller = phone(make.user("viewer"))
    refused = caller.delete("/session", headers={"X-CSRF-Token": "stale"})
    assert (refused.status_code, refused.json["code"]) == (403, "csrf")
    assert caller.delete("/session").status_code == 204
    assert caller.get("/session").status_code == 401
