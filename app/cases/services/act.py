"""One move under way: the locked case, what was ordered, and what the log will say."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.cases.models import Case
from app.cases.schemas.incoming import Order
from app.catalog.clockwork import Clockwork, clockwork_of
from app.core.actor import Actor
from app.core.errors import Invalid


@dataclass(frozen=True)
class Step:
    """A row of the log to be."""

    action: str
    from_status: str
    to_status: str


@dataclass
class Act:
    """`data` goes into the log with the last step.

    `limit_m` is how far a segment may be from a point, `limits` what the category allows as it stands now,
    `revision` that of calendar and rules.
    """

    session: Session
    case: Case
    order: Order
    actor: Actor
    limit_m: float
    limits: list[dict[str, Any]]
    revision: UUID | None
    at: datetime
    steps: list[Step] = field(default_factory=list)
    data: dict[str, Any] = field(default_factory=dict)
    also_changed: list[Case] = field(default_factory=list)
    """Others of which the feed must tell, such as the survivor of a merge, whose photos are more now."""

    @property
    def clocks(self) -> Clockwork:
        """Calendar and rules, read when a move needs them."""
        return clockwork_of(self.session, self.revision)


def lacking(**fields: str) -> Invalid:
    """The refusal of a move that lacks something, naming the fields."""
    named: Mapping[str, list[str]] = {name: [words] for name, words in fields.items()}
    return Invalid("This move needs more", code="move_incomplete", fields=named)
