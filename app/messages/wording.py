"""What robots say, as an office would write it: kind, place and time, never a person or a person's words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.core.clock import LOCAL_ZONE
from app.messages.facts import Facts, News

MARK = "【路长】"
"""Begins every post; a group whose robot demands a keyword takes 路长."""
STEPS = {"handler": "请处置部门抓紧处置", "supervisor": "请督导跟进", "chief": "请路长协调"}
TEST = "测试消息：收到这条消息，说明机器人“{name}”已接通。"
MOST_LINES = 20


def line_of(news: News) -> str:
    """One line for a group."""
    facts = news.facts
    lines = {
        "new": lambda: f"新上报：{_what(facts)}",
        "assigned": lambda: f"派遣{_to(facts)}：{_what(facts)}{_limit(facts)}",
        "returned": lambda: f"{_returned(news)}：{_what(facts)}{_limit(facts)}",
        "reminded": lambda: f"催办：{_what(facts)}{_limit(facts)}",
        "due_soon": lambda: f"将超期：{_what(facts)}{_limit(facts)}",
        "overdue": lambda: f"超期：{_what(facts)}{_limit(facts)}，{STEPS[news.data['to']]}",
    }
    return lines[news.kind]()


def _what(facts: Facts) -> str:
    number = f"，案卷 {facts.number}" if facts.number else ""
    return f"{facts.category_name}，{facts.segment_name or '未定位'}（{facts.unit_name}）{number}"


def _to(facts: Facts) -> str:
    return f"给{facts.department_name}" if facts.department_name else ""


def _limit(facts: Facts) -> str:
    return f"，时限 {_moment(facts.due_at)}" if facts.due_at else ""


def _returned(news: News) -> str:
    return "回退" if news.data["action"] == "return" else "核查不通过，返工"


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(LOCAL_ZONE):%m-%d %H:%M}"


def summary(unit_name: str, at: datetime, counts: Mapping[str, int]) -> str:
    """The numbers of a unit's day."""
    return (
        f"今日小结：{unit_name} {at.astimezone(LOCAL_ZONE):%m-%d}\n"
        f"今日上报 {counts['received']} 件，结案 {counts['closed']} 件\n"
        f"待受理 {counts['reported']} 件，待派遣 {counts['filed']} 件，处置中 {counts['running']} 件，"
        f"待核查 {counts['handled']} 件\n"
        f"将超期 {counts['yellow']} 件，超期 {counts['overdue']} 件"
    )


@dataclass(frozen=True)
class Post:
    """`text` holds the first `taken` of what waits."""

    text: str
    taken: int


def compose(lines: Sequence[str], max_bytes: int) -> Post:
    """As many of the lines as one post may hold, at least the first, cut where that alone is too long."""
    first = cut(lines[0], max_bytes - len(MARK.encode()))
    text, taken = MARK + first, 1
    for line in lines[1:MOST_LINES]:
        longer = f"{text}\n{line}"
        if len(longer.encode()) > max_bytes:
            break
        text, taken = longer, taken + 1
    return Post(text, taken)


def cut(line: str, max_bytes: int) -> str:
    """So many bytes of UTF-8 at most, without half a character."""
    return line.encode()[:max_bytes].decode(errors="ignore")
