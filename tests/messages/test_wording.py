"""What groups read: each event in an office's words, short, and without a person."""

from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest

from app.messages.facts import Facts, News
from app.messages.models import KINDS, Kind
from app.messages.wording import line_of, summary

DUE = datetime.fromisoformat("2026-11-23T10:00:00+00:00")


def news(kind: Kind, data: dict[str, Any] | None = None, **given: Any) -> News:
    values: dict[str, Any] = {
        "id": uuid4(),
        "number": "410102-20261123-0007",
        "status": "assigned",
        "source": "patrol",
        "category_name": "店外经营",
        "segment_name": "棉纺路：百花路—工人路",
        "segment_id": uuid4(),
        "unit_id": uuid4(),
        "unit_name": "棉纺路街道",
        "department_id": uuid4(),
        "department_name": "综合执法队",
        "assignee_id": None,
        "yellow_at": DUE,
        "due_at": DUE,
    }
    facts = Facts(**(values | given))
    said = {"note": "李四说的", "actor_name": "李四"} | (data or {})
    return News(kind, "cause", DUE, facts, [], facts.department_id, said)


CASE = "店外经营，棉纺路：百花路—工人路（棉纺路街道），案卷 410102-20261123-0007"


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (news("new"), f"新上报：{CASE}"),
        (news("assigned"), f"派遣给综合执法队：{CASE}，时限 11-23 18:00"),
        (news("returned", {"action": "return"}), f"回退：{CASE}，时限 11-23 18:00"),
        (news("returned", {"action": "verify_fail"}), f"核查不通过，返工：{CASE}，时限 11-23 18:00"),
        (news("reminded"), f"催办：{CASE}，时限 11-23 18:00"),
        (news("due_soon"), f"将超期：{CASE}，时限 11-23 18:00"),
        (news("overdue", {"to": "handler"}), f"超期：{CASE}，时限 11-23 18:00，请处置部门抓紧处置"),
        (news("overdue", {"to": "supervisor"}), f"超期：{CASE}，时限 11-23 18:00，请督导跟进"),
        (news("overdue", {"to": "chief"}), f"超期：{CASE}，时限 11-23 18:00，请路长协调"),
    ],
)
def test_each_event_has_its_words(told: News, words: str) -> None:
    assert line_of(told) == words


def test_what_is_not_known_is_left_out() -> None:
    bare = {"number": None, "segment_name": None, "due_at": None, "department_name": None}
    assert line_of(news("new", **bare)) == "新上报：店外经营，未定位（棉纺路街道）"
    assert line_of(news("assigned", **bare)) == "派遣：店外经营，未定位（棉纺路街道）"


def test_nobody_is_named_and_nobody_is_quoted() -> None:
    for kind in KINDS:
        for extra in ({"to": "handler", "action": "return"}, {"to": "chief", "action": "verify_fail"}):
            assert "李四" not in line_of(news(kind, extra))


def test_a_summary_is_of_the_local_day() -> None:
    names = ("received", "closed", "reported", "filed", "running", "handled", "yellow", "overdue")
    counts = {name: number for number, name in enumerate(names)}
    late = datetime.fromisoformat("2026-11-23T16:30:00+00:00")
    assert summary("中原区", late, counts).splitlines() == [
        "今日小结：中原区 11-24",
        "今日上报 0 件，结案 1 件",
        "待受理 2 件，待派遣 3 件，处置中 4 件，待核查 5 件",
        "将超期 6 件，超期 7 件",
    ]
