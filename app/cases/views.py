"""The ways into the queue that everybody has: each is a filter that could as well be typed."""

from typing import Any, Literal
from urllib.parse import urlencode

from app.cases.workflow import HANDLING, OPEN

View = Literal[
    "mine",
    "overdue",
    "due_soon",
    "unplaced",
    "to_check",
    "reported",
    "filed",
    "suspended",
    "open",
    "by_road",
]
VIEWS: dict[View, dict[str, Any]] = {
    "mine": {"task": "mine"},
    "overdue": {"overdue": True},
    "due_soon": {"status": [*HANDLING], "light": ["yellow"]},
    "unplaced": {"status": [*OPEN], "unplaced": True},
    "to_check": {"status": ["handled"]},
    "reported": {"status": ["reported"]},
    "filed": {"status": ["filed"]},
    "suspended": {"status": ["suspended"]},
    "open": {"status": [*OPEN]},
    "by_road": {"status": [*OPEN], "unplaced": False},
}


def query_of(view: View) -> str:
    """What stands after the question mark of GET /cases for this view."""
    words = {
        name: str(value).lower() if isinstance(value, bool) else value for name, value in VIEWS[view].items()
    }
    return urlencode(words | {"sort": "due_at"}, doseq=True)
