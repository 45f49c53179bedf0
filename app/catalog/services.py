"""Categories loaded and edited, duties of departments given and taken."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.policy import may_administer_units
from app.accounts.queries.places import get_department
from app.accounts.services import record
from app.accounts.units import unit_tree
from app.catalog.limits import holding, parse_limits
from app.catalog.models import Category, DepartmentDuty
from app.catalog.queries import CATEGORIES, DUTIES, find_category, get_category
from app.catalog.schemas import CategoryBody, DutyBody
from app.catalog.spelling import pinyin
from app.core.actor import Actor
from app.core.clock import now
from app.core.errors import Conflict, Forbidden, Invalid
from app.core.stamps import bump

SHIPPED = Path(__file__).parent / "data" / "categories.csv"
PLAIN_COLUMNS = ("code", "name", "class_name", "standard_ref", "icon", "rank")
TWINS = ("duplicate_radius_m", "duplicate_hours", "relapse_days")
FACTS = (*PLAIN_COLUMNS, "aliases", "limits_text", "is_active", *TWINS)


@dataclass
class Loaded:
    """How many a load added, changed, found the same, and left as an administrator wrote them."""

    added: int = 0
    changed: int = 0
    same: int = 0
    kept: int = 0


def load_categories(session: Session, path: Path = SHIPPED, overwrite: bool = False) -> Loaded:
    """Bring the catalogue to what the file says; loading twice changes nothing the second time."""
    loaded = Loaded()
    known = {category.code: category for category in session.scalars(select(Category))}
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            _load(session, known.get(row["code"]), _facts_of(row), overwrite, loaded)
    if loaded.added or loaded.changed:
        bump(session, CATEGORIES)
    return loaded


def _load(
    session: Session, category: Category | None, facts: dict[str, Any], overwrite: bool, loaded: Loaded
) -> None:
    if category is None:
        session.add(Category(**facts))
        loaded.added += 1
    elif category.edited_at is not None and not overwrite:
        loaded.kept += 1
    elif _differs(category, facts):
        _apply(category, facts | {"edited_at": None})
        loaded.changed += 1
    else:
        loaded.same += 1


def _facts_of(row: dict[str, str]) -> dict[str, Any]:
    aliases = [alias for alias in row["aliases"].split("|") if alias]
    plain = {name: row[name] for name in PLAIN_COLUMNS}
    body = CategoryBody.model_validate(plain | {"aliases": aliases, "limits_text": row["limits"]})
    return _facts(body, row["limit_source"])


def _facts(body: CategoryBody, source: str = "") -> dict[str, Any]:
    limits = parse_limits(body.limits_text, source)
    hours, clock = holding(limits)
    spelled = pinyin([body.name, *body.aliases])
    derived = {"limits": limits, "limit_hours": hours, "limit_clock": clock, "pinyin": spelled}
    return body.model_dump(exclude_none=True) | derived


def _differs(category: Category, facts: dict[str, Any]) -> bool:
    return any(getattr(category, name) != value for name, value in facts.items())


def _apply(category: Category, facts: dict[str, Any]) -> None:
    for name, value in facts.items():
        setattr(category, name, value)


def write_category(
    session: Session, key: UUID | str, body: CategoryBody, actor: Actor
) -> tuple[Category, bool]:
    """Make or edit a category; whether it is new. Cases keep the code and limit they were given."""
    bump(session, CATEGORIES)
    category = find_category(session, key) if isinstance(key, UUID) else get_category(session, key)
    rival = find_category(session, body.code)
    if rival is not None and rival is not category:
        words = "Another category has this code"
        raise Conflict(words, code="already_taken", fields={"code": [words]})
    is_new = category is None
    before = _words(category) if category else None
    if category is None:
        category = Category(id=key)
        session.add(category)
    _apply(category, _facts(body) | {"edited_at": now()})
    session.flush()
    _record_category(session, category, before, actor)
    return category, is_new


def _words(category: Category) -> dict[str, Any]:
    return {name: getattr(category, name) for name in FACTS}


def _record_category(
    session: Session, category: Category, before: dict[str, Any] | None, actor: Actor
) -> None:
    action = "category_changed" if before else "category_created"
    after = _words(category)
    record(session, action, "category", category.code, actor=actor, before=before, after=after)


def write_duties(
    session: Session, department_id: UUID, duties: Iterable[DutyBody], actor: Actor
) -> list[DepartmentDuty]:
    """Replace the duties of a department; all places given or taken lie within the actor's reach."""
    bump(session, DUTIES)
    department = get_department(session, department_id, actor)
    wanted = {(duty.unit_id, duty.category_id) for duty in duties}
    rows = session.scalars(select(DepartmentDuty).where(DepartmentDuty.department_id == department_id)).all()
    held = {(row.unit_id, row.category_id): row for row in rows}
    given, taken = wanted - held.keys(), held.keys() - wanted
    _check_duties(session, given, {department.unit_id} | {unit for unit, _ in given | taken}, actor)
    for key in taken:
        session.delete(held[key])
    made = [
        DepartmentDuty(department_id=department_id, unit_id=unit, category_id=category)
        for unit, category in given
    ]
    session.add_all(made)
    session.flush()
    if given or taken:
        words = {"given": _duty_words(given), "taken": _duty_words(taken)}
        unit_id = department.unit_id
        record(session, "duties_changed", "department", department_id, actor=actor, unit_id=unit_id, **words)
    return [row for key, row in held.items() if key not in taken] + made


def _check_duties(
    session: Session, given: Iterable[tuple[UUID, UUID | None]], touched: set[UUID], actor: Actor
) -> None:
    categories = set(session.scalars(select(Category.id)))
    known = unit_tree(session).nodes
    if any(unit not in known or category not in categories | {None} for unit, category in given):
        words = "There is no such unit or category"
        raise Invalid(words, code="unknown_duty", fields={"duties": [words]})
    if not may_administer_units(actor, touched):
        raise Forbidden("This department or unit lies outside yours", code="outside_your_units")


def _duty_words(duties: Iterable[tuple[UUID, UUID | None]]) -> list[dict[str, str | None]]:
    return [
        {"unit_id": str(unit), "category_id": str(category) if category else None}
        for unit, category in sorted(duties, key=str)
    ]
