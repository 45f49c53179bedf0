"""The order a queue is worked in, page by page, against sorting in the plainest way."""

import base64
from datetime import timedelta
from itertools import product
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from app.cases.due_next import due_next_key
from app.cases.models import Case
from app.cases.workflow import OPEN, STATUSES
from app.core.clock import now
from tests.cases.conftest import Street


@pytest.fixture
def cases(session: Session, street: Street) -> list[Case]:
    """A case of every status, with a deadline long ago, soon and none; some equal in all but the id."""
    start, made = now(), []
    for number, (status, due_h) in enumerate(product(STATUSES, (-30, 2, None))):
        case = session.get_one(Case, UUID(street.reported("supervisor")["id"]))
        case.status, case.received_at = status, start - timedelta(hours=number % 4)
        case.due_at = None if due_h is None else start + timedelta(hours=due_h)
        made.append(case)
    session.flush()
    return made


def pages(street: Street, **query: Any) -> list[str]:
    """The whole list, four rows at a time."""
    found: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        answer = street.of("supervisor").get("/cases", query_string={"limit": 4} | query | cursor)
        assert answer.status_code == 200, answer.json
        found += [row["id"] for row in answer.get_json()["items"]]
        if answer.get_json()["next_cursor"] is None:
            return found
        cursor = {"cursor": answer.get_json()["next_cursor"]}


def obvious(cases: list[Case]) -> list[str]:
    rows = [{"status": case.status, "due_at": case.due_at, "received_at": case.received_at} for case in cases]
    ranked = sorted(zip(rows, cases, strict=True), key=lambda pair: (*due_next_key(pair[0]), pair[1].id.hex))
    return [str(case.id) for _, case in ranked]


def test_every_case_comes_once_and_in_order(street: Street, cases: list[Case]) -> None:
    assert pages(street, sort="due_at") == obvious(cases)


def test_filters_keep_the_order(street: Street, cases: list[Case]) -> None:
    still_open = [case for case in cases if case.status in OPEN]
    assert pages(street, sort="due_at", status=list(OPEN)) == obvious(still_open)


def test_what_is_over_is_never_before_what_waits(street: Street, cases: list[Case]) -> None:
    status = {str(case.id): case.status for case in cases}
    shown = [status[case_id] in OPEN for case_id in pages(street, sort="due_at")]
    assert shown == sorted(shown, reverse=True)
    first = pages(street, sort="due_at")[0]
    assert status[first] in ("assigned", "handling")


@pytest.mark.parametrize("sort", ["-received_at", "received_at", "-updated_at", "due_at"])
def test_pages_of_every_order_hold_each_case_once(street: Street, cases: list[Case], sort: str) -> None:
    assert sorted(pages(street, sort=sort)) == sorted(str(case.id) for case in cases)


@pytest.mark.parametrize("sort", ["-received_at", "received_at", "-updated_at", "due_at"])
@pytest.mark.parametrize("offset", [0, 1, 17, 29, 30, 10_000])
def test_any_window_of_the_list_is_shown_by_rank(
    street: Street, cases: list[Case], sort: str, offset: int
) -> None:
    whole = pages(street, sort=sort)
    query = {"sort": sort, "limit": 5, "offset": offset}
    page = street.of("supervisor").get("/cases", query_string=query).get_json()
    assert [row["id"] for row in page["items"]] == whole[offset : offset + 5]
    assert (page["next_cursor"] is not None, page["total"]) == (offset + 5 < len(whole), len(whole))


def test_from_a_cursor_on_a_window_counts_from_there(street: Street, cases: list[Case]) -> None:
    caller, whole = street.of("supervisor"), pages(street, sort="due_at")
    first = caller.get("/cases?sort=due_at&limit=5").get_json()
    query = {"sort": "due_at", "limit": 5, "offset": 3, "cursor": first["next_cursor"]}
    page = caller.get("/cases", query_string=query).get_json()
    assert [row["id"] for row in page["items"]] == whole[8:13]


@pytest.mark.parametrize("offset", [-1, 10_001, "x"])
def test_a_rank_out_of_reach_is_refused(street: Street, offset: object) -> None:
    assert street.of("supervisor").get(f"/cases?offset={offset}").status_code == 422


def test_a_cursor_made_up_is_refused(street: Street) -> None:
    for parts in (
        '["due_at",3,"2026-01-01T00:00:00+00:00","x"]',
        '["due_at",true,1,2]',
        '["due_at",0,"x","y"]',
    ):
        query = {"sort": "due_at", "cursor": _encoded(parts)}
        answer = street.of("supervisor").get("/cases", query_string=query)
        assert (answer.status_code, answer.get_json()["code"]) == (422, "bad_cursor")


def _encoded(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")
