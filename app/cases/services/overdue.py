"""Steps when a limit is over: the handler is reminded, then the supervisor, then the level-one chief.

A step leaves a row for whoever sends messages, once for each end of a clock; nothing is sent here.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.accounts.units import unit_tree
from app.cases.deadlines import take_overdue_step
from app.cases.models import Case, OverdueNotice
from app.cases.queries.addressees import Chain, list_first_chiefs, list_handlers, list_supervisors
from app.catalog.clockwork import Clockwork, clockwork
from app.catalog.rules import Addressee
from app.core.dialect import insert_or_skip

BATCH = 100
ONCE = ["case_id", "due_at", "step"]


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
        return list_handlers(session, case.assignee_id, case.department_id, chain)
    if to == "supervisor":
        return list_supervisors(session, chain)
    return list_first_chiefs(session, case.segment_id, at)
