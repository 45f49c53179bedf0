"""A thousand people sign in by QR within a minute: each is counted once, and nobody waits."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
import requests

from tests.soak.test_minutes_of_work import Person, running

__all__ = ["running"]
PEOPLE, SECONDS, THREADS = 1000, 60, 16
P95_S = 0.2

pytestmark = pytest.mark.soak


def open_session(organiser: Person) -> tuple[str, str]:
    """A session of today, open around the clock; its path and the code of its QR."""
    unit_id = organiser.ask("GET", "/session")["user"]["roles"][0]["unit_id"]
    today = str(datetime.now(UTC).astimezone(ZoneInfo("Asia/Shanghai")).date())
    series = {"name": "全城清洁", "unit_id": unit_id, "weekdays": [6], "starts_on": "2026-01-01"}
    series_id, path = uuid4(), f"/cleanup-sessions/{uuid4()}"
    organiser.ask("PUT", f"/cleanup-series/{series_id}", json=series)
    site = {"id": str(uuid4()), "name": "游园", "location": {"lon": 113.612, "lat": 34.748}}
    hours = {"starts_at": "00:30", "ends_at": "23:59"}
    body = {"series_id": str(series_id), "held_on": today, "sites": [site], **hours}
    return path, organiser.ask("PUT", path, json=body)["sign_in"]["code"]


def test_a_thousand_sign_ins_in_a_minute(running: tuple[int, str]) -> None:
    _, address = running
    organiser = Person(address, "organiser")
    path, code = open_session(organiser)
    began = time.monotonic()

    def sign_in(number: int) -> tuple[int, float]:
        time.sleep(max(0.0, began + number * SECONDS / PEOPLE - time.monotonic()))
        sent = time.monotonic()
        body = {"token": f"{number:04}-a-random-token", "category_code": "volunteer"}
        answer = requests.post(f"{address}/api/v1/cleanup-sign-ins/{code}", json=body, timeout=30)
        return answer.status_code, time.monotonic() - sent

    with ThreadPoolExecutor(THREADS) as pool:
        done = list(pool.map(sign_in, range(PEOPLE)))
        again = list(pool.map(sign_in, range(0, PEOPLE, 10)))
    waits = sorted(wait for _, wait in done)
    p95 = waits[int(len(waits) * 0.95)]
    print(f"p50 {waits[len(waits) // 2] * 1000:.0f} ms, p95 {p95 * 1000:.0f} ms")  # noqa: T201
    assert {status for status, _ in done} == {201}
    assert {status for status, _ in again} == {200}
    assert organiser.ask("GET", path)["totals"]["volunteer"] == PEOPLE
    assert p95 <= P95_S, f"p95 is {p95 * 1000:.0f} ms"
