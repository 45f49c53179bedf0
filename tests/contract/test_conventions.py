"""What every answer has in common: problems, ids, times, pages, tags, cookies, tokens."""

import re
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from apiflask import APIFlask
from argon2 import PasswordHasher
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.accounts import passwords
from app.core import http
from tests import factories
from tests.contract.conftest import Town, picture
from tests.factories import PASSWORD, Make

ACCEPTS = ("text/html", "application/json", "image/*", "*/*;q=0.1", "", "application/problem+json;q=0")
DOCUMENTED = (Path(__file__).parents[2] / "docs" / "errors.md").read_text()


def refusals(town: Town, **given: Any) -> list[TestResponse]:
    """One of each kind."""
    chief, case = town.of("chief"), town.reported()
    act = f"/cases/{case['id']}/actions"
    move = {"action_id": str(uuid4()), "action": "comment", "version": 9, "note": "n"}
    stranger = chief.client.application.test_client()
    no_token = {"X-CSRF-Token": "", **given["headers"]}
    return [
        stranger.get(http.API + "/cases", **given),
        chief.put(f"/cases/{uuid4()}", json={}, headers=no_token),
        chief.put(f"/cases/{uuid4()}", json={}, **given),
        chief.put(f"/cases/{uuid4()}", data=b"{", **given),
        chief.get(f"/cases/{uuid4()}", **given),
        chief.get("/nothing/here", **given),
        chief.get("/cases/not-an-id", **given),
        chief.delete("/cases", **given),
        town.of("viewer").put(f"/cases/{uuid4()}", json=town.body(), **given),
        chief.post(act, json=move, **given),
        chief.post(act, json=move | {"version": 1, "action": "take"}, **given),
        chief.put(f"/cases/{case['id']}", json=town.body(description="x"), **given),
        chief.put(f"/photos/{'0' * 64}", data=b"x", **given),
        chief.get(f"/photos/{'0' * 64}", **given),
        chief.get("/cases?limit=0", **given),
    ]


@pytest.mark.parametrize("accept", ACCEPTS)
def test_every_refusal_is_a_problem_whatever_accept_says(town: Town, accept: str) -> None:
    answers = refusals(town, headers={"Accept": accept})
    assert [a.status_code for a in answers] == [
        *(401, 403, 422, 422, 404, 404, 404, 405, 403, 409, 403, 409, 422, 404, 422)
    ]
    for answer in answers:
        assert answer.content_type == "application/problem+json"
        assert {"type", "title", "status", "code", "detail"} <= answer.get_json().keys()
        assert answer.json["status"] == answer.status_code
        assert f"`{answer.json['code']}`" in DOCUMENTED, answer.json


def walk(value: Any, name: str = "") -> list[tuple[str, Any]]:
    """Every (name, value) of an answer."""
    if isinstance(value, dict):
        return [pair for key, inner in value.items() for pair in walk(inner, key)]
    if isinstance(value, list):
        return [pair for inner in value for pair in walk(inner, name)]
    return [(name, value)]


def whole_story(town: Town) -> list[Any]:
    """A case that has been through much, and every list it shows in."""
    case = town.handled()
    town.act("chief", case, "verify_pass")
    paths = (f"/cases/{case['id']}", "/cases", "/changes", "/road-segments", "/departments", "/categories")
    admins = ("/users", "/appointments", "/units", "/audit")
    return [town.of("supervisor").get(path).json for path in paths] + [
        town.of("admin").get(path).json for path in admins
    ]


def test_names_are_in_snake_case_and_ids_are_text_in_lower_case(town: Town) -> None:
    for name, value in (pair for answer in whole_story(town) for pair in walk(answer)):
        assert re.fullmatch(r"[a-z0-9_]*", name), name
        if value is not None and (name == "id" or name.endswith("_id")) and name != "subject_id":
            assert isinstance(value, str), (name, value)
            assert value == value.lower()


def test_times_say_their_zone(town: Town) -> None:
    moments = [v for answer in whole_story(town) for n, v in walk(answer) if n.endswith("_at") or n == "at"]
    told = [datetime.fromisoformat(moment) for moment in moments if moment is not None]
    assert len(told) > 20
    assert all(moment.tzinfo for moment in told)


@pytest.mark.parametrize("path", ["/cases", "/changes", "/users", "/audit", "/appointments"])
@pytest.mark.parametrize(("limit", "status"), [(0, 422), (1, 200), (200, 200), (201, 422), (-1, 422)])
def test_a_page_holds_1_to_200(town: Town, path: str, limit: int, status: int) -> None:
    answer = town.of("admin").get(f"{path}?limit={limit}")
    assert answer.status_code == status
    if status == 200:
        assert {"items", "next_cursor"} <= answer.get_json().keys()


def test_a_page_holds_50_unless_asked(town: Town) -> None:
    for _ in range(51):
        town.reported()
    get = town.of("supervisor").get
    first = get("/cases").json
    assert (len(first["items"]), first["total"], first["total_capped"]) == (50, 51, False)
    rest = get("/cases", query_string={"cursor": first["next_cursor"]}).json
    assert (len(rest["items"]), rest["next_cursor"], rest["total"]) == (1, None, 51)
    assert len({row["id"] for row in first["items"] + rest["items"]}) == 51
    changes = get("/changes").json
    assert (len(changes["items"]), changes["has_more"]) == (50, True)


