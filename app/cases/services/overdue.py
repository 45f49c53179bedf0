"""Steps when a limit is over: the handler is reminded, then the supervisor, then the level-one chief.

A step leaves a row for whoever sends messages, once for each end of a clock; nothing is sent here.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from app.accounts.models import RoleGrant, User
from app.accounts.units import unit_tree
from app.cases.deadlines import take_overdue_step
from app.cases.models import Case, OverdueNotice
from app.catalog.clockwork import Clockwork, clockwork
from app.catalog.rules import Addressee
from app.core.actor import Role
from app.core.clock import local_date
from app.core.dialect import insert_or_skip
from app.roads.models import Appointment, ChiefLevel
from app.roads.queries import holds_on

BATCH = 100
ONCE = ["case_id", "due_at", "step"]
Chain = Sequence[UUID]
"""The case's unit, the one above it, and so on."""


def has_overdue_step(session: Session, at: datetime) -> bool:
    """Whether a step has come; one small look into the index, free of locks."""
    return session.scalar(steps_come_by(at).limit(1)) is not None


def take_overdue_steps(session: Session, at: datetime) -> bool:
    """Take the steps that have come, a batch of them; whether there were any.

    A case that somebody is just acting on is left for the next time.
    """
    clocks, tree = clockwork(session), unit_tree(session)
    ids = session.scalars(steps_come_by(at)).all()
    rows = select(Case).where(Case.id.in_(ids)).order_by(Case.id)
    rows = rows.with_for_update(skip_locked=True).execution_options(populate_existing=True)
    cases = session.scalars(rows).all()
    for case in cases:
        chain = [node.id for node in tree.chain(case.unit_id)]
        _take(session, case, clocks, chain, at)
    return bool(cases)


def steps_come_by(at: datetime) -> Select[UUID]:
    """SQL: the cases whose step came first; most cases have none to come and are not in the index's reach."""
    return select(Case.id).where(Case.next_step_at <= at).order_by(Case.next_step_at).limit(BATCH)


def _take(session: Session, case: Case, clocks: Clockwork, chain: Chain, at: datetime) -> None:
    step = take_overdue_step(case, clocks, at)
    if step is None:
        return
    to = clocks.rules.overdue_steps[step].to
    notice = {
        "id": uuid4(),
        "case_id": case.id,
        "due_at": case.due_at,
        "step": step,
        "to": to,
        "user_ids": [str(user_id) for user_id in _addressees(session, case, to, chain, at)],
        "unit_id": case.unit_id,
        "made_at": at,
        "next_try_at": at,
        "attempts": 0,
    }
    insert_or_skip(session, OverdueNotice, notice, ONCE)


def _addressees(session: Session, case: Case, to: Addressee, chain: Chain, at: datetime) -> Sequence[UUID]:
    """Who that is for this case now; nobody where the office has none."""
    if to == "handler":
        return _handlers(session, case, chain)
    if to == "supervisor":
        return _nearest(session, "supervisor", chain)
    return _first_chiefs(session, case, at)


def _handlers(session: Session, case: Case, chain: Chain) -> Sequence[UUID]:
    """Who has it in hand, or everybody of the department who handles there."""
    if case.assignee_id is not None:
        return [case.assignee_id]
    of_department = _holders(session, "handler", chain, case.department_id)
    return sorted({user_id for ids in of_department.values() for user_id in ids})


def _nearest(session: Session, role: Role, chain: Chain) -> Sequence[UUID]:
    """Those of the case's own unit, or of the nearest above it that has any."""
    by_unit = _holders(session, role, chain)
    return next((sorted(by_unit[unit_id]) for unit_id in chain if unit_id in by_unit), [])


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


def _first_chiefs(session: Session, case: Case, at: datetime) -> Sequence[UUID]:
    """Chiefs of the segment today, of the highest level it has; stand-ins count as whom they stand in for."""
    of_segment = (
        select(User.id, ChiefLevel.rank)
        .join(Appointment, Appointment.user_id == User.id)
        .join(ChiefLevel, ChiefLevel.id == Appointment.level_id)
        .where(User.is_active, Appointment.segment_id == case.segment_id, holds_on(local_date(at)))
        .subquery()
    )
    highest = select(func.min(of_segment.c.rank)).scalar_subquery()
    chosen = select(of_segment.c.id).distinct().where(of_segment.c.rank == highest)
    return session.scalars(chosen.order_by(of_segment.c.id)).all()
