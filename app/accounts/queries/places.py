"""Reading units and departments."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import Department
from app.accounts.units import UnitNode, unit_tree
from app.core.actor import Actor
from app.core.errors import NotFound

DEPARTMENTS = "departments"
"""Stamp of the departments."""


def list_units(session: Session, actor: Actor) -> list[UnitNode]:
    """All units of the actor's districts, each after its parent, by code and name."""
    tree = unit_tree(session)
    nodes = (tree.nodes[unit_id] for unit_id in actor.district_unit_ids if unit_id in tree.nodes)
    return sorted(nodes, key=lambda node: (len(tree.chain(node.id)), node.code or "~", node.name))


def get_unit(session: Session, unit_id: UUID, actor: Actor) -> UnitNode:
    """A unit of the actor's districts; raises NotFound."""
    node = unit_tree(session).nodes.get(unit_id)
    if node is None or unit_id not in actor.district_unit_ids:
        raise NotFound("There is no such unit")
    return node


def list_departments(session: Session, actor: Actor) -> list[Department]:
    """All departments of the actor's districts, those no longer active included."""
    seen = Department.unit_id.in_(actor.district_unit_ids)
    return list(session.scalars(select(Department).where(seen).order_by(Department.name, Department.id)))


def get_department(session: Session, department_id: UUID, actor: Actor) -> Department:
    """A department of the actor's districts; raises NotFound."""
    department = session.get(Department, department_id)
    if department is None or department.unit_id not in actor.district_unit_ids:
        raise NotFound("There is no such department")
    return department
