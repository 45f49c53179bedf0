"""Who reported or sighted a case that was merged follows the one that goes on, until that is undone."""

from typing import cast
from uuid import UUID

from sqlalchemy import ColumnElement, Table, and_, delete, insert, literal, select, update

from app.cases.models import Case, CaseChange, CaseEvent, CaseFollower
from app.cases.services.act import Act
from app.cases.services.log import SCOPE
from app.core.dialect import transaction_number

FOLLOWERS = cast("Table", CaseFollower.__table__)
CHANGES = cast("Table", CaseChange.__table__)


def add_followers(act: Act, survivor_id: UUID) -> None:
    """Those of the case itself; who followed it already goes along by `pass_on_followers`."""
    theirs = (
        select(CaseEvent.case_id, literal(survivor_id, Case.id.type), CaseEvent.actor_id)
        .where(CaseEvent.case_id == act.case.id, CaseEvent.action.in_(("report", "sight")))
        .distinct()
    )
    act.session.execute(insert(FOLLOWERS).from_select(["merged_id", "case_id", "user_id"], theirs))


def pass_on_followers(act: Act, survivor_id: UUID) -> None:
    """The case they followed is itself merged; they may lose sight of it for the one that goes on now."""
    case_id = act.case.id
    _tell_feed(act, case_id, CaseFollower.case_id == case_id)
    theirs = update(FOLLOWERS).where(FOLLOWERS.c.case_id == case_id)
    act.session.execute(theirs.values(case_id=survivor_id))


def drop_followers(act: Act, survivor_id: UUID) -> None:
    """Undo `add_followers`, and tell the feed: the survivor has changed, and these may lose sight of it."""
    _tell_feed(act, survivor_id, CaseFollower.merged_id == act.case.id)
    act.session.execute(delete(FOLLOWERS).where(FOLLOWERS.c.merged_id == act.case.id))


def _tell_feed(act: Act, case_id: UUID, whose: ColumnElement[bool]) -> None:
    """A row for each of these followers of the case, or one for nobody where there are none."""
    at = literal(act.at, CaseChange.at.type)
    scope = (getattr(Case, name) for name in SCOPE)
    told = (
        select(Case.id, transaction_number(act.session), at, CaseFollower.user_id, *scope)
        .outerjoin(CaseFollower, and_(CaseFollower.case_id == Case.id, whose))
        .where(Case.id == case_id)
        .distinct()
    )
    names = ["case_id", "transaction_number", "at", "follower_id", *SCOPE]
    act.session.execute(insert(CHANGES).from_select(names, told))
