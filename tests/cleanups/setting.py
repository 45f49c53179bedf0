"""A cleanup for tests that go through every route: made over HTTP, told by the names paths use."""

from typing import Any
from uuid import uuid4

from app.core.clock import today
from tests.factories import Caller

NAMES = (
    "series_id",
    "session_id",
    "site_id",
    "counter_id",
    "link_id",
    "entry_id",
    "stationed_unit_id",
    "shop_id",
)
AROUND_THE_CLOCK = {"starts_at": "00:30", "ends_at": "23:59"}
"""Tests run at any hour."""


def lay_out_cleanup(organiser: Caller, known: dict[str, str]) -> dict[str, str]:
    """A series, a session of today with one site, and a counter; `known` has unit, segment and photo."""
    names = (
        "series_id",
        "session_id",
        "site_id",
        "counter_id",
        "link_id",
        "entry_id",
        "stationed_unit_id",
        "shop_id",
    )
    made = {name: str(uuid4()) for name in names}
    series = {
        "name": "全城清洁",
        "unit_id": known["unit_id"],
        "weekdays": [6],
        "starts_on": "2026-01-01",
    }
    site = {"id": made["site_id"], "name": "东段", "segment_id": known["segment_id"]}
    session = {"series_id": made["series_id"], "held_on": str(today()), "sites": [site]}
    put(organiser, f"/cleanup-series/{made['series_id']}", series)
    path = f"/cleanup-sessions/{made['session_id']}"
    code = put(organiser, path, session | AROUND_THE_CLOCK)["sign_in"]["code"]
    counts = {"seq": 1, "counts": {"volunteer": 1}}
    put(organiser, f"{path}/sites/{made['site_id']}/counters/{made['counter_id']}", counts)
    photo = {"role": "after"}
    answer = organiser.put(f"{path}/sites/{made['site_id']}/photos/{known['sha256']}", json=photo)
    assert answer.status_code == 204, answer.text
    token = put(organiser, f"{path}/sites/{made['site_id']}/links/{made['link_id']}", {})["token"]
    return made | {"code": code, "token": token}


def put(caller: Caller, path: str, body: object) -> dict[str, Any]:
    answer = caller.put(path, json=body)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.get_json()
    return made
