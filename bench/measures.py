"""What is measured: the request, who makes it, what a right answer is, and how many a second are aimed at."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

API = "/api/v1"
LON, LAT = "113.6001", "34.7430"
BODY = (
    '{"category_code": "04-007", "observed_at": "2026-11-01T08:00:00+08:00", "source": "patrol",'
    ' "placed_by": "gps", "description": "商户占道经营，摊位影响行人通行", "photos": [{"sha256": "SHA",'
    ' "role": "before"}], "location": {"lon": LON, "lat": LAT, "accuracy_m": 8, "datum": "wgs84"}}'
)
OPEN = "&".join(
    f"status={status}" for status in ("reported", "filed", "assigned", "handling", "handled", "suspended")
)
ABOUT_TO_REPORT = f"category_code=04-007&observed_at=2026-11-01T08:00:00Z&lon={LON}&lat={LAT}"
VIEWS = "mine,overdue,due_soon,unplaced,to_check,open,by_road"
WHOLE = "bbox=113.57,34.71,113.65,34.78"
A_PHONE = "concerns=me&limit=200"
"""As a phone asks for the feed of changes."""
NEWS = 20
"""Reports of their own that the phone behind has not heard of."""
TARGETS = 20
"""Cases that one act on many is meant for."""
Content = dict[str, Any]


def entry(value: float, unit: str, aim: float | None = None, met: bool | None = None) -> Content:
    """One result as results.json has it."""
    return {"value": round(value, 1), "unit": unit, "aim": aim, "met": met}


def is_whole_case(answer: Content) -> bool:
    return answer["segment_id"] is not None and len(answer["events"]) == len(answer["photos"]) == 1


def is_full_page(answer: Content) -> bool:
    return len(answer["items"]) == 50 and answer["total"] == 1000


def is_ranked(answer: Content) -> bool:
    scores = [row["score"] for row in answer["items"]]
    return scores == sorted(scores, reverse=True)


def has_some(answer: Content) -> bool:
    return len(answer["items"]) > 0


def has_an_answer(answer: Content) -> bool:
    return "items" in answer


def has_a_number(answer: Content) -> bool:
    return any(isinstance(value, int) for value in answer.values())


def has_counts(answer: Content) -> bool:
    return len(answer["views"]) == len(VIEWS.split(",")) and len(answer["roads"]) == 20


def is_in_cells(answer: Content) -> bool:
    return answer["kind"] == "cells" and 20 <= len(answer["features"]) <= 1000


def is_in_points(answer: Content) -> bool:
    return bool(answer["kind"] == "points" and 3500 <= len(answer["features"]) <= 4500)


def is_found(answer: Content) -> bool:
    return answer["segment_id"] is not None


def has_news(answer: Content) -> bool:
    return bool(sum(item["op"] == "upsert" for item in answer["items"]) >= NEWS)


def is_a_load(answer: Content) -> bool:
    return len(answer["items"]) >= 100 and all(item["kind"] == "case" for item in answer["items"])


def has_tried(answer: Content) -> bool:
    return bool(answer["tried"] == 1000 and len(answer["rules"]) == 40)


def has_acted_on_all(answer: Content) -> bool:
    return bool(answer["done"] == TARGETS and answer["refused"] == 0)


@dataclass(frozen=True)
class Measure:
    """One kind of request; `kind` says how it is varied from one to the next, by load.lua or by acts.py.

    A word in braces in path or body is filled in by filling.py. `aim` is in requests a second, None where
    none was set. `cases` is how many cases it acts on, each with statements of its own.
    """

    name: str
    username: str
    path: str
    is_right: Callable[[Content], bool]
    aim: float | None
    kind: str = "fixed"
    body: str = ""
    cases: int = 1

    @property
    def method(self) -> str:
        if self.kind == "create":
            return "PUT"
        return "POST" if self.body else "GET"

    @property
    def status(self) -> int:
        return 201 if self.kind == "create" else 200


MEASURES = (
    Measure("create", "chief7", f"{API}/cases/ID", is_whole_case, 500, "create", BODY),
    Measure("queue", "supervisor", f"{API}/cases", is_full_page, 300),
    Measure("queue_by_status", "supervisor", f"{API}/cases?status=reported", is_full_page, 300),
    Measure("queue_of_open", "supervisor", f"{API}/cases?{OPEN}", is_full_page, 300),
    Measure("queue_of_office", "office", f"{API}/cases", is_full_page, 300),
    Measure("queue_of_chief", "chief7", f"{API}/cases", is_full_page, 300),
    Measure("duplicates", "chief7", f"{API}/cases/duplicates?{ABOUT_TO_REPORT}", is_ranked, 400),
    Measure("queue_due_next", "supervisor", f"{API}/cases?sort=due_at", is_full_page, 300),
    Measure("queue_mine", "supervisor", f"{API}/cases?task=mine&sort=due_at", is_full_page, 300),
    Measure("queue_overdue", "supervisor", f"{API}/cases?overdue=true&sort=due_at", is_full_page, 300),
    Measure("queue_to_check", "supervisor", f"{API}/cases?status=handled&sort=due_at", has_some, 300),
    Measure("tasks_of_chief", "chief7", f"{API}/cases?task=mine&sort=due_at", has_some, 300),
    Measure("tasks_of_handler", "handler7", f"{API}/cases?task=mine&sort=due_at", has_some, 300),
    Measure("counts_of_views", "supervisor", f"{API}/cases/counts?views={VIEWS}", has_counts, 50),
    Measure("search_common", "supervisor", f"{API}/cases?q={quote('占道')}", is_full_page, 100),
    Measure("search_rare", "supervisor", f"{API}/cases?q={quote('井盖')}", has_some, 100),
    Measure("search_segment", "supervisor", f"{API}/cases?q={quote('路段 137')}", has_some, 100),
    Measure("search_number", "supervisor", f"{API}/cases?q=-9137", has_some, 100),
    Measure("search_two", "office", f"{API}/cases?q={quote('井盖 占道')}&{OPEN}", has_an_answer, 100),
    Measure("map_cells_of_open", "supervisor", f"{API}/cases/map?zoom=14&{WHOLE}&{OPEN}", is_in_cells, 50),
    Measure("map_cells", "supervisor", f"{API}/cases/map?zoom=14&{WHOLE}", is_in_cells, 50),
    Measure("map_points", "supervisor", f"{API}/cases/map?zoom=17&bbox={{box}}", is_in_points, 50),
    # An idle desk: a thousand a second is a millisecond of one processor each.
    Measure("desk_idle", "supervisor", f"{API}/changes?after={{now}}&limit=1", has_an_answer, 1000),
    Measure("bell", "supervisor", f"{API}/messages/unread", has_a_number, 1000),
    Measure(
        "nearest", "chief7", f"{API}/road-segments/nearest?lon={LON}&lat={LAT}", is_found, 500, "nearest"
    ),
    Measure("changes_followed", "chief7", f"{API}/changes?{A_PHONE}&after={{behind}}", has_news, None),
    Measure("changes_first_load", "chief7", f"{API}/changes?{A_PHONE}&after={{first}}", is_a_load, None),
    Measure("trial_of_rules", "admin", f"{API}/suggestion-rules/trial", has_tried, None, body="{rules}"),
    Measure(
        f"assign_{TARGETS}",
        "supervisor",
        f"{API}/cases/actions",
        has_acted_on_all,
        None,
        "assign",
        cases=TARGETS,
    ),
)
