"""Working time against a slow and obvious implementation, and at the corners where calendars go wrong."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.catalog.published import published_days
from app.catalog.working_time import Period, WorkingTime
from app.core.clock import LOCAL_ZONE

OFFICE: tuple[Period, ...] = ((480, 720), (840, 1080))
MINUTE = timedelta(minutes=1)
naive = datetime.fromisoformat


def off_and_on(*years: int) -> dict[date, bool]:
    return {day: works for year in years for day, (works, _) in published_days()[year].items()}


PUBLISHED = WorkingTime(OFFICE, off_and_on(2025, 2026))


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LOCAL_ZONE)


def slowly(working: WorkingTime, moment: datetime) -> bool:
    """Whether the minute that begins here is worked."""
    here = moment.astimezone(LOCAL_ZONE)
    if not working.exceptions.get(here.date(), here.weekday() not in (5, 6)):
        return False
    return any(start <= here.hour * 60 + here.minute < until for start, until in working.periods)


def slowly_between(working: WorkingTime, start: datetime, end: datetime) -> timedelta:
    count, moment = 0, start
    while moment < end:
        count += slowly(working, moment)
        moment += MINUTE
    return count * MINUTE


def slowly_after(working: WorkingTime, start: datetime, minutes: int) -> datetime:
    moment = start
    while minutes > 0:
        minutes -= slowly(working, moment)
        moment += MINUTE
    return moment


@st.composite
def periods(draw: st.DrawFn) -> tuple[Period, ...]:
    marks = draw(st.lists(st.integers(0, 1440), min_size=2, max_size=6, unique=True).map(sorted))
    return tuple((marks[at], marks[at + 1]) for at in range(0, len(marks) - 1, 2))


DAYS = st.dates(date(2026, 9, 20), date(2026, 10, 20))
MOMENTS = st.datetimes(naive("2026-09-20"), naive("2026-10-20"), timezones=st.just(LOCAL_ZONE)).map(
    lambda moment: moment.replace(second=0, microsecond=0)
)
CALENDARS = st.one_of(
    st.just(PUBLISHED), st.builds(WorkingTime, periods(), st.dictionaries(DAYS, st.booleans(), max_size=12))
)


@settings(max_examples=150, deadline=None)
@given(CALENDARS, MOMENTS, st.integers(-600, 5000))
@example(PUBLISHED, local("2026-10-01T00:00"), 5000)
def test_between_counts_every_minute(working: WorkingTime, start: datetime, minutes: int) -> None:
    end = start + minutes * MINUTE
    assert working.between(start, end) == slowly_between(working, start, end)


@settings(max_examples=150, deadline=None)
@given(CALENDARS, MOMENTS, st.integers(0, 700))
@example(PUBLISHED, local("2026-09-30T23:59"), 1)
@example(PUBLISHED, local("2026-10-01T00:00"), 1)
def test_after_is_the_first_moment_by_which_it_has_passed(
    working: WorkingTime, start: datetime, minutes: int
) -> None:
    assert working.after(start, minutes * MINUTE) == slowly_after(working, start, minutes)


@settings(max_examples=300, deadline=None)
@given(
    CALENDARS,
    st.datetimes(naive("2000-01-01"), naive("2100-01-01"), timezones=st.just(LOCAL_ZONE)),
    st.timedeltas(timedelta(0), timedelta(days=300)),
    st.timedeltas(timedelta(0), timedelta(days=300)),
)
def test_after_and_between_undo_each_other_and_add_up(
    working: WorkingTime, start: datetime, first: timedelta, second: timedelta
) -> None:
    """To the microsecond: in two goes as in one, and never later for less."""
    halfway = working.after(start, first)
    end = working.after(halfway, second)
    assert working.between(start, halfway) == first
    assert end == working.after(start, first + second)
    assert start <= halfway <= end


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("2026-09-30T17:00", 1, "2026-09-30T18:00"),
        ("2026-09-30T17:00", 1.5, "2026-10-08T08:30"),  # seven days off from 1 October on
        ("2026-10-01T00:00", 8, "2026-10-08T18:00"),
        ("2026-09-20T00:00", 8, "2026-09-20T18:00"),  # a Sunday that makes up for 国庆
        ("2026-10-10T07:00", 4, "2026-10-10T12:00"),  # a Saturday that does
        ("2026-09-19T12:00", 4, "2026-09-20T12:00"),
        ("2026-11-20T13:00", 4.25, "2026-11-23T08:15"),
        ("2026-11-23T11:00", 1, "2026-11-23T12:00"),  # the end of a period, not the next one's beginning
        ("2026-11-23T12:30", 0, "2026-11-23T12:30"),
    ],
)
def test_the_year_2026_as_published(start: str, hours: float, end: str) -> None:
    assert PUBLISHED.after(local(start), timedelta(hours=hours)) == local(end)


def test_seconds_are_kept() -> None:
    start = local("2026-11-23T17:59:59.5")
    assert PUBLISHED.after(start, timedelta(seconds=1)) == local("2026-11-24T08:00:00.5")


def test_an_unpublished_year_has_weekends_alone() -> None:
    assert 2099 not in published_days()
    assert WorkingTime(OFFICE, {}).after(local("2099-10-01T08:00"), timedelta(hours=8)) == local(
        "2099-10-01T18:00"
    )


def test_the_end_of_all_calendars_is_no_error() -> None:
    far = local("8999-12-31T00:00")
    assert PUBLISHED.between(local("2026-01-01T00:00"), far) > timedelta(days=300_000)
    assert PUBLISHED.after(far, timedelta(days=1_000_000)).year == 9998


def test_every_published_year_is_whole() -> None:
    for year, days in published_days().items():
        assert {day.year for day in days} == {year}
        assert sum(not works for works, _ in days.values()) >= 7
        assert all(day.weekday() >= 5 for day, (works, _) in days.items() if works)


def test_a_night_shift_up_to_midnight() -> None:
    night = WorkingTime(((1200, 1440),), {})
    end = night.after(local("2026-11-23T20:00"), timedelta(hours=4))
    assert end == datetime.combine(date(2026, 11, 24), time(0), LOCAL_ZONE)
