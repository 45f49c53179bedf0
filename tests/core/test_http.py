"""What every route shares: the order of refusal, problems, repeated query names, ETags."""

from typing import Any

import pytest
from apiflask import APIBlueprint, APIFlask
from flask import Response
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app import create_app
from app.core import http
from app.core.actor import Actor
from app.core.db import database
from app.core.errors import Conflict
from config import Config
from tests.factories import Make, Phone

blueprint = APIBlueprint("probe", __name__, url_prefix=http.API)


class Named(http.Body):
    name: str


class Listed(http.Query):
    status: list[str] = []
    limit: int = 50


def only_admins(actor: Actor) -> bool:
    return actor.has("admin")


@blueprint.put("/probe")
@blueprint.input(Named)
@http.permit(only_admins)
def put_probe(json_data: Named) -> dict[str, str]:
    return {"name": json_data.name}


@blueprint.get("/probe")
@blueprint.input(Listed, location="query")
@http.permit(http.anyone)
def list_probe(query_data: Listed) -> Response:
    return http.json_response(query_data.model_dump(), etag="1")


@blueprint.get("/probe/conflict")
@http.permit(http.anyone)
def conflict() -> None:
    raise Conflict("Somebody was quicker", code="stale_version", case={"id": "x"})


@blueprint.get("/probe/broken")
@http.permit(http.anyone)
def broken() -> None:
    raise RuntimeError("secret words")


@pytest.fixture(scope="module")
def probe_app(app: APIFlask, settings: Config) -> APIFlask:
    """An application of its own with the routes above, over the run's database."""
    engine = database.engine
    probe = create_app(settings)
    database.engine.dispose()
    database.engine = engine
    probe.register_blueprint(blueprint)
    return probe


@pytest.fixture
def admin(probe_app: APIFlask, session: Session, make: Make) -> Any:
    """An administrator's caller."""
    return Phone(probe_app, session)(make.user("admin"))


def test_refusals_come_in_their_order(probe_app: APIFlask, session: Session, make: Make, admin: Any) -> None:
    nobody = probe_app.test_client().put(f"{http.API}/probe", json={})
    viewer = Phone(probe_app, session)(make.user("viewer"))
    forged = viewer.put("/probe", json={}, headers={"X-CSRF-Token": ""})
    malformed = viewer.put("/probe", json={})
    not_allowed = viewer.put("/probe", json={"name": "n"})
    answers = [nobody, forged, malformed, not_allowed, admin.put("/probe", json={"name": "n"})]
    assert [answer.status_code for answer in answers] == [401, 403, 422, 403, 200]
    codes = [answer.get_json()["code"] for answer in answers[:4]]
    assert codes == ["login_required", "csrf", "invalid", "forbidden"]


def test_a_malformed_body_says_what_and_where(admin: Any) -> None:
    missing = admin.put("/probe", json={"nam": 1}).get_json()
    assert set(missing["fields"]) == {"name", "nam"}
    assert admin.put("/probe", data=b"{").get_json()["code"] == "malformed_json"
    assert admin.put("/probe", data=b"[]").get_json()["fields"].keys() == {"body"}


def test_list_names_may_repeat(probe_app: APIFlask) -> None:
    answer = probe_app.test_client().get(f"{http.API}/probe?status=a&status=b&limit=3&unknown=1")
    assert answer.get_json() == {"status": ["a", "b"], "limit": 3}


def test_text_without_nul_for_postgresql_stores_none(client: FlaskClient, make: Make, phone: Phone) -> None:
    chief = phone(make.user("road_chief"))
    assert chief.get("/road-segments?bbox=%00").get_json()["code"] == "malformed_json"
    answer = client.post(f"{http.API}/session", data=b'{"username": "a\\u0000", "password": "b"}')
    assert (answer.status_code, answer.get_json()["code"]) == (422, "malformed_json")


def test_an_unchanged_answer_is_not_sent_twice(probe_app: APIFlask) -> None:
    answer = probe_app.test_client().get(f"{http.API}/probe", headers={"If-None-Match": '"1"'})
    assert (answer.status_code, answer.data) == (304, b"")


def test_a_problem_may_carry_what_stands(probe_app: APIFlask) -> None:
    answer = probe_app.test_client().get(f"{http.API}/probe/conflict", headers={"Accept": "text/html"})
    assert answer.content_type == "application/problem+json"
    assert answer.get_json()["case"] == {"id": "x"}


def test_an_unforeseen_error_tells_nothing_of_itself(probe_app: APIFlask) -> None:
    answer: Any = probe_app.test_client().get(f"{http.API}/probe/broken")
    assert answer.status_code == 500
    assert b"secret" not in answer.data


def test_a_wrong_method_names_the_right_ones(client: FlaskClient) -> None:
    answer = client.patch(f"{http.API}/session")
    assert answer.status_code == 405
    assert "POST" in answer.headers["Allow"]
    assert answer.content_type == "application/problem+json"


def test_every_answer_carries_our_mark(client: FlaskClient) -> None:
    for answer in (
        client.get("/api/v1/healthz"),
        client.get("/api/v1/no-such"),
        client.get("/api/v1/session"),
    ):
        assert answer.headers[http.MARK] == "1"
