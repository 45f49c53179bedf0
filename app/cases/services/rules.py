"""The rules of suggestions replaced as a whole, or refused with everything that is wrong with them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import Department
from app.accounts.services import record
from app.accounts.units import UnitTree, unit_tree
from app.cases.models import SuggestionRule
from app.cases.queries.rules import districts_of, show_rules
from app.cases.queries.suggesting import COLUMNS, RULES
from app.cases.schemas.suggesting import SuggestionRuleBody, SuggestionRulesBody
from app.catalog.models import Category
from app.core.actor import Actor
from app.core.dialect import among
from app.core.errors import Conflict, Invalid
from app.core.stamps import bump, read_stamp
from app.roads.models import Road, RoadSegment

Fields = dict[str, list[str]]


def write_rules(session: Session, body: SuggestionRulesBody, *, actor: Actor) -> None:
    """Put these in place of the rules of the actor's districts. Raises Conflict where they changed since."""
    bump(session, RULES)  # first, so that a second administrator waits here and is then told
    if body.version != read_stamp(session, RULES) - 1:
        raise _stale(session, actor)
    check_rules(session, body.items, actor)
    tree, districts = unit_tree(session), districts_of(session, actor)
    mine = select(SuggestionRule).where(among(SuggestionRule.district_id, districts))
    held = {row.id: row for row in session.scalars(mine)}
    _refuse_foreign_ids(session, body.items, held)
    before = [_words(row) for row in sorted(held.values(), key=lambda row: row.rank)]
    for rank, item in enumerate(body.items):
        row = held.pop(item.id, None) or SuggestionRule(id=item.id)
        _apply(row, item, rank, tree)
        session.add(row)
    for left_out in held.values():
        session.delete(left_out)
    session.flush()
    _record(session, before, body.items, actor, districts)


def _stale(session: Session, actor: Actor) -> Conflict:
    current = show_rules(session, actor)
    current["version"] -= 1  # what we have just counted up is not to be
    return Conflict("Somebody else has changed the rules", code="stale_version", rules=current)


def _apply(row: SuggestionRule, item: SuggestionRuleBody, rank: int, tree: UnitTree) -> None:
    district = tree.district(item.unit_id)
    row.rank, row.district_id = rank, district.id if district else item.unit_id
    for name, value in item.model_dump().items():
        setattr(row, name, value)


def _refuse_foreign_ids(session: Session, items: Sequence[SuggestionRuleBody], held: Iterable[UUID]) -> None:
    unknown = [item.id for item in items if item.id not in set(held)]
    taken = set(session.scalars(select(SuggestionRule.id).where(among(SuggestionRule.id, unknown))))
    words = "Another rule has this id"
    fields = {f"items.{n}.id": [words] for n, item in enumerate(items) if item.id in taken}
    if fields:
        raise Conflict(words, code="already_taken", fields=fields)


def _words(row: SuggestionRule | SuggestionRuleBody) -> dict[str, Any]:
    values = ((name, getattr(row, name)) for name in COLUMNS)
    return {name: str(value) if isinstance(value, UUID) else value for name, value in values}


def _record(
    session: Session,
    before: list[dict[str, Any]],
    items: Sequence[SuggestionRuleBody],
    actor: Actor,
    districts: Iterable[UUID],
) -> None:
    """One row for each district, whose administrators may read it, with what was and what is."""
    after = [_words(item) for item in items]
    if before == after:
        return
    words = {"before": before, "after": after}
    for district_id in districts:
        record(session, "rules_changed", RULES, district_id, actor=actor, unit_id=district_id, **words)


def check_rules(session: Session, items: Sequence[SuggestionRuleBody], actor: Actor) -> None:
    """Raises Invalid naming every rule and field that points at nothing, or out of the actor's districts."""
    known = _look_up(session, items, actor)
    fields: Fields = defaultdict(list)
    seen: set[UUID] = set()
    for number, item in enumerate(items):
        if item.id in seen:
            fields[f"items.{number}.id"].append("Another rule here has this id")
        seen.add(item.id)
        for name, words in known.faults(item):
            fields[f"items.{number}.{name}"].append(words)
    if fields:
        raise Invalid("Some rules point at what is not there", code="unfit_rule", fields=fields)


@dataclass(frozen=True)
class Known:
    """What the rules may point at."""

    units: frozenset[UUID]
    tree: UnitTree
    categories: frozenset[UUID]
    classes: frozenset[str]
    roads: frozenset[UUID]
    segments: frozenset[UUID]
    homes: dict[UUID, UUID]
    """Departments and their units."""

    def faults(self, item: SuggestionRuleBody) -> Iterable[tuple[str, str]]:
        """Field and words for each thing that is wrong with one rule."""
        is_there = {
            "unit_id": item.unit_id in self.units,
            "category_id": item.category_id is None or item.category_id in self.categories,
            "class_name": item.class_name is None or item.class_name in self.classes,
            "road_id": item.road_id is None or item.road_id in self.roads,
            "segment_id": item.segment_id is None or item.segment_id in self.segments,
            "department_id": item.department_id in self.homes,
        }
        yield from ((name, "There is none in your district") for name, fits in is_there.items() if not fits)
        if is_there["unit_id"] and is_there["department_id"] and not self._may_serve(item):
            yield "department_id", "This department serves no place of that unit"

    def _may_serve(self, item: SuggestionRuleBody) -> bool:
        """Whether the one lies within the other, whichever is the larger."""
        home = self.homes[item.department_id]
        return item.unit_id in self.tree.subtree(home) or home in self.tree.subtree(item.unit_id)


def _look_up(session: Session, items: Sequence[SuggestionRuleBody], actor: Actor) -> Known:
    tree, units = unit_tree(session), actor.units_as("admin")
    road_ids = [item.road_id for item in items if item.road_id]
    segment_ids = [item.segment_id for item in items if item.segment_id]
    roads = select(Road.id).where(among(Road.id, road_ids), among(Road.district_id, units))
    segments = select(RoadSegment.id).where(
        among(RoadSegment.id, segment_ids), among(RoadSegment.unit_id, units)
    )
    categories = session.execute(select(Category.id, Category.class_name)).all()
    homes = select(Department.id, Department.unit_id).where(among(Department.unit_id, units))
    return Known(
        units=frozenset(units) & tree.nodes.keys(),
        tree=tree,
        categories=frozenset(row.id for row in categories),
        classes=frozenset(row.class_name for row in categories),
        roads=frozenset(session.scalars(roads)),
        segments=frozenset(session.scalars(segments)),
        homes={row.id: row.unit_id for row in session.execute(homes)},
    )
