"""Time limits as found in offices' tables."""

import csv
from typing import Any

import pytest

from app.catalog.limits import holding, parse_limits
from app.catalog.services import SHIPPED
from app.core.errors import Invalid


@pytest.mark.parametrize(
    ("text", "hours", "clock"),
    [
        ("2紧急工作时", 2, "running"),
        ("2紧急工作日 / 15天", 48, "running"),
        ("1紧急工作时制止 / 3天", 1, "running"),
        ("4小时", 4, "working_hours"),
        ("4 工作时", 4, "working_hours"),
        ("0.5小时", 0.5, "working_hours"),
        ("3天 / 1天", 24, "working_days"),
        ("2工作日", 16, "working_days"),
        ("7自然日", 168, "calendar_days"),
        ("", None, None),
        ("  ", None, None),
    ],
)
def test_the_first_limit_holds(text: str, hours: float | None, clock: str | None) -> None:
    assert holding(parse_limits(text)) == (hours, clock)


def test_the_others_are_kept_with_their_words_and_source() -> None:
    first, second = parse_limits("1紧急工作时制止 / 3天", "a table")
    assert first == {
        "text": "1紧急工作时制止",
        "amount": 1,
        "clock": "running",
        "note": "制止",
        "source": "a table",
    }
    assert (second["text"], second["amount"], second["clock"]) == ("3天", 3, "working_days")


@pytest.mark.parametrize("text", ["soon", "天", "3", "2小时 /", "/", "-1天", "3周"])
def test_what_is_no_limit_is_refused(text: str) -> None:
    with pytest.raises(Invalid) as refused:
        parse_limits(text)
    assert refused.value.code == "bad_limit"


def test_every_shipped_limit_can_be_read() -> None:
    with SHIPPED.open(encoding="utf-8", newline="") as file:
        rows: list[dict[str, Any]] = list(csv.DictReader(file))
    assert len(rows) == 102
    without = [row["code"] for row in rows if holding(parse_limits(row["limits"]))[0] is None]
    assert without == ["04-03"]
