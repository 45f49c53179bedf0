"""Rules tried on past cases: what they would have suggested, against who had the case in the end.

Costs what the newest few thousand cases cost, however many there are.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session

from app.accounts.models import Department
from app.cases import policy
from app.cases.models import Case
from app.cases.queries.columns import Shape
from app.cases.queries.suggesting import (
    current_suggester,
    facts_columns,
    facts_of,
    read_reference,
    rule_of,
    show_pick,
)
from app.cases.schemas.suggesting import SuggestionTrialBody
from app.cases.suggester import Pick, Rule, Suggester
from app.catalog.models import Category
from app.core.actor import Actor
from app.core.clock import local_date
from app.roads.models import RoadSegment

EXAMPLES = 20
LOOKED_THROUGH = 4
"""Times as many of the newest cases are looked through for ones that somebody was given."""
TOLD = (
    "id",
    "number",
    "status",
    "category_name",
    "segment_name",
    "received_at",
    "department_id",
    "department_name",
)


@dataclass(frozen=True)
class Tried:
    """A past case with what stands and what is tried."""

    case: Row[*tuple[Any, ...]]
    before: Pick | None
    after: Pick | None

    @property
    def is_changed(self) -> bool:
        """Whether it would have gone to another department."""
        return _department(self.before) != _department(self.after)

    @property
    def got_worse(self) -> bool:
        """Whether it was right and would no longer be."""
        return self.is_changed and _department(self.before) == self.case.department_id


def try_rules(session: Session, body: SuggestionTrialBody, *, actor: Actor, at: datetime) -> Shape:
    """The shape of `SuggestionTrial`."""
    rules = [rule_of(item, rank) for rank, item in enumerate(body.items, 1)]
    stands, tried = current_suggester(session), Suggester(rules, read_reference(session, rules))
    past = session.execute(_newest_given(actor, at, body.most)).all()
    cases = [Tried(row, stands.pick(facts := facts_of(row)), tried.pick(facts)) for row in past]
    changed = sorted((one for one in cases if one.is_changed), key=lambda one: not one.got_worse)
    return {
        "tried": len(cases),
        "first_received_at": min((row.received_at for row in past), default=None),
        "before": _tally((one.case.department_id, one.before) for one in cases),
        "after": _tally((one.case.department_id, one.after) for one in cases),
        "changed": len(changed),
        "rules": _by_rule(rules, cases),
        "examples": [_show(one, stands, tried) for one in changed[:EXAMPLES]],
    }


def _newest_given(actor: Actor, at: datetime, most: int) -> Select[*tuple[Any, ...]]:
    visible = policy.visible(actor, local_date(at))
    newest = select(Case.id).where(visible).order_by(Case.received_at.desc()).limit(most * LOOKED_THROUGH)
    return (
        select(
            Case.id,
            Case.number,
            Case.status,
            Case.received_at,
            Case.department_id,
            Department.name.label("department_name"),
            Category.name.label("category_name"),
            RoadSegment.name.label("segment_name"),
            *facts_columns(),
        )
        .join(Department, Department.id == Case.department_id)
        .join(Category, Category.id == Case.category_id)
        .outerjoin(RoadSegment, RoadSegment.id == Case.segment_id)
        .where(Case.id.in_(newest))
        .order_by(Case.received_at.desc(), Case.id)
        .limit(most)
    )


def _department(pick: Pick | None) -> UUID | None:
    return pick.department_id if pick is not None else None


def _tally(suggested: Iterable[tuple[UUID, Pick | None]]) -> Shape:
    words = Counter(_word(had, pick) for had, pick in suggested)
    return {word: words[word] for word in ("same", "other", "none")}


def _word(had: UUID, pick: Pick | None) -> str:
    if pick is None:
        return "none"
    return "same" if pick.department_id == had else "other"


def _by_rule(rules: Sequence[Rule], cases: Iterable[Tried]) -> list[Shape]:
    decided, same = Counter[UUID](), Counter[UUID]()
    for one in cases:
        if one.after is not None and isinstance(one.after.because, Rule):
            decided[one.after.because.id] += 1
            same[one.after.because.id] += one.after.department_id == one.case.department_id
    return [{"rule_id": rule.id, "decided": decided[rule.id], "same": same[rule.id]} for rule in rules]


def _show(one: Tried, stands: Suggester, tried: Suggester) -> Shape:
    return {name: getattr(one.case, name) for name in TOLD} | {
        "before": one.before and show_pick(stands.reference, one.before),
        "after": one.after and show_pick(tried.reference, one.after),
    }
