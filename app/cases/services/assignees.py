"""To whom a case may be given."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import Department, RoleGrant, User
from app.accounts.units import unit_tree
from app.cases.services.act import Act, lacking


def choose_assignee(act: Act) -> tuple[UUID | None, UUID | None]:
    """Department and person as ordered, each serving the case's unit; a person brings their department."""
    order = act.order
    chain = [node.id for node in unit_tree(act.session).chain(act.case.unit_id)]
    department_id = order.department_id
    if order.assignee_id is not None:
        person = _find_person(act.session, order.assignee_id, chain)
        if person is None or department_id not in (None, person.department_id):
            raise lacking(assignee_id="Nobody of that department handles cases here")
        department_id = person.department_id
    if department_id is not None:
        act.data["department_name"] = _name_department(act.session, department_id, chain)
        act.data["department_id"] = str(department_id)
    return department_id, order.assignee_id


def _find_person(session: Session, user_id: UUID, chain: list[UUID]) -> User | None:
    """Active, and handler or road chief in the case's unit or one above it."""
    serves = (
        select(RoleGrant.id)
        .where(RoleGrant.user_id == User.id, RoleGrant.role.in_(("handler", "road_chief")))
        .where(RoleGrant.unit_id.in_(chain))
    )
    return session.scalar(select(User).where(User.id == user_id, User.is_active, serves.exists()))


def _name_department(session: Session, department_id: UUID, chain: list[UUID]) -> str:
    serves = Department.id == department_id, Department.is_active, Department.unit_id.in_(chain)
    name = session.scalar(select(Department.name).where(*serves))
    if name is None:
        raise lacking(department_id="There is no such department for this place")
    return name
