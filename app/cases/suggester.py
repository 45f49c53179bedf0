"""Who should get a case: the first rule of its district that fits, else the nearest duty. Pure and in memory.

Only departments that may be given the case are ever named: those in use whose unit is the case's or above it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from app.accounts.units import UnitTree


@dataclass(frozen=True)
class Facts:
    """What a suggestion depends on."""

    category_id: UUID
    unit_id: UUID
    road_id: UUID | None
    segment_id: UUID | None
    side: str | None
    source: str


@dataclass(frozen=True)
class Rule:
    """Conditions, NULL being any, and the department they lead to; `rank` counts from 1 as it is shown."""

    id: UUID
    rank: int
    is_active: bool
    note: str
    category_id: UUID | None
    class_name: str | None
    unit_id: UUID
    road_id: UUID | None
    segment_id: UUID | None
    side: str | None
    source: str | None
    department_id: UUID


@dataclass(frozen=True)
class Duty:
    """A department takes a category (NULL: every one) within a unit and all below it."""

    department_id: UUID
    unit_id: UUID
    category_id: UUID | None


@dataclass(frozen=True)
class Kind:
    """What there is to know of a category."""

    name: str
    class_name: str


@dataclass(frozen=True)
class Office:
    """What there is to know of a department in use."""

    name: str
    unit_id: UUID


@dataclass(frozen=True)
class Pick:
    """The department, and what led to it."""

    department_id: UUID
    because: Rule | Duty


@dataclass(frozen=True)
class Reference:
    """What rules are read against: units, categories, departments in use, duties, names of roads in rules."""

    tree: UnitTree
    kinds: Mapping[UUID, Kind]
    offices: Mapping[UUID, Office]
    duties: tuple[Duty, ...]
    roads: Mapping[UUID, str]
    segments: Mapping[UUID, str]


class Suggester:
    """Rules over what they are read against; asks no database."""

    def __init__(self, rules: Iterable[Rule], reference: Reference) -> None:
        self.rules = sorted((rule for rule in rules if rule.is_active), key=lambda rule: rule.rank)
        self.reference = reference
        self._by_kind: dict[UUID, list[Rule]] = {}
        self._duties: dict[tuple[UUID, UUID | None], list[Duty]] = defaultdict(list)
        names = {department_id: office.name for department_id, office in reference.offices.items()}
        in_use = (duty for duty in reference.duties if duty.department_id in names)
        for duty in sorted(in_use, key=lambda duty: (names[duty.department_id], duty.department_id)):
            self._duties[duty.unit_id, duty.category_id].append(duty)

    def pick(self, facts: Facts) -> Pick | None:
        """The department that should get it, or None where neither rule nor duty says so."""
        chain = [node.id for node in self.reference.tree.chain(facts.unit_id)]
        because = self._find_rule(facts, chain) or self._find_duty(facts, chain)
        return Pick(because.department_id, because) if because is not None else None

    def _find_rule(self, facts: Facts, chain: list[UUID]) -> Rule | None:
        rules = self._rules_of(facts.category_id)
        fits = (rule for rule in rules if rule.unit_id in chain and _fits_place(rule, facts))
        return next((rule for rule in fits if self._serves(rule.department_id, chain)), None)

    def _rules_of(self, category_id: UUID) -> list[Rule]:
        if category_id not in self._by_kind:
            kind = self.reference.kinds.get(category_id)
            class_name = kind and kind.class_name
            self._by_kind[category_id] = [
                rule
                for rule in self.rules
                if rule.category_id in (None, category_id) and rule.class_name in (None, class_name)
            ]
        return self._by_kind[category_id]

    def _find_duty(self, facts: Facts, chain: list[UUID]) -> Duty | None:
        """A named category before "every one", a near unit before a far one, then by department's name."""
        duties = (
            duty
            for category_id in (facts.category_id, None)
            for unit_id in chain
            for duty in self._duties.get((unit_id, category_id), ())
        )
        return next((duty for duty in duties if self._serves(duty.department_id, chain)), None)

    def _serves(self, department_id: UUID, chain: list[UUID]) -> bool:
        office = self.reference.offices.get(department_id)
        return office is not None and office.unit_id in chain


def _fits_place(rule: Rule, facts: Facts) -> bool:
    return (
        rule.road_id in (None, facts.road_id)
        and rule.segment_id in (None, facts.segment_id)
        and rule.side in (None, facts.side)
        and rule.source in (None, facts.source)
    )
