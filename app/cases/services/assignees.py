"""To whom a case may be given."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from app.accounts.models import Department, RoleGrant, User
from app.accounts.units import unit_tree
from app.cases.services.act import Act, lacking


def choose_assignee(act: Act) -> tuple[UUID | None, UUID | None]:
    """Department and person as ordered, each serving the case's unit; a person brings their department."""
    order = act.order
    tree = unit_tree(act.session, act.actor.units_stamp)
    chain = [node.id for node in tree.chain(act.case.unit_id)]
    if order.assignee_id is None:
        department = _find_department(act.session, order.department_id, chain)
        if department is None:
            raise lacking(department_id="There is no such department for this place")
    else:
        department = _find_department_of(act.session, order.assignee_id, chain)
        if department is None or order.department_id not in (None, department.id):
            raise lacking(assignee_id="Nobody of that department handles cases here")
    if department.id is not None:
        act.data |= {"department_id": str(department.id), "department_name": department.name}
    return department.id, order.assignee_id


def _find_department(
    session: Session, department_id: UUID | None, chain: list[UUID]
) -> Row[*tuple[Any, ...]] | None:
    serves = Department.is_active, Department.unit_id.in_(chain)
    return session.execute(
        select(Department.id, Department.name).where(Department.id == department_id, *serves)
    ).first()


def _find_department_of(session: Session, user_id: UUID, chain: list[UUID]) -> Row[*tuple[Any, ...]] | None:
    """Of a person who is active, and handler or road chief in the case's unit or one above it."""
    serves = (
        select(RoleGrant.id)
        .where(RoleGrant.user_id == User.id, RoleGrant.role.in_(("handler", "road_chief")))
        .where(RoleGrant.unit_id.in_(chain))
    )
    return session.execute(
        select(Department.id, Department.name)
        .select_from(User)
        .outerjoin(Department, Department.id == User.department_id)
        .where(User.id == user_id, User.is_active, serves.exists())
    ).first()