def test_a_page_goes_on_where_it_stood_though_new_ones_came(town: Town) -> None:
    old = [town.reported()["id"] for _ in range(4)]
    first = town.of("supervisor").get("/cases?limit=2").json
    town.reported()
    query = {"limit": 200, "cursor": first["next_cursor"]}
    rest = town.of("supervisor").get("/cases", query_string=query).json["items"]
    assert [row["id"] for row in first["items"] + rest] == old[::-1]


@pytest.mark.parametrize("path", ["/categories", "/departments"])
def test_reference_lists_have_items_with_ids_and_a_tag(town: Town, path: str) -> None:
    viewer = town.of("viewer")
    answer = viewer.get(path)
    assert answer.json["items"]
    assert all(UUID(item["id"]) for item in answer.json["items"])
    known = {"If-None-Match": answer.headers["ETag"]}
    assert (viewer.get(path, headers=known).status_code, viewer.get(path, headers=known).data) == (304, b"")


def test_a_tag_moves_when_an_administrator_changes_something(town: Town) -> None:
    admin, viewer = town.of("admin"), town.of("viewer")
    crew = viewer.get("/departments").json["items"][0]
    before = viewer.get("/departments").headers["ETag"]
    changed = {"name": "新名", "unit_id": crew["unit_id"]}
    assert admin.put(f"/departments/{crew['id']}", json=changed).status_code == 200
    again = viewer.get("/departments", headers={"If-None-Match": before})
    assert again.status_code == 200
    assert "新名" in [item["name"] for item in again.json["items"]]


def test_a_category_tells_what_phones_need(town: Town) -> None:
    (category,) = town.of("chief").get("/categories").json["items"]
    assert {"code", "name", "class_name", "aliases", "limits", "standard_ref", "icon"} <= category.keys()
    assert isinstance(category["aliases"], list)


def test_every_route_stands_under_one_prefix_and_in_the_document(app: APIFlask, client: FlaskClient) -> None:
    document = client.get(f"{http.API}/openapi.json").json
    assert document["openapi"].startswith("3.1")
    routes = {
        (method.lower(), re.sub(r"<(?:[^<:]+:)?([^>]+)>", r"{\1}", rule.rule))
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    described = {(method, path) for path, found in document["paths"].items() for method in found}
    missing = {path for _, path in routes - described}
    assert [path for path in document["paths"] if not path.startswith(http.API + "/")] == []
    # The client itself, where other apps hand in photos, and the refusal of whatever is not there.
    assert missing <= {"/", "/share", "/{path}", f"{http.API}/{{path}}", "/api/{path}"}


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_health_needs_no_log_in(client: FlaskClient, town: Town, path: str) -> None:
    assert client.get(http.API + path).status_code == 200


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords that take next to no work to check."""
    hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(passwords, "hasher", hasher)
    monkeypatch.setattr(factories, "PASSWORD_HASH", hasher.hash(PASSWORD))


def log_in(client: FlaskClient, password: str = PASSWORD, **given: Any) -> TestResponse:
    return client.post(f"{http.API}/session", json={"username": "lin", "password": password}, **given)


def test_the_session_has_its_shape_and_the_cookie_its_flags(
    app: APIFlask, make: Make, client: FlaskClient
) -> None:
    crew = make.department()
    user = make.user("handler", "road_chief", username="lin", name="林", department=crew)
    answer = log_in(client, headers={"Origin": "https://elsewhere.example"})
    assert answer.status_code == 200
    flags = answer.headers["Set-Cookie"]
    assert all(flag in flags for flag in ("HttpOnly", "SameSite=Lax"))
    assert "Secure" not in flags
    told = client.get(f"{http.API}/session").get_json()
    assert {"user", "csrf_token"} <= told.keys()
    assert told["user"]["id"] == str(user.id)
    assert (told["user"]["name"], told["user"]["department_id"]) == ("林", str(crew.id))
    roles = sorted(told["user"]["roles"], key=lambda role: role["role"])
    office = str(make.office.id)
    assert roles == [{"role": "handler", "unit_id": office}, {"role": "road_chief", "unit_id": office}]


def test_the_token_is_all_an_unsafe_request_needs(town: Town) -> None:
    chief = town.of("chief")
    path, body = f"/cases/{uuid4()}", town.body()
    for headers in ({"X-CSRF-Token": ""}, {"X-CSRF-Token": town.of("supervisor").headers["X-CSRF-Token"]}):
        answer = chief.put(path, json=body, headers=headers)
        assert (answer.status_code, answer.json["code"]) == (403, "csrf")
    assert chief.put(path, json=body, headers={"Origin": "https://elsewhere.example"}).status_code == 201


def test_only_failed_log_ins_count_and_only_against_their_account(
    quick: None, make: Make, client: FlaskClient
) -> None:
    for name in ("lin", "wang"):
        make.user("viewer", username=name)
    for _ in range(6):
        assert log_in(client).status_code == 200
    refused = [log_in(client, "wrong").status_code for _ in range(6)]
    assert refused[:4] == [401] * 4
    assert refused[-1] == 429
    assert log_in(client).status_code == 429
    wang = {"username": "wang", "password": PASSWORD}
    assert client.post(f"{http.API}/session", json=wang).status_code == 200


def test_photos_are_refused_in_the_same_order(town: Town) -> None:
    path, stranger = f"/photos/{'0' * 64}", town.of("chief").client.application.test_client()
    assert stranger.put(http.API + path, data=picture()).status_code == 401
    assert town.of("viewer").put(path, data=picture(), headers={"X-CSRF-Token": ""}).json["code"] == "csrf"
