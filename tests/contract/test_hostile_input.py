"""Whatever is sent, the answer is a refusal somebody can read, never a failure of the server."""

import json
from itertools import product
from typing import Any
from uuid import UUID, uuid4

import pytest
from werkzeug.test import TestResponse

from tests.cases.conftest import Json, named
from tests.contract.conftest import Town

DEEP = "[" * 100_000 + "]" * 100_000
LONE = '"\\ud800"'
HUGE = 10**40


def is_readable(answer: TestResponse) -> bool:
    """An answer, or a refusal in the agreed form."""
    if answer.status_code < 400:
        return True
    return answer.status_code < 500 and answer.content_type == "application/problem+json"


def refused(answer: TestResponse) -> bool:
    assert is_readable(answer), (answer.status_code, answer.data[:300])
    return answer.status_code in (404, 413, 422)


BODIES: dict[str, bytes] = {
    "nothing": b"",
    "no json": b"\xff\xfe\x00",
    "nul byte": b'{"category_code": "04-06\x00"}',
    "escaped nul": b'{"category_code": "04\\u0000"}',
    "deep": DEEP.encode(),
    "deep object": b'{"a":' * 5000 + b"1" + b"}" * 5000,
    "a list": b"[1, 2]",
    "a number": b"1e999",
    "a text": b'"x"',
    "null": b"null",
    "lone surrogate": b'{"category_code": ' + LONE.encode() + b"}",
    "raw surrogate": b'{"category_code": "\xed\xa0\x80"}',
    "nan": b'{"location": {"lon": NaN, "lat": 1}}',
    "infinity": b'{"location": {"lon": -Infinity, "lat": 1}}',
    "huge number": b'{"location": {"lon": 1e400, "lat": 1}}',
    "unended": b'{"a": "' + b"x" * 1_000_000,
    "many names": json.dumps({f"n{i}": i for i in range(2_000)}).encode(),
}


@pytest.mark.parametrize("kind", ["application/json", "text/plain", "application/x-www-form-urlencoded"])
def test_no_body_breaks_a_report_a_move_or_a_log_in(town: Town, kind: str) -> None:
    chief, case = town.of("chief"), town.reported()
    for body in BODIES.values():
        given: Json = {"data": body, "content_type": kind}
        assert refused(chief.put(f"/cases/{uuid4()}", **given))
        assert refused(chief.post(f"/cases/{case['id']}/actions", **given))
        assert refused(chief.post(f"/cases/{case['id']}/seen", **given))
        assert refused(chief.post("/session", **given))


class Endless:
    """A body that never stops."""

    def __init__(self) -> None:
        self.taken = 0

    def read(self, size: int = -1) -> bytes:
        assert size >= 0, "all of it at once"
        self.taken += size
        return b" " * size


@pytest.mark.parametrize("length", [{"wsgi.input_terminated": True}, {"CONTENT_LENGTH": "9000000000"}])
def test_a_body_without_end_is_not_read_to_its_end(town: Town, length: Json) -> None:
    for method, path in (("PUT", f"/cases/{uuid4()}"), ("POST", "/session")):
        body = Endless()
        answer = town.of("chief").send(method, path, environ_overrides={"wsgi.input": body} | length)
        assert (answer.status_code, answer.get_json()["code"]) == (413, "too_large")
        assert body.taken < 5_000_000


