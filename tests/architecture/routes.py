"""Who may call which route: the whole table, in words that can be read and disputed."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from app.core.actor import ROLES

Known = dict[str, str]
Wish = dict[str, Any]
"""What to send: `json`, `data` or `query_string`."""

ROLELESS = "roleless"
"""Somebody with a log-in and no role."""

EVERYONE = frozenset({*ROLES, ROLELESS})
STAFF = frozenset(ROLES)
SENDERS = frozenset({"road_chief", "supervisor", "organiser", "handler"})
READERS = frozenset({"supervisor", "viewer", "organiser", "admin"})
APPOINTMENT_READERS = frozenset({"admin", "supervisor", "viewer"})
BLIND = frozenset({"road_chief", "handler", ROLELESS})
"""Who has nothing to do with the case: a chief of other roads, a handler it was not given to."""

ADMIN = frozenset({"admin"})
OPEN = None
"""No log-in needed."""


@dataclass(frozen=True)
class Row:
    """`may` are served (with `status`, or any success); `blind` are told 404; everybody else 403."""

    may: frozenset[str] | None
    wish: Callable[[Known], Wish] = field(default=lambda _: {})
    blind: frozenset[str] = frozenset()
    status: int | None = None
    code: str | None = None


def person(known: Known) -> Wish:
    roles = [{"role": "viewer", "unit_id": known["unit_id"]}]
    return {"json": {"username": "somebody", "name": "somebody", "roles": roles}}


def unit(known: Known) -> Wish:
    return {"json": {"name": "new", "kind": "street_office", "parent_id": known["district_id"]}}


def appointment(known: Known) -> Wish:
    names = {"segment_id": known["segment_id"], "user_id": known["other_user_id"]}
    return {"json": names | {"level_id": known["level_id"], "starts_on": known["today"]}}


def handover(known: Known) -> Wish:
    people = {"from_user_id": known["user_id"], "to_user_id": known["other_user_id"]}
    rest = {"action_id": known["new_id"], "action": "hand_over", "starts_on": known["today"]}
    return {"json": people | rest}


def key_area(known: Known) -> Wish:
    return {"json": {"action": "set_key_area", "segment_ids": [known["segment_id"]], "is_key_area": True}}


def category(known: Known) -> Wish:
    return {"json": {"code": known["key"], "name": "new", "class_name": "new", "limits_text": "1天"}}


def report(known: Known) -> Wish:
    body = {
        "category_code": known["key"],
        "observed_at": "2026-11-20T09:30:00+08:00",
        "segment_id": known["segment_id"],
        "photos": [{"sha256": "a" * 64, "role": "before"}],
    }
    return {"json": body}


def about_to_report(known: Known) -> Wish:
    body = report(known)["json"]
    return {"query_string": {name: body[name] for name in ("category_code", "observed_at", "segment_id")}}


def filing(known: Known) -> Wish:
    return {"json": {"action_id": known["new_id"], "action": "file", "version": 1}}


def filing_many(known: Known) -> Wish:
    targets = [{"id": known["new_id"], "version": 1}]
    return {"json": {"action_id": known["new_id"], "action": "file", "targets": targets}}


def no_rules(_: Known) -> Wish:
    return {"json": {"version": 0, "items": []}}


def place(_: Known) -> Wish:
    return {"query_string": {"lon": 113.612, "lat": 34.748}}


def nobodys_log_in(_: Known) -> Wish:
    return {"json": {"username": "nobody", "password": "nobody"}}


def weak_password(_: Known) -> Wish:
    return {"json": {"old_password": "x", "new_password": "x"}}


def body(**given: Any) -> Callable[[Known], Wish]:
    return lambda known: {"json": {name: known.get(str(value), value) for name, value in given.items()}}


ORGANISERS = frozenset({"organiser"})
AT_SITES = frozenset({"organiser", "supervisor"})
"""These count at every site of their units; chiefs and handlers only where they lead or help."""


def series(known: Known) -> Wish:
    return {
        "json": {"name": "new", "unit_id": known["unit_id"], "weekdays": [6], "starts_on": known["today"]}
    }


def cleanup(known: Known) -> Wish:
    return {"json": {"series_id": known["series_id"], "held_on": known["today"], "sites": []}}


def finish(known: Known) -> Wish:
    return {"json": {"action_id": known["new_id"], "action": "finish", "version": 1}}


def announced(_: Known) -> Wish:
    return {"json": {"kind": "announced", "category_code": "stationed_unit", "count": 25}}


def struck(known: Known) -> Wish:
    return {"json": {"kind": "counter", "ids": [known["counter_id"]], "reason": "new"}}


def this_year(_: Known) -> Wish:
    return {"query_string": {"first": "2026-01-01", "last": "2026-12-31", "by": "unit"}}


def closing(known: Known) -> Wish:
    return {"json": {"action_id": known["new_id"]}}


def shop_sheet(known: Known) -> Wish:
    return {"data": b"?", "query_string": {"unit_id": known["unit_id"]}}


def arrival(_: Known) -> Wish:
    return {"json": {"token": "a-random-token-of-a-phone", "category_code": "volunteer"}}


EXPORTERS = READERS | {"handler"}
IMPORTERS = frozenset({"supervisor", "organiser"})
NOBODYS = frozenset[str]()
"""For rows that are their owner's alone."""


