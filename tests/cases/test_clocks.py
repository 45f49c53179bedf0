"""Clocks of cases: the four kinds, pauses and extensions, beside a slow and obvious implementation."""

from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from app.cases.deadlines import Ends, count_ends
from app.cases.models import Case
from app.catalog.clockwork import Clockwork
from app.catalog.limits import Clock, parse_limits
from app.catalog.published import published_days
from app.catalog.rules import Rules
from app.catalog.working_time import WorkingTime
from app.core.clock import LOCAL_ZONE, as_of
from tests.cases.conftest import Json, Street, named

MINUTE = timedelta(minutes=1)
EVE = datetime.fromisoformat("2026-09-30T00:00:00+08:00")
OFFICE = ((480, 720), (840, 1080))
CLOCKS = Clockwork(
    Rules(),
    WorkingTime(OFFICE, {day: works for day, (works, _) in published_days()[2026].items()}),
    "test",
)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LOCAL_ZONE)


def ticks(clock: Clock, moment: datetime) -> bool:
    """Whether this minute counts: office hours, written out once more."""
    if clock in ("running", "calendar_days"):
        return True
    here = moment.astimezone(LOCAL_ZONE)
    day = here.date()
    if day == date(2026, 9, 25) or date(2026, 10, 1) <= day <= date(2026, 10, 7):  # 中秋, 国庆
        return False
    is_make_up = day in (date(2026, 9, 20), date(2026, 10, 10))
    return (is_make_up or day.weekday() < 5) and here.hour in (8, 9, 10, 11, 14, 15, 16, 17)


def slowly(limit: Json, start: datetime, pauses: list[tuple[datetime, datetime]]) -> Ends:
    """Walk minute by minute and look at the clock."""
    hours = {"running": 1, "working_hours": 1, "working_days": 8, "calendar_days": 24}[limit["clock"]]
    wanted, used, moment, yellow = limit["amount"] * hours * 60, 0, start, None
    while used < wanted:
        is_paused = any(since <= moment < until for since, until in pauses)
        used += not is_paused and ticks(limit["clock"], moment)
        moment += MINUTE
        if yellow is None and used >= wanted * 0.8:
            yellow = moment
    return Ends(yellow, moment)


@st.composite
def pauses(draw: st.DrawFn) -> list[tuple[int, int]]:
    """Minutes since the start, one after the other."""
    marks = sorted(draw(st.lists(st.integers(0, 9000), max_size=6, unique=True)))
    return list(zip(marks[::2], marks[1::2], strict=False))


LIMITS = st.one_of(
    st.tuples(st.integers(1, 6).map(lambda fives: fives * 5), st.sampled_from(["小时", "紧急工作时"])),
    st.tuples(st.sampled_from([1, 2, 5]), st.sampled_from(["天", "自然日", "紧急工作日"])),
).map(lambda pair: parse_limits(f"{pair[0]}{pair[1]}")[0])


@settings(max_examples=60, deadline=None)
@given(LIMITS, st.integers(-20_000, 15_000), pauses())
def test_ends_are_those_of_who_watches_the_clock(
    limit: Json, begin: int, spells: list[tuple[int, int]]
) -> None:
    start = EVE + begin * MINUTE
    paused = [(start + since * MINUTE, start + until * MINUTE) for since, until in spells]
    moves = [{"from": since.isoformat(), "until": until.isoformat()} for since, until in paused]
    assert count_ends(limit, start, moves, CLOCKS) == slowly(limit, start, paused)


@settings(max_examples=60, deadline=None)
@given(LIMITS, st.integers(0, 5000), st.integers(1, 9000), pauses())
def test_an_extension_ends_when_promised_and_turns_yellow_before(
    limit: Json, begin: int, more: int, spells: list[tuple[int, int]]
) -> None:
    start = EVE + begin * MINUTE
    first = count_ends(limit, start, [], CLOCKS)
    assert first.due_at is not None
    to = first.due_at + more * MINUTE
    extension = {"at": start.isoformat(), "to": to.isoformat()}
    ends = count_ends(limit, start, [extension], CLOCKS)
    assert ends.due_at == to
    assert ends.yellow_at is not None
    assert first.yellow_at is not None
    assert first.yellow_at <= ends.yellow_at <= to
    later = [
        {"from": (to + a * MINUTE).isoformat(), "until": (to + b * MINUTE).isoformat()} for a, b in spells
    ]
    assert count_ends(limit, start, [extension, *later], CLOCKS) == ends


@pytest.mark.parametrize(
    ("text", "start", "due"),
    [
        ("2紧急工作时", "2026-09-30T23:00", "2026-10-01T01:00"),
        ("1紧急工作日", "2026-09-30T12:00", "2026-10-01T12:00"),
        ("4小时", "2026-09-30T16:00", "2026-10-08T10:00"),
        ("4小时", "2026-10-01T00:00", "2026-10-08T12:00"),
        ("1天", "2026-09-30T10:00", "2026-10-08T10:00"),
        ("1天", "2026-09-19T10:00", "2026-09-20T18:00"),
        ("3天", "2026-09-30T00:00", "2026-10-09T18:00"),
        ("7自然日", "2026-09-30T08:00", "2026-10-07T08:00"),
    ],
)
def test_each_kind_of_clock_over_the_national_day(street: Street, text: str, start: str, due: str) -> None:
    street.category.limits = parse_limits(text)
    with as_of(local(start)):
        case = street.assigned()
    assert datetime.fromisoformat(case["due_at"]) == local(due)
    assert (case["limit"]["text"], case["light"]) == (text, "green")