REPORTS: list[Json] = [
    {"location": {"lon": 180.0001, "lat": 0, "datum": "wgs84"}},
    {"location": {"lon": 0, "lat": -90.0001, "datum": "wgs84"}},
    {"location": {"lon": "NaN", "lat": 0, "datum": "wgs84"}},
    {"location": {"lon": "Infinity", "lat": "-Infinity", "datum": "wgs84"}},
    {"location": {"lon": 113, "lat": 34, "datum": "mars"}},
    {"location": {"lon": 113, "lat": 34, "datum": "wgs84", "accuracy_m": -1}},
    {"location": {"lon": 113, "lat": 34, "datum": "wgs84", "heading": 1e308}},
    {"location": [113, 34]},
    {"location": {"lon": True, "lat": None}},
    {"observed_at": "0001-01-01T00:00:00+14:00"},
    {"observed_at": "0001-01-01T00:00:00Z"},
    {"observed_at": "9999-12-31T23:59:59-12:00"},
    {"observed_at": "10000-01-01T00:00:00Z"},
    {"observed_at": 10**18},
    {"observed_at": "2026-13-45T99:99:99Z"},
    {"observed_at": "2026-11-20"},
    {"observed_at": ""},
    {"description": "x" * 1_000_000},
    {"description": ["x"]},
    {"category_code": "0" * 1_000_000},
    {"category_code": ""},
    {"segment_id": "not an id"},
    {"segment_id": 7},
    {"photos": [named()] * 1000},
    {"photos": [{"sha256": "A" * 64, "role": "before"}]},
    {"photos": [{"sha256": "a" * 63, "role": "before"}]},
    {"photos": [{"sha256": "１" * 64, "role": "before"}]},
    {"photos": [named("during")]},
    {"photos": {"sha256": "a" * 64, "role": "before"}},
    {"self_handled": "perhaps"},
    {"source": "patrol\n"},
    {"placed_by": "guess"},
    {"reporter_id": str(uuid4())},
    {"status": "closed"},
    {"number": "410102-20261123-0001"},
]


def test_a_report_that_cannot_be_is_malformed_and_leaves_nothing(town: Town) -> None:
    answers = [(given, town.put("chief", **given)) for given in REPORTS]
    assert [given for given, answer in answers if answer.status_code != 422 or not is_readable(answer)] == []
    assert town.of("supervisor").get("/cases").get_json()["total"] == 0


TAKEN: list[Json] = [
    {"location": {"lon": 180, "lat": 90, "datum": datum}} for datum in ("wgs84", "gcj02", "bd09", "cgcs2000")
] + [
    {"location": {"lon": -180, "lat": -90, "datum": "wgs84", "accuracy_m": 0, "heading": 360}},
    {"location": {"lon": 0, "lat": 0, "datum": "wgs84"}},
    {"location": {"lon": 5e-324, "lat": -5e-324, "datum": "wgs84"}},
    {"description": "𠮷😀\u202e\u200b\ufeff'\";--%_\\"},
    {"description": "长" * 2000},
    {"observed_at": "2026-02-28T23:59:59.999999Z"},
    {"photos": [named() | {"taken_at": "1970-01-01T00:00:00Z", "lon": 0, "lat": 0}]},
]


@pytest.mark.parametrize("given", TAKEN, ids=lambda given: json.dumps(given)[:60])
def test_what_is_strange_but_can_be_is_taken_and_shown_everywhere(town: Town, given: Json) -> None:
    case = town.reported(**given)
    assert town.look("supervisor", case).json["description"] == given.get("description", "")
    for path in ("/cases", "/cases/map?zoom=0", "/cases/map?zoom=17", "/changes", "/cases?q=%25_%5C"):
        assert town.of("supervisor").get(path).status_code == 200


MOVES: list[Json] = [
    {"version": HUGE},
    {"version": -HUGE},
    {"version": 2**31},
    {"version": 2**63},
    {"version": 1.5},
    {"version": "１"},
    {"version": None},
    {"action_id": "x"},
    {"action_id": None},
    {"note": "x" * 1_000_000},
    {"note": 5},
    {"department_id": "x"},
    {"into_id": "0" * 31},
    {"due_at": "9999-12-31T23:59:59-12:00"},
    {"due_at": "0001-01-01T00:00:00+12:00"},
    {"photos": [{}]},
    {"location": {"lon": "nan", "lat": 0}},
    {"unheard_of": 1},
]


