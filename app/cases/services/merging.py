"""Duplicates: one case goes on, the others point at it, never at each other."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.cases import policy
from app.cases.deadlines import pause_clock, resume_clock
from app.cases.models import Case, CaseEvent
from app.cases.services.act import Act, lacking
from app.cases.services.log import note_change, scope_of
from app.cases.workflow import OPEN
from app.core.clock import local_date


def lock_both(session: Session, case_id: UUID, into_id: UUID) -> None:
    """In the order of ids, so that two merges towards each other wait instead of dying."""
    both = select(Case.id).where(Case.id.in_([case_id, into_id])).order_by(Case.id)
    session.execute(both.with_for_update()).all()


def merge(act: Act) -> None:
    """Point at the surviving case; whatever pointed at this one points there, too."""
    survivor = act.session.scalar(
        select(Case).where(
            Case.id == act.order.into_id,
            Case.status.in_(OPEN),
            policy.visible(act.actor, local_date(act.at)),
        )
    )
    if survivor is None:
        raise lacking(into_id="There is no such open case for you")
    act.case.merged_from = act.case.status
    act.case.merged_into_id = survivor.id
    act.data |= {"into_id": str(survivor.id), "into_number": survivor.number}
    pause_clock(act.case, act.at)
    followers = select(Case).where(Case.merged_into_id == act.case.id).with_for_update()
    for follower in act.session.scalars(followers).all():
        _follow(act, follower, survivor)


def _follow(act: Act, follower: Case, survivor: Case) -> None:
    follower.merged_into_id = survivor.id
    follower.version += 1
    follower.updated_at = act.at
    act.session.add(
        CaseEvent(
            case_id=follower.id,
            action_id=act.order.action_id,
            action="merge",
            actor_id=act.actor.id,
            actor_name=act.actor.name,
            at=act.at,
            from_status=follower.status,
            to_status=follower.status,
            version=follower.version,
            data=dict(act.data),
        )
    )
    note_change(act.session, follower.id, scope_of(follower), act.at)


def unmerge(act: Act) -> None:
    """Stand alone again; what was suspended before goes on standing still."""
    act.case.merged_into_id = None
    if act.case.merged_from != "suspended":
        resume_clock(act.case, act.clocks, act.at)
