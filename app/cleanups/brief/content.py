"""What a brief says, whoever sets it; and the words it begins with. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""No such character may stand in a document."""
WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True)
class Number:
    """One line of the table: the series in this week so far, as far into the last, and this year."""

    name: str
    now: float
    last_week: float | None
    since_january: float


@dataclass(frozen=True)
class Pair:
    """A place before and after, as JPEG bytes."""

    site_name: str
    before: bytes
    after: bytes


@dataclass(frozen=True)
class Brief:
    """Everything that is set on the page."""

    heading: str
    title: str
    held_on: date
    weather: str
    text: str
    signature: str
    numbers: Sequence[Number]
    pairs: Sequence[Pair]

    @property
    def meta(self) -> str:
        """Day and weather in one line."""
        return "　".join(part for part in (day_in_words(self.held_on), self.weather) if part)

    @property
    def paragraphs(self) -> list[str]:
        """The text by lines, blank ones left out."""
        return [line.strip() for line in printable(self.text).splitlines() if line.strip()]


@dataclass(frozen=True)
class Span:
    """A series over several sessions: person-times, and shops, each once."""

    sessions: int
    total: int
    shops: int


@dataclass(frozen=True)
class Facts:
    """What the first words are made of."""

    series_name: str
    unit_name: str
    held_on: date
    sites: int
    total: int
    by_category: Sequence[tuple[str, int]]
    shops: int
    results: Sequence[tuple[str, float, str]]
    """Name, amount, measure."""
    cases_found: int
    cases_closed: int
    week: "Span"
    last_week: "Span | None"
    """As many sessions of the week before as this week had so far; None where there was none."""
    year: "Span"


def printable(text: str) -> str:
    """The same without what no document takes."""
    return UNPRINTABLE.sub("", text)


def day_in_words(day: date) -> str:
    """2026年11月21日（星期六）"""
    return f"{day.year}年{day.month}月{day.day}日（星期{WEEKDAYS[day.weekday()]}）"


def in_words(amount: float) -> str:
    """12 rather than 12.0, with thousands kept apart."""
    return f"{amount:,.2f}".rstrip("0").rstrip(".")


def compose_title(facts: Facts) -> str:
    """棉纺路街道“全城清洁”活动简报"""
    return f"{facts.unit_name}“{facts.series_name}”活动简报"


def compose_text(facts: Facts) -> str:
    """Three plain paragraphs to edit; nobody's name stands in them."""
    parts = [_who(facts), _what(facts), _compared(facts)]
    return "\n".join(part for part in parts if part)


def _who(facts: Facts) -> str:
    day = f"{facts.held_on.month}月{facts.held_on.day}日"
    counted = "、".join(f"{name}{in_words(count)}人次" for name, count in facts.by_category if count)
    shops = f"，沿街门店参与{in_words(facts.shops)}户" if facts.shops else ""
    detail = f"，其中{counted}" if counted else ""
    return (
        f"{day}，{facts.unit_name}组织开展“{facts.series_name}”活动，设活动点位{facts.sites}个，"
        f"参加{in_words(facts.total)}人次{detail}{shops}。"
    )


def _what(facts: Facts) -> str:
    done = "，".join(
        f"{name}{in_words(amount)}{measure}" for name, amount, measure in facts.results if amount
    )
    found = (
        f"活动中发现问题{facts.cases_found}件，已办结{facts.cases_closed}件。" if facts.cases_found else ""
    )
    return (f"活动成效：{done}。" if done else "") + found


def _compared(facts: Facts) -> str:
    parts = [_week(facts), _against_last_week(facts)]
    return "；".join([*(part for part in parts if part), _year(facts)])


def _week(facts: Facts) -> str:
    """Only where the session is not the only one of its week."""
    week = facts.week
    if week.sessions < 2:
        return ""
    people, distinct = in_words(week.total), in_words(week.shops)
    return f"本周已开展{week.sessions}次，累计参加{people}人次，参与门店{distinct}户（不重复计）"


def _against_last_week(facts: Facts) -> str:
    week, last = facts.week, facts.last_week
    if last is None:
        return ""
    more, shops = _difference(week.total - last.total, "人次"), _difference(week.shops - last.shops, "户")
    return f"与上周{'同期' if week.sessions > 1 else ''}相比，参加人次{more}，参与门店{shops}"


def _year(facts: Facts) -> str:
    people, distinct = in_words(facts.year.total), in_words(facts.year.shops)
    return f"“{facts.series_name}”今年以来累计参加{people}人次，参与门店{distinct}户（不重复计）。"


def _difference(by: int, measure: str) -> str:
    if by == 0:
        return "持平"
    return f"{'增加' if by > 0 else '减少'}{in_words(abs(by))}{measure}"
