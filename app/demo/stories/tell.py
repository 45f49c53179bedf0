"""Tells as many stories as wanted, the same ones whenever asked for the same moment."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import cycle
from random import Random
from typing import Any
from uuid import UUID, uuid5

from app.core.clock import LOCAL_ZONE
from app.demo.district import District, Segment, read_data
from app.demo.pictures import Shot
from app.demo.stories.draft import Cast, Draft
from app.demo.stories.places import beside, far_from_every_road, near
from app.demo.stories.plots import MERGED_SHARE, PLOTS, Plot
from app.demo.stories.story import Problem, Step, Story

NAMESPACE = UUID("5a1d1c9e-4f5e-4b7a-9c53-410102202611")
HOME = "棉纺路街道"
WEEKS = 8
SLOW_HOURS = 4
# As shares of the limit that have passed: green, red, green, yellow, red, green.
LIGHTS = (0.3, 1.4, 0.1, 0.88, 2.6, 0.55)
WITHOUT_CLOCK_HOURS = 24.0

BegunWhen = Callable[[str, float], datetime | None]
"""By category code and share: when the limit began of which that share has passed by now."""


def tell_stories(
    district: District,
    limits: Mapping[str, float | None],
    now: datetime,
    count: int = 300,
    seed: int = 410102,
    begun_when: BegunWhen | None = None,
) -> list[Story]:
    """Stories in the order their reports arrived. `limits` are hours by category code.

    `begun_when` knows holidays; without it hours run on.
    """
    teller = Teller(district, limits, now, Random(seed), begun_when)
    shares = _shares(count)
    merged = shares.pop()
    stories = [teller.tell(plot) for plot, share in zip(PLOTS, shares, strict=True) for _ in range(share)]
    twins = teller.twins(stories, merged)
    return sorted([*stories, *twins], key=lambda story: (story.received_at, story.id))


def _shares(count: int) -> list[int]:
    """How many of each plot, duplicates last; each at least once as long as there are enough."""
    wanted = [plot.share for plot in PLOTS] + [MERGED_SHARE]
    order = [0, len(PLOTS), *range(1, len(PLOTS))]
    shares = [0] * len(wanted)
    for place in order[:count]:
        shares[place] = 1
    while sum(shares) < count:
        behind = max(order, key=lambda place: wanted[place] * count / sum(wanted) - shares[place])
        shares[behind] += 1
    return shares


class Teller:
    """Draws problem, place, people and hour for a plot."""

    def __init__(
        self,
        district: District,
        limits: Mapping[str, float | None],
        now: datetime,
        random: Random,
        begun_when: BegunWhen | None,
    ) -> None:
        self.district, self.limits, self.random = district, limits, random
        self.now = now.astimezone(LOCAL_ZONE).replace(microsecond=0)
        self._begun_when = begun_when
        words: dict[str, Any] = read_data("words.json")
        self.words = words
        self.problems = [_problem(row) for row in words["problems"] if row["category"] in limits]
        self.cast = Cast(district)
        self._lights: Iterator[float] = cycle(LIGHTS)
        self._homes: Iterator[bool] = cycle((True, False))
        self._told = 0

    def tell(self, plot: Plot) -> Story:
        """One story that has ended, or stands, before now."""
        share = next(self._lights) if plot.follows_limit else None
        problem = self._draw_problem(is_slow=plot.is_slow or (share is not None and share < 1))
        is_home = plot.at_home and next(self._homes)
        segment = self._draw_segment(is_home)
        while True:
            draft = self._draft(plot, problem, segment)
            if is_home and draft.random.random() < 0.8:
                draft.reporter = draft.chiefs[0]
            draft.begin(self._begins(plot, draft, share), self._running(plot))
            plot.tell(draft)
            if not draft.steps or draft.steps[-1].at < self.now:
                return self._finished(plot, draft)

    def twins(self, stories: list[Story], wanted: int) -> list[Story]:
        """Second reports of what is being worked on, merged into the first."""
        hosts = [story for story in stories if story.plot == "closed" and _open_minutes(story) > 60]
        return [self._twin(host) for host in self.random.sample(hosts, min(wanted, len(hosts)))]

    def _twin(self, host: Story) -> Story:
        at = _assigned_at(host) + timedelta(minutes=self.random.uniform(5, 25))
        merged_at = (at + timedelta(minutes=self.random.uniform(4, 25))).replace(microsecond=0)
        segment = next(row for row in self.district.segments if row.name == host.segment)
        draft = self._draft(PLOTS[0], host.problem, segment)
        draft.position = near(host.position, self.random, 8)
        draft.begin(at, None)
        step = Step("merge", draft.supervisors[0], merged_at, self.words["notes"]["merge"][0], into=host.id)
        return replace(self._finished(PLOTS[0], draft), plot="merged", steps=(step,))

    def _draft(self, plot: Plot, problem: Problem, segment: Segment) -> Draft:
        if plot.is_unplaced:
            spot = far_from_every_road(self.district, segment, self.random)
        else:
            spot = beside(segment, self.random)
        limit = self.limits[problem.category] or WITHOUT_CLOCK_HOURS
        return Draft(self.random, self.cast, self.words["notes"], problem, segment, spot, limit)

    def _draw_problem(self, is_slow: bool) -> Problem:
        fit = [row for row in self.problems if not is_slow or (self.limits[row.category] or 0) >= SLOW_HOURS]
        return self.random.choices(fit, [row.weight for row in fit])[0]

    def _draw_segment(self, is_home: bool) -> Segment:
        if is_home:
            return self.random.choice(self.district.segments_of(HOME))
        weights = [2 if row.is_key_area or row.office == HOME else 1 for row in self.district.segments]
        return self.random.choices(self.district.segments, weights)[0]

    def _running(self, plot: Plot) -> datetime | None:
        return self.now if plot.hours_ago or plot.follows_limit else None

    def _begins(self, plot: Plot, draft: Draft, share: float | None) -> datetime:
        if share is not None:
            known = self._begun_when and self._begun_when(draft.problem.category, share)
            begun = known or self.now - timedelta(hours=draft.limit_hours * share)
            return begun.astimezone(LOCAL_ZONE) - timedelta(minutes=self.random.uniform(8, 16))
        if plot.hours_ago:
            return self.now - timedelta(hours=self.random.uniform(*plot.hours_ago))
        day = self.now - timedelta(days=self.random.uniform(1, WEEKS * 7))
        # Two rounds a day, morning and afternoon.
        hour = self.random.choice((self.random.gauss(9.5, 1), self.random.gauss(15.5, 1.2)))
        return day.replace(hour=0, minute=0, second=0) + timedelta(hours=min(max(hour, 7.1), 19.5))

    def _finished(self, plot: Plot, draft: Draft) -> Story:
        self._told += 1
        source = self._source(plot, draft)
        words = self.random.choice(draft.problem.words)
        if source != "patrol":
            words = self.random.choice(self.words[source]).format(words=words)
            draft.reporter = self.random.choice(draft.supervisors)
        elif self.random.random() < 0.35 and not plot.is_unplaced:
            words = ""
        return Story(
            id=uuid5(NAMESPACE, str(self._told)),
            seed=self._told,
            plot=plot.name,
            problem=draft.problem,
            segment=draft.segment.name,
            position=draft.position,
            accuracy_m=round(self.random.uniform(4, 16), 1),
            placed_by="map" if source != "patrol" or self.random.random() < 0.15 else "gps",
            source=source,
            reporter=draft.reporter,
            words=words,
            observed_at=draft.observed_at.replace(microsecond=0),
            received_at=draft.received_at.replace(microsecond=0),
            before=_at_report(draft, is_cleared=False) if source in ("patrol", "public") else None,
            cleared=_at_report(draft, is_cleared=True) if draft.is_cleared_on_spot else None,
            steps=tuple(draft.steps),
            is_unread=plot.hours_ago is not None and bool(draft.steps),
        )

    def _source(self, plot: Plot, draft: Draft) -> str:
        # Whoever takes a report back or cleared it on the spot was there himself. What nobody has placed yet
        # is the reporter's unit's; written down at the district it would be out of the office's reach.
        was_there = draft.is_cleared_on_spot or plot.name == "withdrawn" or (plot.is_unplaced and draft.steps)
        if was_there or (plot.at_home and plot.name != "waiting"):
            return "patrol"
        return self.random.choices(("patrol", "hotline", "public", "leader"), (86, 8, 3, 3))[0]


def _at_report(draft: Draft, is_cleared: bool) -> Shot:
    draft.at = draft.observed_at if not is_cleared else draft.received_at
    return draft.shot(is_cleared)


def _problem(row: dict[str, Any]) -> Problem:
    departments, words = tuple(row["departments"]), tuple(row["words"])
    return Problem(row["category"], row["kind"], row["weight"], departments, words)


def _assigned_at(story: Story) -> datetime:
    return next(step.at for step in story.steps if step.action == "assign")


def _open_minutes(story: Story) -> float:
    done = next(step.at for step in story.steps if step.action == "handle")
    return (done - _assigned_at(story)) / timedelta(minutes=1)
