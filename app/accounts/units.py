"""The tree of units, kept in memory and read again when its stamp moves."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import Unit
from app.core.db import database
from app.core.dialect import WRITES
from app.core.stamps import read_stamp

STAMP = "units"


@dataclass(frozen=True)
class UnitNode:
    """One unit as the tree keeps it."""

    id: UUID
    parent_id: UUID | None
    kind: str
    name: str
    code: str | None


class UnitTree:
    """Units by id, with the questions everybody asks of them."""

    def __init__(self, nodes: Iterable[UnitNode]) -> None:
        self.nodes = {node.id: node for node in nodes}

    @cached_property
    def _children(self) -> dict[UUID | None, list[UUID]]:
        children: dict[UUID | None, list[UUID]] = defaultdict(list)
        for node in self.nodes.values():
            children[node.parent_id].append(node.id)
        return children

    @cached_property
    def _subtrees(self) -> dict[UUID, frozenset[UUID]]:
        return {}

    def subtree(self, unit_id: UUID) -> frozenset[UUID]:
        """The unit and all below it; empty for an unknown one."""
        if unit_id not in self.nodes:
            return frozenset()
        if unit_id not in self._subtrees:
            below = (self.subtree(child) for child in self._children.get(unit_id, []))
            self._subtrees[unit_id] = frozenset({unit_id}).union(*below)
        return self._subtrees[unit_id]

    def children(self, unit_id: UUID) -> list[UnitNode]:
        """The units right below."""
        return [self.nodes[child] for child in self._children.get(unit_id, [])]

    def chain(self, unit_id: UUID) -> list[UnitNode]:
        """The unit, its parent, and so on up to the root."""
        chain: list[UnitNode] = []
        node = self.nodes.get(unit_id)
        while node is not None:
            chain.append(node)
            node = self.nodes.get(node.parent_id) if node.parent_id else None
        return chain

    def district(self, unit_id: UUID) -> UnitNode | None:
        """The district the unit lies in."""
        return next((node for node in self.chain(unit_id) if node.kind == "district"), None)

    def district_units(self, unit_ids: Iterable[UUID]) -> frozenset[UUID]:
        """Every unit of the districts these units lie in."""
        districts = {district.id for unit_id in unit_ids if (district := self.district(unit_id))}
        return frozenset[UUID]().union(*(self.subtree(district_id) for district_id in districts))


_cache: dict[int, tuple[int, UnitTree]] = {}


def unit_tree(session: Session, stamp: int | None = None) -> UnitTree:
    """The tree as of now; costs no statement when the caller brings the stamp and nothing changed."""
    stamp = read_stamp(session, STAMP) if stamp is None else stamp
    engine = id(database.engine)
    held = _cache.get(engine)
    if held is not None and held[0] == stamp:
        return held[1]
    rows = session.execute(select(Unit.id, Unit.parent_id, Unit.kind, Unit.name, Unit.code))
    tree = UnitTree(UnitNode(*row) for row in rows)
    if not session.info.get(WRITES):
        # What a transaction sees of itself may never come to be, or not be all of it yet.
        _cache[engine] = (stamp, tree)
    return tree
