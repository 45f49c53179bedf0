"""The rules of suggestions as an administrator edits them."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy.orm import Session

from app.accounts.units import unit_tree
from app.cases.queries.columns import Shape
from app.cases.queries.suggesting import COLUMNS, RULES, list_rules, read_reference
from app.core.actor import Actor
from app.core.stamps import read_stamp


def districts_of(session: Session, actor: Actor) -> frozenset[UUID]:
    """The districts this person administers."""
    tree = unit_tree(session)
    units: Iterable[UUID] = actor.units_as("admin")
    return frozenset(district.id for unit_id in units if (district := tree.district(unit_id)))


def show_rules(session: Session, actor: Actor) -> Shape:
    """The shape of `SuggestionRulesAnswer`."""
    rules = list_rules(session, districts_of(session, actor))
    reference = read_reference(session, rules)
    items = [
        {name: getattr(rule, name) for name in COLUMNS}
        | {
            "road_name": rule.road_id and reference.roads.get(rule.road_id),
            "segment_name": rule.segment_id and reference.segments.get(rule.segment_id),
        }
        for rule in rules
    ]
    return {"version": read_stamp(session, RULES), "items": items}