def test_a_working_clock_paused_over_the_holidays_has_as_much_left(street: Street) -> None:
    street.category.limits = parse_limits("8小时")
    with as_of(local("2026-09-29T08:00")):
        case = street.assigned()
    with as_of(local("2026-09-29T10:00")):
        case = street.act("supervisor", case, "suspend", note="等施工")
    with as_of(local("2026-10-05T10:00")):
        case = street.act("supervisor", case, "resume")
    assert datetime.fromisoformat(case["due_at"]) == local("2026-10-08T16:00")


def test_a_pause_excuses_nothing_that_was_overdue_before(street: Street) -> None:
    with as_of(local("2026-11-23T08:00")):
        case = street.assigned()
    with as_of(local("2026-11-23T13:00")):
        case = street.act("supervisor", case, "suspend", note="等施工")
    with as_of(local("2026-11-25T13:00")):
        case = street.act("supervisor", case, "resume")
        assert (datetime.fromisoformat(case["due_at"]), case["light"]) == (local("2026-11-23T12:00"), "red")


def test_a_pause_before_assignment_touches_no_clock(street: Street) -> None:
    with as_of(local("2026-11-23T08:00")):
        case = street.act("supervisor", street.reported(), "file")
        case = street.act("supervisor", case, "suspend", note="等")
    with as_of(local("2026-11-23T09:00")):
        case = street.act("supervisor", case, "resume")
        case = street.act("supervisor", case, "assign", department_id=str(street.department.id))
    assert (case["due_at"] is not None, case["paused_at"]) == (True, None)
    assert datetime.fromisoformat(case["due_at"]) == local("2026-11-23T13:00")


def test_what_was_extended_and_then_paused_keeps_what_was_left(street: Street) -> None:
    with as_of(local("2026-11-23T08:00")):
        case = street.assigned()
        due_at = local("2026-11-24T08:00").isoformat()
        case = street.act("handler", case, "ask_extension", due_at=due_at)
        case = street.act("supervisor", case, "extend")
    with as_of(local("2026-11-23T20:00")):
        case = street.act("supervisor", case, "suspend", note="等")
    with as_of(local("2026-11-30T20:00")):
        case = street.act("supervisor", case, "resume")
    assert datetime.fromisoformat(case["due_at"]) == local("2026-12-01T08:00")


def test_a_case_from_before_the_calendar_goes_on_by_its_plain_clock(session: Session, street: Street) -> None:
    with as_of(local("2026-11-23T08:00")):
        case = street.assigned()
    row = session.get_one(Case, _id(case))
    row.limit = None
    session.flush()
    with as_of(local("2026-11-23T10:00")):
        case = street.act("supervisor", case, "suspend", note="等")
    with as_of(local("2026-11-24T10:00")):
        case = street.act("supervisor", case, "resume")
    assert datetime.fromisoformat(case["due_at"]) == local("2026-11-24T12:00")


def _id(case: Json) -> UUID:
    return UUID(case["id"])


@pytest.fixture
def conditional(street: Street) -> Street:
    """A category with two limits, each with the condition it is for."""
    street.category.limits = parse_limits("1紧急工作时影响通行 / 3天")
    return street


def test_filing_says_which_limit_applies(conditional: Street) -> None:
    with as_of(local("2026-09-30T10:00")):
        case = conditional.act("supervisor", conditional.reported(), "file", limit="3天")
        assert (case["limit"]["clock"], case["events"][-1]["data"]["limit"]) == ("working_days", "3天")
        conditional.category.limits = []  # the catalogue changes, the case does not
        case = conditional.act("supervisor", case, "assign", department_id=str(conditional.department.id))
    assert datetime.fromisoformat(case["due_at"]) == local("2026-10-10T10:00")
    assert case["limit_hours"] == 24


@pytest.mark.parametrize(("limit", "text"), [(None, "1紧急工作时影响通行"), ("3天", "3天")])
def test_filed_and_assigned_in_one_act_the_first_holds_unless_another_is_named(
    conditional: Street, limit: str | None, text: str
) -> None:
    given = {"department_id": str(conditional.department.id)} | ({"limit": limit} if limit else {})
    case = conditional.act("supervisor", conditional.reported(), "assign", **given)
    assert (case["limit"]["text"], case["status"]) == (text, "assigned")


def test_given_to_others_it_stays_under_its_limit_and_reopened_it_is_chosen_anew(conditional: Street) -> None:
    case = conditional.act("supervisor", conditional.reported(), "file", limit="3天")
    for _ in range(2):
        case = conditional.act("supervisor", case, "assign", department_id=str(conditional.department.id))
        assert case["limit"]["text"] == "3天"
    conditional.upload("handler", "b")
    case = conditional.act("handler", case, "handle", photos=[named("after", "b")])
    case = conditional.act("chief", case, "verify_pass")
    case = conditional.act("supervisor", case, "reopen", note="又来了")
    assert case["limit"] is None


@pytest.mark.parametrize("action", ["file", "assign"])
def test_a_limit_the_category_lacks_is_refused(conditional: Street, action: str) -> None:
    case = conditional.reported()
    given = {"department_id": str(conditional.department.id)} if action == "assign" else {}
    answer = conditional.send("supervisor", case, action, limit="9天", **given)
    assert (answer.status_code, list((answer.json or {})["fields"])) == (422, ["limit"])
    assert conditional.of("supervisor").get(f"/cases/{case['id']}").json["status"] == "reported"