def test_a_move_that_cannot_be_moves_nothing(town: Town) -> None:
    case = town.reported()
    answers = [(given, town.send("supervisor", case, "file", **given)) for given in MOVES]
    taken = [given for given, answer in answers if answer.status_code not in (409, 422)]
    assert (taken, all(is_readable(answer) for _, answer in answers)) == ([], True)
    assert town.look("supervisor", case).get_json()["version"] == 1


def test_no_version_seen_breaks_the_unread_mark(town: Town) -> None:
    path = f"/cases/{town.reported()['id']}/seen"
    for version in (0, -1, 2**31, 2**63 - 1, 2**63, 2**64, HUGE, 1.5, "1"):
        assert is_readable(town.of("chief").post(path, json={"version": version})), version


@pytest.mark.parametrize("action", ["ask_extension", "extend"])
@pytest.mark.parametrize("due_at", ["8999-12-31T00:00:00Z", "2026-11-23T00:00:00+14:00", 0, -1, 1e18])
def test_no_deadline_breaks_an_extension_or_what_follows(town: Town, action: str, due_at: Any) -> None:
    case, who = town.assigned(), "handler" if action == "ask_extension" else "supervisor"
    answer = town.send(who, case, action, due_at=due_at)
    assert is_readable(answer), answer.data[:300]
    suspended = town.act("supervisor", town.look("supervisor", case).get_json(), "suspend", note="x")
    town.act("supervisor", suspended, "resume")


@pytest.mark.parametrize(
    "text", ["3651天", "87601紧急工作时", "9" * 30 + "小时", "9" * 190 + "天", "1e9天", "-1天"]
)
def test_no_limit_of_a_category_keeps_its_cases_from_being_assigned(town: Town, text: str) -> None:
    body = {"code": "04-06", "name": "占道经营", "class_name": "街面秩序", "limits_text": text}
    refused = town.of("admin").put(f"/categories/{town.category.id}", json=body)
    assert (refused.status_code, list(refused.get_json()["fields"])) == (422, ["limits_text"])
    longest = body | {"limits_text": "3650天"}
    assert town.of("admin").put(f"/categories/{town.category.id}", json=longest).status_code == 200
    assert town.assigned()["due_at"] > "2030"


LISTS = (
    *("/cases", "/cases/map?zoom=10", "/cases/map?zoom=17", "/cases/counts", "/changes"),
    *("/road-segments", "/road-segments/nearest", "/users", "/audit", "/appointments"),
    *("/categories", "/departments", "/units"),
)
QUERIES = (
    *("limit=99999999999999999999", "limit=-1", "limit=0", "limit=1e3", "limit=%00", "limit=", "limit=１"),
    *("cursor=%00", "cursor=x", "cursor=W10", "cursor=bnVsbA", "cursor=%ff%fe", "cursor=" + "A" * 5000),
    *("after=%00", "after=x", "after=W10", "after=" + "A" * 5000, "cursor=" + "W" * 20000),
    *("q=%00", "q=%ff", "q=%25%25%25", "q=" + "a+" * 100, "q=" + "长" * 200, "q=\\", "q='", "q=%ed%a0%80"),
    *("bbox=nan,nan,nan,nan", "bbox=inf,-inf,0,0", "bbox=,,,", "bbox=1e400,0,0,0", "bbox=-180,-90,180,90"),
    *("lon=nan&lat=inf", "lon=1e400&lat=0", "lon=180&lat=-90", "lon=113&lat=34&datum=x", "lon=&lat="),
    *("segment_id=x", "segment_id=" + "F" * 32, "unit_id={}".format("0" * 36), "unit_id=" + str(UUID(int=1))),
    *("road_id=%00", "assignee_id=me", "reporter_id=1", "category_code=%00", "category_code=" + "x" * 21),
    *("status=open", "status=", "light=blue", "overdue=perhaps", "sort=number", "by=colour", "task=yours"),
    *("chief=you", "on=0001-01-01", "on=9999-12-31", "on=10000-01-01", "all=2", "role=king", "actor_id=1"),
    *("status=filed&" * 500, "a=b&" * 2000, "%00=%00", "%ff=1", "limit[]=1", "=", "&&&", "limit=5&limit=x"),
)


