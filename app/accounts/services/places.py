"""Units and departments made and changed."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import UNIT_KINDS, Department, Unit
from app.accounts.policy import may_administer_units
from app.accounts.queries.places import DEPARTMENTS, get_department, get_unit
from app.accounts.schemas import DepartmentBody, UnitBody
from app.accounts.services.audit import record
from app.accounts.units import STAMP, unit_tree
from app.core.actor import Actor
from app.core.errors import Conflict, Forbidden, Invalid
from app.core.stamps import bump


def write_unit(session: Session, unit_id: UUID, body: UnitBody, actor: Actor | None) -> tuple[Unit, bool]:
    """Make the unit or change it; whether it is new. `actor` is None on the command line."""
    bump(session, STAMP)
    unit = session.get(Unit, unit_id)
    before = _unit_facts(unit) if unit else None
    if actor is not None:
        _check_unit_reach(session, unit, body, actor)
    _check_parent(session, unit, body)
    _check_unit_is_free(session, unit_id, body)
    if unit is None:
        unit = Unit(id=unit_id)
        session.add(unit)
    unit.name, unit.kind, unit.parent_id, unit.code = body.name, body.kind, body.parent_id, body.code
    session.flush()
    _record(session, "unit", unit.id, unit.id, actor, before, _unit_facts(unit))
    return unit, before is None


def _check_unit_reach(session: Session, unit: Unit | None, body: UnitBody, actor: Actor) -> None:
    if unit is not None:
        get_unit(session, unit.id, actor)
    held = {unit.id} if unit is not None else set()
    # The root of the actor's own tree may be renamed in place, but nothing may be hung outside of the tree.
    if body.parent_id is not None and (unit is None or unit.parent_id != body.parent_id):
        held |= {body.parent_id} | ({unit.parent_id} if unit is not None and unit.parent_id else set())
    if not held or not may_administer_units(actor, held):
        raise Forbidden("This unit lies outside yours", code="outside_your_units")


def _check_parent(session: Session, unit: Unit | None, body: UnitBody) -> None:
    """A parent is of a higher kind, which also rules out rings."""
    if body.parent_id is None:
        if body.kind == "district" and (unit is None or unit.parent_id is None):
            return
        raise _unfit_parent("Only a district stands without a unit above it")
    parent = unit_tree(session).nodes.get(body.parent_id)
    if parent is None:
        raise _unfit_parent("There is no such unit")
    if UNIT_KINDS.index(parent.kind) >= UNIT_KINDS.index(body.kind):
        raise _unfit_parent("The unit above must be of a higher kind")
    below = unit_tree(session).children(unit.id) if unit else []
    if any(UNIT_KINDS.index(child.kind) <= UNIT_KINDS.index(body.kind) for child in below):
        raise _unfit_parent("Units below this one would be of a higher kind")


def _unfit_parent(words: str) -> Invalid:
    return Invalid(words, code="unfit_parent", fields={"parent_id": [words]})


def _check_unit_is_free(session: Session, unit_id: UUID, body: UnitBody) -> None:
    for node in unit_tree(session).nodes.values():
        if node.id == unit_id:
            continue
        if (node.parent_id, node.name) == (body.parent_id, body.name):
            raise _taken("name")
        if body.code is not None and node.code == body.code:
            raise _taken("code")


def _taken(field: str) -> Conflict:
    words = f"Another one has this {field}"
    return Conflict(words, code="already_taken", fields={field: [words]})


def write_department(
    session: Session, department_id: UUID, body: DepartmentBody, actor: Actor
) -> tuple[Department, bool]:
    """Make the department or change it; whether it is new."""
    bump(session, DEPARTMENTS)
    known = session.get(Department, department_id)
    if known is not None:
        get_department(session, department_id, actor)
    if not may_administer_units(actor, {body.unit_id} | ({known.unit_id} if known else set())):
        raise Forbidden("This unit lies outside yours", code="outside_your_units")
    _check_department_is_free(session, department_id, body)
    before = _department_facts(known) if known else None
    department = known or Department(id=department_id)
    department.name, department.unit_id, department.is_active = body.name, body.unit_id, body.is_active
    session.add(department)
    session.flush()
    _record(session, "department", department_id, body.unit_id, actor, before, _department_facts(department))
    return department, known is None


def _check_department_is_free(session: Session, department_id: UUID, body: DepartmentBody) -> None:
    same = Department.unit_id == body.unit_id, Department.name == body.name, Department.id != department_id
    if session.scalar(select(Department.id).where(*same)):
        raise _taken("name")


def _unit_facts(unit: Unit) -> dict[str, Any]:
    return {
        "name": unit.name,
        "kind": unit.kind,
        "parent_id": unit.parent_id and str(unit.parent_id),
        "code": unit.code,
    }


def _department_facts(department: Department) -> dict[str, Any]:
    return {
        "name": department.name,
        "unit_id": str(department.unit_id),
        "is_active": department.is_active,
    }


def _record(
    session: Session,
    kind: str,
    subject_id: UUID,
    unit_id: UUID,
    actor: Actor | None,
    before: dict[str, Any] | None,
    after: dict[str, Any],
) -> None:
    if before == after:
        return
    action = f"{kind}_changed" if before else f"{kind}_created"
    record(session, action, kind, subject_id, actor=actor, unit_id=unit_id, before=before, after=after)
