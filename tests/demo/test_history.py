"""The demonstration's cases are real ones: written by the services, at their hours, in a lawful order."""

import hashlib
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.cases.deadlines import light
from app.cases.models import Case, CaseEvent
from app.cases.workflow import MOVES, STATUSES
from app.catalog.services import load_categories
from app.core.clock import local_date
from app.core.storage import storage
from app.demo.district import zhongyuan
from app.demo.gallery import Hung
from app.demo.history import count_moves, write_history
from app.demo.services import Settled, begun_when, limits_of, settle
from app.demo.stories import Story, tell_stories
from app.media.exif import Notes
from app.media.intake import Picture
from app.media.keys import key
from app.media.models import Photo
from tests.factories import PASSWORD_HASH, Make

NOW = datetime(2026, 11, 23, 2, 30, tzinfo=UTC)
FAST, SLOW = ("04-05", "04-06", "04-10", "01-12"), ("01-13", "01-36", "02-01", "04-93")


@pytest.fixture
def categories(make: Make) -> None:
    for code in FAST:
        make.category(code, limits_text="2紧急工作时")
    for code in SLOW:
        make.category(code, limits_text="1紧急工作日")


@pytest.fixture
def settled(session: Session, categories: None) -> Settled:
    return settle(session, zhongyuan(), PASSWORD_HASH, NOW, local_date(NOW))


@pytest.fixture
def stories(session: Session, settled: Settled) -> list[Story]:
    return tell_stories(zhongyuan(), limits_of(session), NOW, 30)


@pytest.fixture
def hung(stories: list[Story]) -> list[list[Hung]]:
    """Drawing is tested elsewhere: a few bytes stand for each picture."""
    return [[undrawn(f"{story.id} {place}") for place, _ in enumerate(story.shots)] for story in stories]


def undrawn(name: str) -> Hung:
    sha256 = hashlib.sha256(name.encode()).hexdigest()
    storage.put(key("original", sha256), name.encode())
    return Hung(sha256, Picture("image/jpeg", len(name), 1280, 960, Notes()))


@pytest.fixture
def written(session: Session, stories: list[Story], hung: list[list[Hung]], settled: Settled) -> list[Story]:
    done = list(write_history(session, stories, hung, settled, limit_m=30))
    assert done[-1] == len(done) == count_moves(stories)
    session.expire_all()
    return stories


def test_every_status_is_reached_by_lawful_moves(session: Session, written: list[Story]) -> None:
    statuses = Counter(session.scalars(select(Case.status)))
    assert statuses.total() == len(written)
    assert statuses.keys() == set(STATUSES)
    assert statuses["closed"] > len(written) / 3
    for event in session.scalars(select(CaseEvent).where(CaseEvent.action != "report")):
        move = next(row for row in MOVES.values() if row.action == event.action)
        assert event.from_status in move.to
        assert move.to[event.from_status] in {event.to_status, None}
    checks = select(CaseEvent.actor_id, Case.handler_id).join(Case).where(CaseEvent.action == "verify_pass")
    rows = session.execute(checks).all()
    assert rows
    assert all(actor != handler for actor, handler in rows)


def test_log_and_numbers_follow_the_hours_of_the_story(session: Session, written: list[Story]) -> None:
    for story in written:
        events = session.scalars(
            select(CaseEvent).where(CaseEvent.case_id == story.id).order_by(CaseEvent.id)
        )
        hours = [event.at for event in events]
        assert (hours[0], hours[-1]) == (story.received_at, story.ended_at)
    numbered = select(Case.number).where(Case.number.is_not(None)).order_by(Case.filed_at)
    numbers = session.scalars(numbered).all()
    assert numbers == sorted(numbers, key=str)
    assert all(str(number).startswith("410102-") for number in numbers)


def test_what_is_open_now_is_placed_lit_and_partly_unread(
    session: Session, written: list[Story], settled: Settled
) -> None:
    for story in written:
        case = session.get_one(Case, story.id)
        assert case.segment_id in {settled.segments[story.segment], None}
    assert session.scalar(select(func.count()).where(Case.segment_id.is_(None))) == 1
    due = session.scalars(select(Case.due_at).where(Case.status.in_(("assigned", "handling")))).all()
    assert any(moment and moment < NOW for moment in due)
    assert any(moment and moment > NOW for moment in due)
    unread = session.scalars(select(Case).where(Case.version > Case.reporter_seen_version)).all()
    assert settled.users["chief"].id in {row.reporter_id for row in unread}
    assert all(row.updated_at > NOW - timedelta(days=3) for row in unread)


def test_photos_wait_for_no_worker_and_came_when_the_story_says(
    session: Session, written: list[Story]
) -> None:
    photos = session.scalars(select(Photo)).all()
    assert len(photos) == sum(len(story.shots) for story in written)
    assert all(photo.derived_at and photo.next_try_at is None for photo in photos)
    assert min(photo.received_at for photo in photos) < NOW - timedelta(weeks=5)


@pytest.mark.parametrize("day", ["2026-11-23T02:30", "2026-10-04T12:00", "2026-10-10T09:00"])
def test_some_are_overdue_and_some_not_whatever_the_calendar_says(
    session: Session, make: Make, day: str
) -> None:
    """With the shipped limits, on a Monday, in the week of 1 October, on a Saturday that is worked."""
    now = datetime.fromisoformat(day).replace(tzinfo=UTC)
    load_categories(session)
    begun = begun_when(session, now)
    settled = settle(session, zhongyuan(), PASSWORD_HASH, now, local_date(now))
    told = tell_stories(zhongyuan(), limits_of(session), now, 120, begun_when=begun)
    shots = [[undrawn(f"{story.id} {place}") for place, _ in enumerate(story.shots)] for story in told]
    assert list(write_history(session, told, shots, settled, limit_m=30))
    waiting = select(light(now)).where(Case.status.in_(("assigned", "handling")))
    assert set(session.scalars(waiting)) >= {"green", "red"}
