"""Rows that wait are taken once, again when their worker was killed, and given up after a few failures."""

import logging
from datetime import timedelta
from threading import Event, Thread
from time import monotonic

import pytest
from sqlalchemy.orm import Session

from app.core import jobs
from app.core.clock import now
from app.core.jobs import Sweeper
from app.media.models import Photo

LONG_AGO = now() - timedelta(days=1)


def waiting(session: Session, sha256: str = "a", **given: object) -> Photo:
    """A photo that waits for its sizes."""
    values = {"content_type": "image/jpeg", "byte_size": 1, "width": 1, "height": 1, "exif": {}}
    photo = Photo(sha256=(sha256 * 64)[:64], received_at=LONG_AGO, next_try_at=LONG_AGO, **values)
    for name, value in given.items():
        setattr(photo, name, value)
    session.add(photo)
    session.flush()
    return photo


def test_the_one_that_waits_longest_is_taken(session: Session) -> None:
    waiting(session, "b", next_try_at=LONG_AGO + timedelta(hours=1))
    oldest = waiting(session, "a")
    assert jobs.claim(session, Photo) is oldest
    assert oldest.attempts == 1


def test_what_is_taken_is_not_taken_again(session: Session) -> None:
    waiting(session)
    assert jobs.is_due(session, Photo)
    assert jobs.claim(session, Photo) is not None
    session.flush()
    assert not jobs.is_due(session, Photo)
    assert jobs.claim(session, Photo) is None


def test_a_killed_workers_claim_is_taken_again_after_its_lease(session: Session) -> None:
    photo = waiting(session)
    jobs.claim(session, Photo, lease=timedelta(0))
    session.flush()
    assert jobs.claim(session, Photo) is photo
    assert photo.attempts == 2


def test_what_is_finished_waits_no_more(session: Session) -> None:
    photo = waiting(session, failure="earlier")
    jobs.finish(photo)
    session.flush()
    assert jobs.claim(session, Photo) is None
    assert photo.failure is None


def test_each_failure_doubles_the_pause(session: Session) -> None:
    photo = waiting(session)
    pauses = []
    for attempt in (1, 2, 3, 30):
        photo.attempts = attempt
        jobs.fail(photo, "no", max_attempts=99)
        assert photo.next_try_at is not None
        pauses.append(round((photo.next_try_at - now()).total_seconds()))
    assert pauses == [5, 10, 20, 3600]


def test_the_last_failure_gives_up_and_says_why(session: Session) -> None:
    photo = waiting(session, attempts=3)
    jobs.fail(photo, "x" * 500, max_attempts=3)
    assert photo.next_try_at is None
    assert photo.failure == "x" * 200


def counter(answers: list[bool]) -> tuple[Sweeper, list[bool]]:
    """A sweeper that answers these one by one, then False; and what it has answered."""
    given: list[bool] = []

    def sweep() -> bool:
        given.append(answers.pop(0) if answers else False)
        return given[-1]

    return Sweeper("counter", sweep), given


def test_draining_ends_when_nobody_finds_anything() -> None:
    first, given = counter([True, True, False])
    second, also_given = counter([False, False, True])
    jobs.drain([first, second])
    assert (sum(given), sum(also_given)) == (2, 1)


def test_a_sweeper_that_fails_rests_and_the_others_go_on(caplog: pytest.LogCaptureFixture) -> None:
    calls = []

    def broken() -> bool:
        calls.append(1)
        raise RuntimeError("disk full")

    other, given = counter([True, True])
    with caplog.at_level(logging.ERROR):
        jobs.drain([Sweeper("broken", broken), other])
    assert len(calls) == 1
    assert sum(given) == 2
    assert "sweeper broken failed" in caplog.text


def test_a_sweeper_with_a_period_rests_after_finding_nothing() -> None:
    sweep, given = counter([])
    daily = Sweeper("daily", sweep.sweep, every=3600)
    assert not daily.turn()
    assert not daily.turn()
    assert len(given) == 1


def test_the_loop_stops_when_told_and_finishes_what_it_began() -> None:
    told, began, may_end, ended = Event(), Event(), Event(), Event()

    def slow() -> bool:
        began.set()
        may_end.wait(5)
        ended.set()
        return True

    loop = Thread(target=jobs.work, args=([Sweeper("slow", slow)], told))
    loop.start()
    assert began.wait(5)
    told.set()
    may_end.set()
    loop.join(5)
    assert ended.is_set()
    assert not loop.is_alive()


def test_an_idle_loop_looks_again_after_half_a_second() -> None:
    told, looks = Event(), []

    def look() -> bool:
        looks.append(monotonic())
        if len(looks) == 3:
            told.set()
        return False

    jobs.work([Sweeper("look", look)], told)
    assert 0.4 < looks[1] - looks[0] < 2
