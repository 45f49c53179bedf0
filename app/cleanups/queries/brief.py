"""The brief of a session: its numbers against last week and since January, its words, its photos."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from app.cleanups.brief.content import Brief, Facts, Number, Pair, compose_text, compose_title, day_in_words
from app.cleanups.models import CleanupBrief, CleanupSession
from app.cleanups.queries.adding import Shape
from app.cleanups.queries.statistics import WHOLE, Tally, sum_up
from app.cleanups.queries.terms import list_categories, list_kinds
from app.cleanups.queries.whole import show_session
from app.cleanups.weeks import days_of, week_of
from app.core.actor import Actor
from app.core.storage import storage
from app.media.keys import key

MOST_PAIRS = 2
WORDS = ("title", "heading", "weather", "text", "signature", "pairs")


def show_brief(
    session: Session, session_id: UUID, *, actor: Actor, at: datetime, composed: bool = False
) -> Shape:
    """The shape of `BriefOut`; NotFound for a session this person may not see."""
    whole = show_session(session, session_id, actor=actor, at=at)
    last, year = _compare(session, whole)
    stored = session.get(CleanupBrief, session_id)
    words = (
        {name: getattr(stored, name) for name in WORDS}
        if stored and not composed
        else _compose(session, whole, last, year)
    )
    return {
        "session_id": session_id,
        "version": stored.version if stored else 0,
        "is_stored": stored is not None,
        **words,
        "numbers": [asdict(number) for number in _numbers(session, whole, last, year)],
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


def _compare(session: Session, whole: Shape) -> tuple[Tally | None, Tally]:
    """The series in the week before, if anything took place; and from January to this day."""
    held_on: date = whole["held_on"]
    before = days_of(week_of(held_on - timedelta(weeks=1)))
    last = _tally(session, whole, before[0], before[-1])
    year = _tally(session, whole, date(held_on.year, 1, 1), held_on)
    return (last if last.sessions else None), year


def _tally(session: Session, whole: Shape, first: date, last: date) -> Tally:
    where: Sequence[ColumnElement[bool]] = (
        CleanupSession.series_id == whole["series_id"],
        CleanupSession.held_on.between(first, last),
        CleanupSession.cancelled_at.is_(None),
    )
    return sum_up(session, where, WHOLE)[1]


def _numbers(session: Session, whole: Shape, last: Tally | None, year: Tally) -> list[Number]:
    def number(name: str, now: float, of: Callable[[Tally], float]) -> Number:
        return Number(name, now, of(last) if last else None, of(year))

    def persons(code: str) -> Callable[[Tally], float]:
        return lambda tally: tally.person_times[code]

    def result(code: str) -> Callable[[Tally], float]:
        return lambda tally: tally.results[code] / 100

    totals, results, cases = whole["totals"], whole["results"], _statuses(whole)
    categories = (row for row in list_categories(session) if row.code in totals)
    kinds = (row for row in list_kinds(session) if row.code in results)
    return [
        number("人次合计", whole["total"], _everybody),
        *(number(row.name, totals[row.code], persons(row.code)) for row in categories),
        number("参与门店（户）", whole["shops_taking_part"], lambda tally: tally.shops),
        *(number(f"{row.name}（{row.measure}）", results[row.code], result(row.code)) for row in kinds),
        number("发现问题（件）", len(cases), lambda tally: tally.found),
        number("办结问题（件）", cases.count("closed"), lambda tally: tally.closed),
    ]


def _everybody(tally: Tally) -> int:
    return sum(tally.person_times.values())


def _statuses(whole: Shape) -> list[str]:
    """Of the cases of all sites, each once."""
    found = {case["case_id"]: case["status"] for site in whole["sites"] for case in site["cases"]}
    return list(found.values())


def _compose(session: Session, whole: Shape, last: Tally | None, year: Tally) -> Shape:
    facts = _facts(session, whole, last, year)
    return {
        "title": compose_title(facts),
        "heading": "",
        "weather": "",
        "text": compose_text(facts),
        "signature": f"{facts.unit_name}　{day_in_words(facts.held_on).split('（')[0]}",
        "pairs": _best_pairs(whole),
    }


def _facts(session: Session, whole: Shape, last: Tally | None, year: Tally) -> Facts:
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
        last_week_total=_everybody(last) if last else None,
        last_week_shops=last.shops if last else None,
        year_total=_everybody(year),
        year_shops=year.shops,
    )


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