def filled_in(_: Known) -> Wish:
    return {"data": b"?", "query_string": {"system": "12345"}}


def robot(known: Known) -> Wish:
    named = {"unit_id": known["unit_id"], "name": "new", "events": ["new"]}
    return {"json": named | {"service": "wecom", "address": "0a1b2c3d4e5f"}}


COUNTS = {"seq": 1, "counts": {"volunteer": 1}}
ELSEWHERE = frozenset({"road_chief", "handler"})
"""These could count, had they been named at a site of the session."""
SITE = "/api/v1/cleanup-sessions/{session_id}/sites/{site_id}"

TABLE: dict[str, Row] = {
    "GET /api/v1/appointments": Row(APPOINTMENT_READERS),
    "POST /api/v1/appointments/actions": Row(ADMIN, handover),
    "GET /api/v1/appointments/export": Row(APPOINTMENT_READERS),
    "POST /api/v1/appointments/import": Row(ADMIN, lambda _: {"data": b"?"}, status=422),
    "DELETE /api/v1/appointments/{appointment_id}": Row(ADMIN),
    "PUT /api/v1/appointments/{appointment_id}": Row(ADMIN, appointment),
    "GET /api/v1/audit": Row(ADMIN),
    "GET /api/v1/case-imports": Row(IMPORTERS),
    "POST /api/v1/case-imports": Row(IMPORTERS, filled_in, status=422, code="not_a_spreadsheet"),
    "GET /api/v1/case-imports/template": Row(IMPORTERS),
    "GET /api/v1/case-imports/{import_id}": Row(NOBODYS, blind=IMPORTERS),
    "DELETE /api/v1/case-imports/{import_id}": Row(NOBODYS, blind=IMPORTERS),
    "GET /api/v1/case-imports/{import_id}/bad-rows": Row(NOBODYS, blind=IMPORTERS),
    "POST /api/v1/case-imports/{import_id}/take": Row(NOBODYS, body(only_good=True), blind=IMPORTERS),
    "GET /api/v1/cases": Row(EVERYONE),
    "POST /api/v1/cases/actions": Row(EVERYONE, filing_many),
    "GET /api/v1/suggestion-rules": Row(ADMIN),
    "PUT /api/v1/suggestion-rules": Row(ADMIN, no_rules),
    "POST /api/v1/suggestion-rules/trial": Row(ADMIN, lambda _: {"json": {"items": []}}),
    "GET /api/v1/cases/counts": Row(EVERYONE),
    "GET /api/v1/cases/map": Row(EVERYONE, lambda _: {"query_string": {"zoom": 14}}),
    "GET /api/v1/cases/{case_id}": Row(READERS, blind=BLIND),
    "PUT /api/v1/cases/{case_id}": Row(SENDERS, report),
    "GET /api/v1/cases/duplicates": Row(SENDERS, about_to_report),
    "GET /api/v1/cases/{case_id}/duplicates": Row(READERS, blind=BLIND),
    "POST /api/v1/cases/{case_id}/actions": Row(frozenset({"supervisor"}), filing, blind=BLIND),
    "POST /api/v1/cases/{case_id}/seen": Row(READERS, body(version=1), blind=BLIND),
    "PUT /api/v1/cases/{case_id}/presence": Row(READERS, body(is_acting=True), blind=BLIND),
    "DELETE /api/v1/cases/{case_id}/presence": Row(EVERYONE),
    "GET /api/v1/calendars": Row(EVERYONE),
    "GET /api/v1/calendars/{year}": Row(EVERYONE),
    "PUT /api/v1/calendars/{year}": Row(ADMIN, body(days=[])),
    "DELETE /api/v1/calendars/{year}": Row(ADMIN),
    "GET /api/v1/cases/clock-recount": Row(ADMIN),
    "GET /api/v1/clock-rules": Row(EVERYONE),
    "PUT /api/v1/clock-rules": Row(ADMIN, body(day_hours=7.5)),
    "GET /api/v1/categories": Row(EVERYONE),
    "PUT /api/v1/categories/{key}": Row(ADMIN, category),
    "GET /api/v1/changes": Row(EVERYONE),
    "GET /api/v1/chief-levels": Row(EVERYONE),
    "PUT /api/v1/chief-levels/{level_id}": Row(ADMIN, body(name="new", rank=3)),
    "GET /api/v1/cleanup-people": Row(ORGANISERS),
    "GET /api/v1/cleanup-series": Row(EVERYONE),
    "GET /api/v1/cleanup-series/{series_id}": Row(READERS),
    "PUT /api/v1/cleanup-series/{series_id}": Row(ORGANISERS, series),
    "GET /api/v1/cleanup-sessions": Row(EVERYONE),
    "GET /api/v1/cleanup-sessions/export": Row(READERS),
    "GET /api/v1/cleanup-sessions/{session_id}": Row(READERS, blind=BLIND),
    "PUT /api/v1/cleanup-sessions/{session_id}": Row(ORGANISERS, cleanup),
    "POST /api/v1/cleanup-sessions/{session_id}/actions": Row(ORGANISERS, finish),
    "GET /api/v1/cleanup-sessions/{session_id}/brief": Row(READERS),
    "PUT /api/v1/cleanup-sessions/{session_id}/brief": Row(
        ORGANISERS, body(version=0, title="new", text="new")
    ),
    "GET /api/v1/cleanup-sessions/{session_id}/brief.docx": Row(READERS),
    "GET /api/v1/cleanup-sessions/{session_id}/brief.png": Row(READERS),
    "GET /api/v1/cleanup-sessions/{session_id}/events": Row(READERS),
    "GET /api/v1/cleanup-sessions/{session_id}/sign-ins": Row(ORGANISERS),
    "POST /api/v1/cleanup-sessions/{session_id}/strikes": Row(ORGANISERS, struck),
    f"GET {SITE}/counts": Row(ORGANISERS),
    f"PUT {SITE}/counters/{{counter_id}}": Row(AT_SITES, lambda _: {"json": COUNTS}, blind=ELSEWHERE),
    f"PUT {SITE}/entries/{{entry_id}}": Row(ORGANISERS, announced),
    "GET /api/v1/cleanup-statistics": Row(READERS, this_year),
    "GET /api/v1/cleanup-weeks": Row(READERS, lambda _: {"query_string": {"year": 2026}}),
    f"PUT {SITE}/results": Row(AT_SITES, body(version=0, results={}), blind=ELSEWHERE),
    f"PUT {SITE}/photos/{{sha256}}": Row(AT_SITES, body(role="before"), blind=ELSEWHERE),
    f"POST {SITE}/photos/{{sha256}}/withdraw": Row(AT_SITES, body(role="after"), blind=ELSEWHERE),
    f"PUT {SITE}/cases/{{case_id}}": Row(AT_SITES, blind=ELSEWHERE),
    f"DELETE {SITE}/cases/{{case_id}}": Row(AT_SITES, blind=ELSEWHERE),
    f"POST {SITE}/close-cases": Row(AT_SITES, closing, blind=ELSEWHERE),
    f"GET {SITE}/shops": Row(AT_SITES, blind=ELSEWHERE),
    f"POST {SITE}/shops": Row(AT_SITES, body(took_part=[], did_not=[]), blind=ELSEWHERE),
    f"GET {SITE}/links": Row(ORGANISERS),
    f"PUT {SITE}/links/{{link_id}}": Row(ORGANISERS, body(label="new")),
    f"DELETE {SITE}/links/{{link_id}}": Row(ORGANISERS),
    "GET /api/v1/cleanup-links/{token}": Row(OPEN),
    "PUT /api/v1/cleanup-links/{token}/counters/{counter_id}": Row(OPEN, lambda _: {"json": COUNTS}),
    "GET /api/v1/cleanup-result-kinds": Row(EVERYONE),
    "PUT /api/v1/cleanup-result-kinds/{code}": Row(ADMIN, body(name="new", measure="m")),
    "GET /api/v1/cleanup-sign-ins/{code}": Row(OPEN),
    "POST /api/v1/cleanup-sign-ins/{code}": Row(OPEN, arrival),
    "GET /api/v1/cleanup-sign-ins/{code}/shops": Row(OPEN),
    "GET /api/v1/departments": Row(EVERYONE),
    "PUT /api/v1/departments/{department_id}": Row(ADMIN, body(name="new", unit_id="unit_id")),
    "PUT /api/v1/departments/{department_id}/duties": Row(ADMIN, body(duties=[])),
    "GET /api/v1/duties": Row(EVERYONE),
    "GET /api/v1/exports": Row(EXPORTERS),
    "POST /api/v1/exports": Row(EXPORTERS, body(format="csv"), status=202),
    "GET /api/v1/exports/{export_id}": Row(NOBODYS, blind=EXPORTERS),
    "DELETE /api/v1/exports/{export_id}": Row(NOBODYS, blind=EXPORTERS),
    "GET /api/v1/exports/{export_id}/file": Row(NOBODYS, blind=EXPORTERS),
    "GET /api/v1/healthz": Row(OPEN),
    "GET /api/v1/openapi.json": Row(OPEN),
    "POST /api/v1/password": Row(EVERYONE, weak_password, status=422, code="weak_password"),
    "GET /api/v1/photos/{sha256}": Row(READERS, blind=BLIND, status=404, code="photo_not_ready"),
    "PUT /api/v1/photos/{sha256}": Row(SENDERS, lambda _: {"data": b"x"}, status=422, code="hash_mismatch"),
    "POST /api/v1/photos/{sha256}/evidence": Row(frozenset({"supervisor", "admin"})),
    "GET /api/v1/readyz": Row(OPEN),
    "GET /api/v1/road-segments": Row(STAFF),
    "POST /api/v1/road-segments/actions": Row(ADMIN, key_area),
    "GET /api/v1/road-segments/nearest": Row(STAFF, place),
    "GET /api/v1/road-segments/{segment_id}": Row(STAFF),
    "PATCH /api/v1/road-segments/{segment_id}": Row(ADMIN, body(is_key_area=True)),
    "GET /api/v1/roads": Row(STAFF),
    "DELETE /api/v1/session": Row(EVERYONE),
    "GET /api/v1/session": Row(EVERYONE),
    "POST /api/v1/session": Row(OPEN, nobodys_log_in, status=401, code="bad_credentials"),
    "DELETE /api/v1/sessions": Row(EVERYONE),
    "GET /api/v1/settings": Row(OPEN),
    "GET /api/v1/units": Row(EVERYONE),
    "GET /api/v1/messages": Row(EVERYONE),
    "GET /api/v1/messages/unread": Row(EVERYONE),
    "POST /api/v1/messages/read": Row(EVERYONE, body(up_to="1")),
    "GET /api/v1/robots": Row(ADMIN),
    "PUT /api/v1/robots/{robot_id}": Row(ADMIN, robot),
    "DELETE /api/v1/robots/{robot_id}": Row(ADMIN),
    "POST /api/v1/robots/{robot_id}/test": Row(ADMIN),
    "GET /api/v1/robot-sends": Row(ADMIN),
    "GET /api/v1/participant-categories": Row(EVERYONE),
    "PUT /api/v1/participant-categories/{code}": Row(ADMIN, body(name="new")),
    "GET /api/v1/shops": Row(READERS),
    "GET /api/v1/shops/export": Row(READERS),
    "POST /api/v1/shops/import": Row(ORGANISERS, shop_sheet, status=422, code="not_a_spreadsheet"),
    "PUT /api/v1/shops/{shop_id}": Row(ORGANISERS, body(name="new", unit_id="unit_id")),
    "GET /api/v1/stationed-units": Row(READERS),
    "PUT /api/v1/stationed-units/{stationed_unit_id}": Row(ORGANISERS, body(name="new", unit_id="unit_id")),
    "PUT /api/v1/units/{unit_id}": Row(ADMIN, unit),
    "GET /api/v1/users": Row(frozenset({"admin", "supervisor"})),
    "GET /api/v1/users/{user_id}": Row(frozenset({"admin", "supervisor"})),
    "PUT /api/v1/users/{user_id}": Row(ADMIN, person),
    "PUT /api/v1/users/{user_id}/grants": Row(ADMIN, body(roles=[])),
    "PUT /api/v1/users/{user_id}/password": Row(ADMIN, body(password="a longer one")),
}
