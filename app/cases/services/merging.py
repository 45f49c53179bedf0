"""Duplicates: one case goes on, the others point at it, never at each other."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import and_, insert, or_, select
from sqlalchemy.orm import Session

from app.cases import policy
from app.cases.deadlines import pause_clock, resume_clock
from app.cases.models import Case, CaseEvent
from app.cases.services.act import Act, lacking
from app.cases.services.followers import add_followers, drop_followers, pass_on_followers
from app.cases.workflow import OPEN
from app.core.clock import local_date


def lock_both(session: Session, case_id: UUID, into_id: UUID) -> None:
    """In the order of ids, so that two merges towards each other wait instead of dying."""
    both = select(Case.id).where(Case.id.in_([case_id, into_id])).order_by(Case.id)
    session.execute(both.with_for_update()).all()


def merge(act: Act) -> None:
    """Point at the surviving case; whatever pointed at this one points there, too.

    Nothing is copied or taken away: the survivor shows the photos and sightings of what points at it.
    """
    survivor, pointing = _find_both(act)
    act.case.merged_from = act.case.status
    act.case.merged_into_id = survivor.id
    act.data |= {"into_id": str(survivor.id), "into_number": survivor.number}
    pause_clock(act.case, act.at)
    if pointing:
        pass_on_followers(act, survivor.id)
        _follow(act, pointing, survivor)
    add_followers(act, survivor.id)
    act.also_changed += [survivor, *pointing]


def _find_both(act: Act) -> tuple[Case, Sequence[Case]]:
    """The survivor, and what points at the case that ends; Invalid without an open survivor in sight."""
    is_survivor = and_(
        Case.id == act.order.into_id,
        Case.status.in_(OPEN),
        policy.visible(act.actor, local_date(act.at)),
    )
    wanted = select(Case).where(or_(is_survivor, Case.merged_into_id == act.case.id))
    found = act.session.scalars(wanted.order_by(Case.id).with_for_update()).all()
    pointing = [case for case in found if case.merged_into_id == act.case.id]
    survivor = next((case for case in found if case not in pointing), None)
    if survivor is None:
        raise lacking(into_id="There is no such open case for you")
    return survivor, pointing


def _follow(act: Act, pointing: Sequence[Case], survivor: Case) -> None:
    for other in pointing:
        other.merged_into_id = survivor.id
        other.version += 1
        other.updated_at = act.at
    act.session.execute(insert(CaseEvent), [_log_row(act, other) for other in pointing])


def _log_row(act: Act, other: Case) -> dict[str, Any]:
    return {
        "case_id": other.id,
        "action_id": act.order.action_id,
        "action": "merge",
        "actor_id": act.actor.id,
        "actor_name": act.actor.name,
        "at": act.at,
        "from_status": other.status,
        "to_status": other.status,
        "version": other.version,
        "data": dict(act.data),
    }


def unmerge(act: Act) -> None:
    """Stand alone again; what was suspended before goes on standing still."""
    if act.case.merged_into_id is not None:
        drop_followers(act, act.case.merged_into_id)
    act.case.merged_into_id = None
    if act.case.merged_from != "suspended":
        resume_clock(act.case, act.clocks, act.at)
