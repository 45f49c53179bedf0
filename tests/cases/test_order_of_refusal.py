"""What is refused first: log-in, token, form, sight, right, version, move, and last what the move lacks."""

from uuid import uuid4

import pytest
from apiflask import APIFlask
from werkzeug.test import TestResponse

from app.core import http
from tests.cases.conftest import Json, Street

BAD_IN_EVERY_WAY = {"action_id": str(uuid4()), "action": "verify_fail", "version": 99}


def post(street: Street, who: str, case: Json, body: object, **headers: str) -> TestResponse:
    return street.of(who).post(f"/cases/{case['id']}/actions", json=body, headers=headers)


def told(answer: TestResponse) -> tuple[int, str]:
    assert answer.content_type == "application/problem+json"
    assert answer.json is not None
    return answer.status_code, answer.json["code"]


def test_401_before_everything(app: APIFlask, street: Street) -> None:
    case = street.reported()
    answer = app.test_client().post(f"{http.API}/cases/{case['id']}/actions", data=b"{")
    assert told(answer) == (401, "login_required")


def test_csrf_before_the_form(street: Street) -> None:
    case = street.reported()
    assert told(post(street, "viewer", case, {}, **{"X-CSRF-Token": "stale"})) == (403, "csrf")


@pytest.mark.parametrize("wrong", [{"action": "burn"}, {"version": "new"}, {"action_id": "1"}, {"how": 1}])
def test_the_form_before_sight(street: Street, wrong: Json) -> None:
    answer = post(street, "outsider", street.reported(), BAD_IN_EVERY_WAY | wrong)
    assert told(answer)[0] == 422


def test_a_body_that_is_no_json_before_sight(street: Street) -> None:
    answer = street.of("outsider").post(f"/cases/{uuid4()}/actions", data=b"{")
    assert told(answer) == (422, "malformed_json")


def test_sight_before_right(street: Street) -> None:
    assert told(post(street, "outsider", street.reported(), BAD_IN_EVERY_WAY)) == (404, "case_not_found")


def test_right_before_version(street: Street) -> None:
    assert told(post(street, "viewer", street.reported(), BAD_IN_EVERY_WAY)) == (403, "forbidden")


def test_version_before_move_and_with_the_current_case(street: Street) -> None:
    case = street.reported()
    answer = post(street, "supervisor", case, BAD_IN_EVERY_WAY)
    assert told(answer) == (409, "stale_version")
    assert answer.json is not None
    assert answer.json["case"] == street.of("supervisor").get(f"/cases/{case['id']}").json


def test_move_before_what_it_lacks(street: Street) -> None:
    answer = post(street, "supervisor", street.reported(), BAD_IN_EVERY_WAY | {"version": 1})
    assert told(answer) == (409, "move_not_allowed")


def test_last_what_the_move_lacks(street: Street) -> None:
    answer = street.send("supervisor", street.handled(), "verify_fail", note="  ")
    assert told(answer)[0] == 422
    assert answer.json is not None
    assert list(answer.json["fields"]) == ["note"]


@pytest.mark.parametrize(
    ("action", "fields"),
    [("assign", ["department_id"]), ("reject", ["note"]), ("merge", ["into_id"]), ("move", ["segment_id"])],
)
def test_each_lack_is_named(street: Street, action: str, fields: list[str]) -> None:
    answer = street.send("supervisor", street.reported(), action)
    assert (answer.status_code, list((answer.json or {})["fields"])) == (422, fields)


def test_handling_without_an_after_photo_names_photos(street: Street) -> None:
    answer = street.send("handler", street.assigned(), "handle", photos=[])
    assert (answer.status_code, list((answer.json or {})["fields"])) == (422, ["photos"])