@pytest.mark.parametrize("path", LISTS)
def test_no_question_breaks_a_list(town: Town, path: str) -> None:
    town.reported()
    caller = town.of("admin" if path in ("/users", "/audit", "/appointments") else "chief")
    joint = "&" if "?" in path else "?"
    broken = [query for query in QUERIES if not is_readable(caller.get(f"{path}{joint}{query}"))]
    assert broken == []


ADDRESSES = ("x", "%00", "..%2f..%2fetc", "0" * 5000, "%ff%fe", str(UUID(int=0)), "F" * 32, "１" * 32)
METHODS = ("GET", "PUT", "POST", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE")


@pytest.mark.parametrize("path", ["cases/{}", "cases/{}/actions", "road-segments/{}", "photos/{}", "{}"])
def test_no_address_breaks_a_route(town: Town, path: str) -> None:
    for method, address in product(METHODS, ADDRESSES):
        given: Json = {"data": b"{}", "content_type": "application/json"}
        answer = town.of("chief").send(method, "/" + path.format(address), **given)
        assert answer.status_code < 500, (method, address, answer.data[:300])


HEADERS: list[dict[str, str]] = [
    {"X-CSRF-Token": "é\x80" * 10},
    {"X-CSRF-Token": "a" * 100_000},
    {"Cookie": "luzhang=" + "." * 5000},
    {"Cookie": 'luzhang=".eJw=; luzhang; =;;'},
    {"If-None-Match": 'W/"' + "x" * 5000},
    {"If-None-Match": "*"},
    {"Accept": "\x80/;q=nan,*/*;q=1e9"},
    {"Content-Type": "application/json; charset=utf-7"},
    {"Content-Type": "multipart/form-data"},
    {"Content-Encoding": "gzip"},
    {"Range": "bytes=9-1,-,x"},
    {"Authorization": "Bearer \x80"},
    {"X-Forwarded-For": "x" * 1000, "X-Forwarded-Proto": "gopher"},
]


def test_no_header_breaks_a_request(town: Town) -> None:
    requests = (("GET", "/cases"), ("GET", "/categories"), ("PUT", f"/cases/{uuid4()}"))
    for headers, (method, path) in product(HEADERS, requests):
        answer = town.of("chief").send(method, path, data=b"{", headers=headers)
        assert is_readable(answer), (headers, answer.data[:300])


def test_of_a_name_said_twice_the_last_holds_or_it_is_refused(town: Town) -> None:
    body = json.dumps(town.body())
    twice = body.replace('"category_code"', '"category_code": "98-none", "category_code"', 1)
    answer = town.of("chief").put(f"/cases/{uuid4()}", data=twice, content_type="application/json")
    assert answer.status_code in (201, 422)
    if answer.status_code == 201:
        assert answer.json["category_code"] == town.category.code


def test_an_id_in_capitals_is_the_same_id(town: Town) -> None:
    case_id = uuid4()
    first = town.put("chief", str(case_id).upper())
    assert (first.status_code, first.get_json()["id"]) == (201, str(case_id))
    assert town.put("chief", str(case_id)).status_code == 200
    case = first.get_json() | {"id": str(case_id).upper()}
    assert town.act("supervisor", case, "assign", department_id=str(town.department.id).upper())


def test_a_cursor_opens_no_other_list(town: Town) -> None:
    for _ in range(2):
        town.reported()
    get = town.of("supervisor").get
    of_cases = get("/cases?limit=1").json["next_cursor"]
    of_changes = get("/changes?limit=1").json["next_cursor"]
    ways = (f"changes?after={of_cases}", f"cases?cursor={of_changes}", f"cases?sort=due_at&cursor={of_cases}")
    for path in ways:
        assert (get(f"/{path}").status_code, get(f"/{path}").json["code"]) == (422, "bad_cursor")
