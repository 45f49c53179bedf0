"""A case as a story: a report and the moves that followed."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.demo.district import Position
from app.demo.pictures import Shot


@dataclass(frozen=True)
class Problem:
    """A kind of case as it comes up in the street."""

    category: str
    kind: str
    """Of the drawing."""
    weight: int
    departments: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True)
class Step:
    """One move. `after` is the photo it hands in."""

    action: str
    by: str
    at: datetime
    note: str = ""
    department: str | None = None
    after: Shot | None = None
    due_at: datetime | None = None
    segment: str | None = None
    into: UUID | None = None


@dataclass(frozen=True)
class Story:
    """`segment` is where it happened, also when the report did not come near enough to say so."""

    id: UUID
    seed: int
    plot: str
    problem: Problem
    segment: str
    position: Position
    accuracy_m: float
    placed_by: str
    source: str
    reporter: str
    words: str
    observed_at: datetime
    received_at: datetime
    before: Shot | None
    cleared: Shot | None
    """The after photo of what was cleared on the spot."""
    steps: tuple[Step, ...]
    is_unread: bool
    """Whether its reporter has yet to look at what became of it."""

    @property
    def shots(self) -> list[Shot]:
        """Every photo in the order it was taken."""
        report = [shot for shot in (self.before, self.cleared) if shot]
        return report + [step.after for step in self.steps if step.after]

    @property
    def ended_at(self) -> datetime:
        """When the last thing happened."""
        return self.steps[-1].at if self.steps else self.received_at
