"""A story while it is being told: knows the hour, who may act, and writes one move after the other."""

from datetime import datetime, timedelta
from random import Random
from typing import Any

from app.core.clock import LOCAL_ZONE
from app.demo.district import District, Position, Segment
from app.demo.pictures import Shot
from app.demo.stories.places import near
from app.demo.stories.story import Problem, Step

DAY_BEGINS, DAY_ENDS = 7, 20


class Cast:
    """Who may play which part."""

    def __init__(self, district: District) -> None:
        self._people = district.people
        self._district = district.name

    def chiefs(self, office: str) -> list[str]:
        """The office's chiefs, highest level first."""
        chiefs = [person for person in self._people if person.role == "road_chief" and person.unit == office]
        return [person.username for person in sorted(chiefs, key=lambda person: person.level or 9)]

    def supervisors(self, office: str) -> list[str]:
        """The district's supervisor and the office's own."""
        places = (self._district, office)
        return [row.username for row in self._people if row.role == "supervisor" and row.unit in places]

    def handlers(self, department: str) -> list[str]:
        """The people of a department."""
        return [row.username for row in self._people if row.department == department]


class Draft:
    """Moves take place at `at`, which only ever goes forward, and in a running story never reaches `now`."""

    def __init__(
        self,
        random: Random,
        cast: Cast,
        notes: dict[str, list[str]],
        problem: Problem,
        segment: Segment,
        position: Position,
        limit_hours: float,
    ) -> None:
        self.random, self.notes, self.problem = random, notes, problem
        self.segment, self.position, self.limit_hours = segment, position, limit_hours
        self.chiefs = cast.chiefs(segment.office)
        self.supervisors = cast.supervisors(segment.office)
        self._cast = cast
        self.reporter = self.chiefs[0] if random.random() < 0.6 else self.chiefs[-1]
        self.department = random.choice(problem.departments)
        self.handler = random.choice(cast.handlers(self.department))
        self.is_cleared_on_spot = False
        self.steps: list[Step] = []

    def begin(self, at: datetime, now: datetime | None) -> None:
        """Arrive at the server; `now` is given where the story is still running."""
        self.received_at = self.at = at
        self.observed_at = at - timedelta(seconds=self.random.randint(20, 240))
        self.assigned_at = at
        self._now = now

    def wait(self, low: float, high: float) -> None:
        """Some minutes pass; nobody works at night, but what runs now must not run past now."""
        pause = timedelta(minutes=self.random.uniform(low, high))
        if self._now is None:
            self.at = self._by_day(self.at + pause)
        else:
            self.at += min(pause, (self._now - self.at) * 0.5)

    def act(self, action: str, by: str, **given: Any) -> None:
        """Write one move with a note such as people write."""
        note = given.pop("note", None)
        if note is None:
            note = self.random.choice(self.notes.get(action, [""]))
        self.steps.append(Step(action, by, self.at.replace(microsecond=0), note, **given))

    def file(self) -> None:
        self.wait(4, 40)
        self.act("file", self.random.choice(self.supervisors))

    def assign(self) -> None:
        self.wait(2, 25)
        self.assigned_at = self.at
        self.act("assign", self.random.choice(self.supervisors), department=self.department)

    def take(self) -> None:
        self.wait(5, 40)
        self.act("take", self.handler)

    def handle(self, is_cleared: bool = True, is_late: bool = False) -> None:
        """The handler says it is done; a picture may show that it is not."""
        share = self.random.uniform(1.1, 1.9) if is_late else self.random.uniform(0.15, 0.75)
        minutes = min(self.limit_hours * share, 96) * 60
        self.wait(minutes * 0.9, minutes)
        self.act("handle", self.handler, after=self.shot(is_cleared))

    def check(self, is_good: bool = True) -> None:
        """A chief goes and looks, or a supervisor decides by the picture; never who did the work."""
        self.wait(20, 300)
        mine = self.reporter if self.is_cleared_on_spot else None
        chiefs = [chief for chief in self.chiefs if chief != mine]
        by = self.random.choice(chiefs if chiefs and self.random.random() < 0.7 else self.supervisors)
        self.act("verify_pass" if is_good else "verify_fail", by)

    def supervise(self, action: str, low: float, high: float, **given: Any) -> None:
        """One of a supervisor's many moves after some minutes."""
        self.wait(low, high)
        self.act(action, self.random.choice(self.supervisors), **given)

    def give_to(self, department: str) -> None:
        """Somebody else is to do it."""
        self.department, self.handler = department, self._cast.handlers(department)[0]

    def shot(self, is_cleared: bool) -> Shot:
        """A photo taken on the spot a few minutes ago, or just now."""
        lon, lat = near(self.position, self.random, 6)
        taken_at = self.at - timedelta(seconds=self.random.randint(20, 200))
        return Shot(lon, lat, taken_at.astimezone(LOCAL_ZONE).replace(microsecond=0), is_cleared)

    def _by_day(self, at: datetime) -> datetime:
        local = at.astimezone(LOCAL_ZONE)
        if DAY_BEGINS <= local.hour < DAY_ENDS:
            return at
        morning = local.replace(hour=DAY_BEGINS, minute=self.random.randint(5, 55))
        return morning if local.hour < DAY_BEGINS else morning + timedelta(days=1)
