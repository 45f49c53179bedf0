"""Who is to be told of a case: those who have it in hand, its supervisors, its chiefs."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.accounts.models import RoleGrant, User
from app.core.actor import Role
from app.core.clock import local_date
from app.roads.models import Appointment, ChiefLevel
from app.roads.queries import holds_on

Chain = Sequence[UUID]
"""The case's unit, the one above it, and so on."""


def list_handlers(
    session: Session, assignee_id: UUID | None, department_id: UUID | None, chain: Chain
) -> Sequence[UUID]:
    """Who has it in hand, or everybody of the department who handles there."""
    if assignee_id is not None:
        return [assignee_id]
    of_department = _holders(session, "handler", chain, department_id)
    return sorted({user_id for ids in of_department.values() for user_id in ids})


def list_supervisors(session: Session, chain: Chain) -> Sequence[UUID]:
    """Those of the case's own unit, or of the nearest above it that has any."""
    by_unit = _holders(session, "supervisor", chain)
    return next((sorted(by_unit[unit_id]) for unit_id in chain if unit_id in by_unit), [])


def list_first_chiefs(session: Session, segment_id: UUID | None, at: datetime) -> Sequence[UUID]:
    """Chiefs of the segment today, of the highest level it has; stand-ins count as whom they stand in for."""
    of_segment = (
        select(User.id, ChiefLevel.rank)
        .join(Appointment, Appointment.user_id == User.id)
        .join(ChiefLevel, ChiefLevel.id == Appointment.level_id)
        .where(User.is_active, Appointment.segment_id == segment_id, holds_on(local_date(at)))
        .subquery()
    )
    highest = select(func.min(of_segment.c.rank)).scalar_subquery()
    chosen = select(of_segment.c.id).distinct().where(of_segment.c.rank == highest)
    return session.scalars(chosen.order_by(of_segment.c.id)).all()


def _holders(
    session: Session, role: Role, chain: Chain, department_id: UUID | None = None
) -> dict[UUID, list[UUID]]:
    """Active people with this role in the case's unit or above it, by unit."""
    rows = (
        select(RoleGrant.unit_id, User.id)
        .join(User, User.id == RoleGrant.user_id)
        .where(User.is_active, RoleGrant.role == role, RoleGrant.unit_id.in_(chain))
    )
    if department_id is not None:
        rows = rows.where(User.department_id == department_id)
    found: dict[UUID, list[UUID]] = {}
    for unit_id, user_id in session.execute(rows):
        found.setdefault(unit_id, []).append(user_id)
    return found
