"""Time limits as offices write them, such as 2紧急工作日 / 15天, read into hours and clocks."""

import re
from typing import Any, Literal

from app.core.errors import Invalid

Clock = Literal["running", "working_hours", "working_days", "calendar_days"]

UNITS: dict[str, tuple[int, Clock]] = {
    "紧急工作时": (1, "running"),
    "紧急工作日": (24, "running"),
    "工作时": (1, "working_hours"),
    "小时": (1, "working_hours"),
    "工作日": (1, "working_days"),
    "天": (1, "working_days"),
    "自然日": (1, "calendar_days"),
}
"""By the word: how many of its clock's units (hours, or days) one of it makes."""

PLAIN_HOURS: dict[Clock, int] = {"running": 1, "working_hours": 1, "working_days": 8, "calendar_days": 24}
"""Hours of one unit on its own clock, with a working day as ever; the rules may say another (`rules.py`)."""

MAX_DAYS = 3650
"""A limit beyond ten years is a slip of the key, and further off dates could not be counted."""

LIMIT = re.compile(rf"(\d+(?:\.\d+)?)\s*({'|'.join(UNITS)})(.*)", re.DOTALL)


def parse_limits(text: str, source: str = "") -> list[dict[str, Any]]:
    """All limits in their order; the first holds, the others wait for an administrator. Raises Invalid."""
    parts = [part.strip() for part in text.split("/")] if text.strip() else []
    return [_parse(part, source) for part in parts]


def _parse(text: str, source: str) -> dict[str, Any]:
    found = LIMIT.fullmatch(text)
    if found is None:
        raise _bad(f"{text!r} is no time limit: write a number and one of {', '.join(UNITS)}")
    number, word, note = found.groups()
    each, clock = UNITS[word]
    amount = float(number) * each
    if amount > MAX_DAYS * (1 if clock.endswith("days") else 24):
        raise _bad(f"{text!r} is too long: ten years at most")
    return {
        "text": text,
        "amount": amount,
        "clock": clock,
        "note": note.strip(),
        "source": source,
    }


def _bad(words: str) -> Invalid:
    return Invalid(words, code="bad_limit", fields={"limits_text": [words]})


def holding(limits: list[dict[str, Any]]) -> tuple[float | None, Clock | None]:
    """The limit that holds unless filing chooses another, in hours of its clock, and that clock."""
    if not limits:
        return None, None
    clock: Clock = limits[0]["clock"]
    return limits[0]["amount"] * PLAIN_HOURS[clock], clock
