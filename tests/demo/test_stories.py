"""Made-up cases are plausible: placed where they say, in an order that can be, by people who may."""

from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from app.cases.workflow import MOVES, Status
from app.core.geo import nearest
from app.demo.district import zhongyuan
from app.demo.pictures import KINDS
from app.demo.stories import Story, tell_stories

NOW = datetime(2026, 11, 23, 2, 30, tzinfo=UTC)
FAST = dict.fromkeys(("04-05", "04-06", "04-10", "01-12"), 2.0) | {"04-09": 3.0, "01-10": 4.0, "01-92": 4.0}
SLOW = {"01-13": 40.0, "01-11": 40.0, "04-93": 8.0, "01-07": 2.0, "03-02": 8.0, "01-80": 8.0}
LIMITS: Mapping[str, float | None] = FAST | SLOW | dict.fromkeys(("02-01", "02-98", "01-36"), 8.0)
SEGMENTS = [(segment.name, [segment.points]) for segment in zhongyuan().segments]


def replay(story: Story) -> Status:
    """The status the workflow's table leads to; fails on a move it does not know."""
    status: Status = "handled" if story.cleared else "reported"
    before: Status = status
    for step in story.steps:
        move = next(row for row in MOVES.values() if row.action == step.action)
        assert status in move.to, f"{story.plot}: {step.action} from {status}"
        assert "note" not in move.needs or step.note
        assert "after_photo" not in move.needs or step.after
        assert "due_at" not in move.needs or step.due_at
        status, before = move.to[status] or before, status
    return status


@pytest.fixture(scope="module")
def stories() -> list[Story]:
    return tell_stories(zhongyuan(), LIMITS, NOW)


def test_tells_three_hundred_over_eight_weeks(stories: list[Story]) -> None:
    assert len({story.id for story in stories}) == 300
    assert stories[0].received_at < NOW - timedelta(weeks=7)
    assert sum(story.received_at > NOW - timedelta(days=1) for story in stories) > 50


def test_the_same_moment_gives_the_same_stories(stories: list[Story]) -> None:
    assert tell_stories(zhongyuan(), LIMITS, NOW) == stories


@pytest.mark.parametrize("count", [20, 50, 100])
def test_tells_as_many_as_asked(count: int) -> None:
    assert len(tell_stories(zhongyuan(), LIMITS, NOW, count)) == count


@pytest.mark.parametrize("hour", range(0, 24, 3))
def test_nothing_happens_after_now_or_backwards(hour: int) -> None:
    now = NOW.replace(hour=hour)
    for story in tell_stories(zhongyuan(), LIMITS, now):
        moments = [story.observed_at, story.received_at, *(step.at for step in story.steps)]
        assert all(earlier <= later for earlier, later in pairwise(moments)), story.plot
        assert moments[-1] <= now, story.plot
        assert all(shot.taken_at <= now for shot in story.shots)


def test_the_nearest_segment_is_the_one_the_story_tells(stories: list[Story]) -> None:
    for story in stories:
        found = nearest(story.position, SEGMENTS, 30)
        is_unplaced = story.plot == "placed_by_hand" or found is None
        assert is_unplaced or (found and found.id == story.segment), story.segment
    unplaced = [story for story in stories if nearest(story.position, SEGMENTS, 30) is None]
    assert len(unplaced) == 8


def test_shops_stalls_and_bicycles_are_most_of_it(stories: list[Story]) -> None:
    most = [code for code, _ in Counter(story.problem.category for story in stories).most_common(4)]
    assert {"04-05", "04-06", "04-10"} <= set(most)
    assert {story.problem.kind for story in stories} == set(KINDS)


def test_calls_come_without_photos_and_patrols_never(stories: list[Story]) -> None:
    for story in stories:
        assert (story.before is None) == (story.source in {"hotline", "leader"})
    assert {"patrol", "hotline", "leader", "public"} == {story.source for story in stories}


def test_calls_are_written_down_at_the_desk_and_patrols_reported_by_chiefs(stories: list[Story]) -> None:
    roles = {person.username: person.role for person in zhongyuan().people}
    for story in stories:
        assert roles[story.reporter] == ("road_chief" if story.source == "patrol" else "supervisor")


def test_people_play_their_own_parts(stories: list[Story]) -> None:
    district = zhongyuan()
    people = {person.username: person for person in district.people}
    offices = {segment.name: segment.office for segment in district.segments}
    for story in stories:
        for step in story.steps:
            actor = people[step.by]
            if step.action in {"take", "handle", "return", "ask_extension"}:
                assert actor.role == "handler"
            elif actor.role == "road_chief":
                assert actor.unit == offices[story.segment]
            else:
                assert actor.role == "supervisor"
                assert actor.unit in {district.name, offices[story.segment]}


def test_nobody_checks_what_he_cleared_himself(stories: list[Story]) -> None:
    for story in stories:
        if story.cleared:
            assert story.reporter not in [step.by for step in story.steps]


def test_work_is_checked_by_somebody_else_with_a_picture_in_hand(stories: list[Story]) -> None:
    for story in stories:
        for done, checked in pairwise(story.steps):
            if checked.action.startswith("verify") and done.action == "handle":
                assert done.by != checked.by
                assert done.after


@pytest.mark.parametrize("hour", range(0, 24, 4))
def test_the_chief_has_work_and_news_today(hour: int) -> None:
    stories = tell_stories(zhongyuan(), LIMITS, NOW.replace(hour=hour))
    home = {segment.name for segment in zhongyuan().segments_of("棉纺路街道")}
    to_check = [
        story for story in stories if story.segment in home and story.plot in {"handled", "cleared_waiting"}
    ]
    news = [story for story in stories if story.reporter == "chief" and story.is_unread]
    assert len(to_check) >= 4
    assert {"closed", "rejected"} <= {story.plot for story in news}


@pytest.mark.parametrize("hour", range(0, 24, 4))
def test_the_crew_has_open_work_in_every_light(hour: int) -> None:
    shares, now = [], NOW.replace(hour=hour)
    for story in tell_stories(zhongyuan(), LIMITS, now):
        given = [step for step in story.steps if step.action == "assign"]
        if story.plot in {"assigned", "handling"} and given[-1].department == "zhifa":
            limit = timedelta(hours=LIMITS[story.problem.category] or 0)
            shares.append((now - given[-1].at) / limit)
    assert sum(share > 1 for share in shares) >= 2
    assert sum(share < 0.8 for share in shares) >= 2


def test_every_history_is_one_the_workflow_allows(stories: list[Story]) -> None:
    counts = Counter(replay(story) for story in stories)
    assert counts.keys() == {
        "reported",
        "rejected",
        "filed",
        "assigned",
        "handling",
        "handled",
        "closed",
        "suspended",
        "merged",
        "withdrawn",
    }
    assert counts["closed"] > 180


def test_twenty_cases_have_every_status_too() -> None:
    assert len({replay(story) for story in tell_stories(zhongyuan(), LIMITS, NOW, 20)}) == 10


def test_answers_follow_questions(stories: list[Story]) -> None:
    questions = {"confirm": "ask_confirm", "deny": "ask_confirm", "extend": "ask_extension"}
    questions |= {"refuse_extension": "ask_extension", "resume": "suspend", "reopen": "reject"}
    for story in stories:
        for earlier, later in pairwise(story.steps):
            assert questions.get(later.action, earlier.action) == earlier.action
