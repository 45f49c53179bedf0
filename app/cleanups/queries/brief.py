"""The brief of a session: its numbers against last week and since January, its words, its photos."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from app.cleanups.brief.content import (
    Brief,
    Facts,
    Number,
    Pair,
    Span,
    compose_text,
    compose_title,
    day_in_words,
)
from app.cleanups.models import CleanupBrief, CleanupSession
from app.cleanups.queries.adding import Shape
from app.cleanups.queries.statistics import WHOLE, Tally, sum_up
from app.cleanups.queries.terms import list_categories, list_kinds
from app.cleanups.queries.whole import show_session
from app.cleanups.weeks import days_of, week_of
from app.core.actor import Actor
from app.core.clock import local_date
from app.core.dialect import among
from app.core.storage import storage
from app.media.keys import key

MOST_PAIRS = 2
WORDS = ("title", "heading", "weather", "text", "signature", "pairs")


def show_brief(
    session: Session, session_id: UUID, *, actor: Actor, at: datetime, composed: bool = False
) -> Shape:
    """The shape of `BriefOut`; NotFound for a session this person may not see."""
    whole = show_session(session, session_id, actor=actor, at=at)
    spans = _compare(session, whole, local_date(at))
    stored = session.get(CleanupBrief, session_id)
    words = _compose(session, whole, spans)
    if stored and not composed:
        words |= {name: told for name in WORDS if (told := getattr(stored, name)) is not None}
    return {
        "session_id": session_id,
        "version": stored.version if stored else 0,
        "is_stored": stored is not None,
        **words,
        "is_text_edited": stored is not None and stored.text is not None,
        "are_pairs_chosen": stored is not None and stored.pairs is not None,
        "numbers": [asdict(number) for number in _numbers(session, whole, spans)],
        "edited_at": stored and stored.edited_at,
    }


def get_brief(session: Session, session_id: UUID, *, actor: Actor, at: datetime) -> Brief:
    """Everything to be set on the page, photos included."""
    shape = show_brief(session, session_id, actor=actor, at=at)
    whole = show_session(session, session_id, actor=actor, at=at)
    names = ("heading", "title", "weather", "text", "signature")
    return Brief(
        **{name: shape[name] for name in names},
        held_on=whole["held_on"],
        numbers=[Number(**number) for number in shape["numbers"]],
        pairs=[pair for choice in shape["pairs"] if (pair := _load(whole, choice))],
    )


@dataclass(frozen=True)
class Spans:
    """The series in this week up to the session, as far into the week before, and since January.

    Several sessions a week are compared with as many of the week before, so that a Tuesday never stands
    against a whole week; None where there were none.
    """

    week: Tally
    last_week: Tally | None
    year: Tally


def _compare(session: Session, whole: Shape, today: date) -> Spans:
    held_on: date = whole["held_on"]
    monday, before = days_of(week_of(held_on))[0], days_of(week_of(held_on - timedelta(weeks=1)))
    last_day = min(held_on, today)
    so_far = len(session.scalars(_ids(whole, monday, held_on)).all())
    last_ids = session.scalars(_ids(whole, before[0], before[-1]).limit(so_far))
    last = _tally(session, among(CleanupSession.id, last_ids))
    return Spans(
        week=_tally(session, *_held(whole, monday, last_day)),
        last_week=last if last.sessions else None,
        year=_tally(session, *_held(whole, date(held_on.year, 1, 1), last_day)),
    )


def _held(whole: Shape, first: date, last: date) -> Sequence[ColumnElement[bool]]:
    return (
        CleanupSession.series_id == whole["series_id"],
        CleanupSession.held_on.between(first, last),
        CleanupSession.cancelled_at.is_(None),
    )


def _ids(whole: Shape, first: date, last: date) -> Select[UUID]:
    """In the order they were held."""
    order = CleanupSession.held_on, CleanupSession.id
    return select(CleanupSession.id).where(*_held(whole, first, last)).order_by(*order)


def _tally(session: Session, *where: ColumnElement[bool]) -> Tally:
    return sum_up(session, where, WHOLE)[1]


def _numbers(session: Session, whole: Shape, spans: Spans) -> list[Number]:
    def number(name: str, of: Callable[[Tally], float]) -> Number:
        last = spans.last_week
        return Number(name, of(spans.week), of(last) if last else None, of(spans.year))

    def persons(code: str) -> Callable[[Tally], float]:
        return lambda tally: tally.person_times[code]

    def result(code: str) -> Callable[[Tally], float]:
        return lambda tally: tally.results[code] / 100

    categories = (row for row in list_categories(session) if row.code in whole["totals"])
    kinds = (row for row in list_kinds(session) if row.code in whole["results"])
    return [
        number("人次合计", _everybody),
        *(number(row.name, persons(row.code)) for row in categories),
        number("参与门店（户）", lambda tally: tally.shops),
        *(number(f"{row.name}（{row.measure}）", result(row.code)) for row in kinds),
        number("发现问题（件）", lambda tally: tally.found),
        number("办结问题（件）", lambda tally: tally.closed),
    ]


def _everybody(tally: Tally) -> int:
    return sum(tally.person_times.values())


def _statuses(whole: Shape) -> list[str]:
    """Of the cases of all sites, each once."""
    found = {case["case_id"]: case["status"] for site in whole["sites"] for case in site["cases"]}
    return list(found.values())


def _compose(session: Session, whole: Shape, spans: Spans) -> Shape:
    facts = _facts(session, whole, spans)
    return {
        "title": compose_title(facts),
        "heading": "",
        "weather": "",
        "text": compose_text(facts),
        "signature": f"{facts.unit_name}　{day_in_words(facts.held_on).split('（')[0]}",
        "pairs": _best_pairs(whole),
    }


def _facts(session: Session, whole: Shape, spans: Spans) -> Facts:
    names = {row.code: row.name for row in list_categories(session)}
    cases = _statuses(whole)
    return Facts(
        series_name=whole["series_name"],
        unit_name=whole["unit_name"],
        held_on=whole["held_on"],
        sites=sum(not site["is_withdrawn"] for site in whole["sites"]),
        total=whole["total"],
        by_category=[(names.get(code, code), count) for code, count in whole["totals"].items()],
        shops=whole["shops_taking_part"],
        results=[(row.name, whole["results"].get(row.code, 0.0), row.measure) for row in list_kinds(session)],
        cases_found=len(cases),
        cases_closed=cases.count("closed"),
        week=_span(spans.week),
        last_week=_span(spans.last_week) if spans.last_week else None,
        year=_span(spans.year),
    )


def _span(tally: Tally) -> Span:
    return Span(len(tally.sessions), _everybody(tally), tally.shops)


def _best_pairs(whole: Shape) -> list[Shape]:
    """The first whole pair of each site that can be shown already."""
    found = []
    for site in whole["sites"]:
        pairs = {photo["pair"] for photo in site["photos"]}
        whole_pairs = [number for number in sorted(pairs) if _shown(site, number)]
        found += [{"site_id": str(site["id"]), "pair": number} for number in whole_pairs[:1]]
    return found[:MOST_PAIRS]


def _shown(site: Shape, number: int) -> dict[str, str] | None:
    """Hashes by role, where both of the pair are ready."""
    ready = {one["role"]: one["sha256"] for one in site["photos"] if one["pair"] == number and one["ready"]}
    return ready if ready.keys() == {"before", "after"} else None


def _load(whole: Shape, choice: Any) -> Pair | None:
    """The two pictures; None where one of them is not there (any more)."""
    site = next((site for site in whole["sites"] if str(site["id"]) == str(choice["site_id"])), None)
    shown = _shown(site, choice["pair"]) if site else None
    if site is None or shown is None:
        return None
    before, after = (storage.get(key("screen", shown[role])) for role in ("before", "after"))
    return Pair(site["name"], before, after)
