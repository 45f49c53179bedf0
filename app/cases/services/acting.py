"""A move: lock the case, ask in the agreed order whether it may be, do it, write it down."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import ColumnElement, insert, or_, select
from sqlalchemy.orm import Session

from app.cases import policy
from app.cases.models import Case, CaseEvent
from app.cases.queries.whole import conditions_of, show_case
from app.cases.schemas.incoming import Order
from app.cases.services.act import Act, Step
from app.cases.services.dropping import drop_photos, refuse_drop
from app.cases.services.effects import EFFECTS
from app.cases.services.log import note_changes, scope_of
from app.cases.services.merging import lock_both
from app.cases.services.naming import as_data, name_photos
from app.cases.services.needs import require
from app.cases.workflow import MOVES, Action, Move, Status, Who
from app.catalog.clockwork import rules_revision
from app.catalog.models import Category
from app.core.actor import Actor
from app.core.clock import local_date, now
from app.core.errors import Conflict, Forbidden, NotFound

REMEMBERED: dict[Action, str] = {"resume": "suspended_from", "unmerge": "merged_from"}
"""Moves back to the status before, and the column that remembers it."""


@dataclass(frozen=True)
class Found:
    """The locked case, what the actor is to it, and who used this action id on it before."""

    case: Case
    held: frozenset[Who]
    is_reader: bool
    prior: tuple[UUID, str] | None
    limits: list[dict[str, Any]]
    revision: UUID | None


def act_on_case(
    session: Session,
    case_id: UUID,
    order: Order,
    *,
    actor: Actor,
    limit_m: float,
    at: datetime | None = None,
) -> Case:
    """Make the move, once for each action id. Raises the refusals of the HTTP surface in its order."""
    at = at or now()
    move = MOVES[order.action]
    found = _lock(session, case_id, order, actor, at)
    if found.prior == (actor.id, order.action):
        return found.case
    if found.held.isdisjoint(move.who):
        raise Forbidden("You may not do this to this case")
    if found.prior is not None:
        raise Conflict("This action id stands for another act", code="action_id_reused")
    if order.version != found.case.version:
        current = _current(session, found, actor, at)
        raise Conflict("The case has changed since you saw it", code="stale_version", case=current)
    _refuse_unlawful(found.case, move)
    act = Act(session, found.case, order, actor, limit_m, found.limits, found.revision, at)
    require(act, move.needs)
    refuse_drop(act)
    _carry_out(act, move)
    return found.case


def _lock(session: Session, case_id: UUID, order: Order, actor: Actor, at: datetime) -> Found:
    """Waits for whoever is changing the case; NotFound for one this person may not reach by this move."""
    if order.action == "merge" and order.into_id is not None:
        lock_both(session, case_id, order.into_id)
    day = local_date(at)
    sees = policy.visible(actor, day)
    row = session.execute(
        select(Case, sees, policy.is_chief(actor, day), Category.limits, rules_revision())
        .join(Category, Category.id == Case.category_id)
        .where(Case.id == case_id, or_(sees, *_other_ways(order, actor)))
        .with_for_update(of=Case)
        .execution_options(populate_existing=True)
    ).first()
    if row is None:
        raise NotFound("There is no such case for you", code="case_not_found")
    case, is_reader, is_chief, limits, revision = row
    # A statement of its own, which sees what was committed while we waited for the lock.
    prior = session.execute(
        select(CaseEvent.actor_id, CaseEvent.action)
        .where(CaseEvent.case_id == case_id, CaseEvent.action_id == order.action_id)
        .order_by(CaseEvent.step.desc())
    ).first()
    held = policy.standing(actor, case, is_chief=bool(is_chief), is_reader=bool(is_reader))
    return Found(case, held, bool(is_reader), prior and (prior[0], prior[1]), limits, revision)


def _other_ways(order: Order, actor: Actor) -> list[ColumnElement[bool]]:
    """Beside seeing it: having made this very move, which may have taken it out of sight; sighting it."""
    did_this = select(CaseEvent.id).where(
        CaseEvent.case_id == Case.id, CaseEvent.actor_id == actor.id, CaseEvent.action_id == order.action_id
    )
    ways: list[ColumnElement[bool]] = [did_this.exists()]
    if order.action == "sight":
        ways.append(policy.within_sight(actor))
    return ways


def _current(session: Session, found: Found, actor: Actor, at: datetime) -> dict[str, Any]:
    case = found.case
    if not found.is_reader:
        return {"id": case.id, "status": case.status, "version": case.version}
    return show_case(session, case.id, actor=actor, at=at)


def _refuse_unlawful(case: Case, move: Move) -> None:
    has_question = move.only_if is None or move.only_if in conditions_of(case)
    if case.status not in move.to or not has_question:
        detail = f"{move.action} is no move for a case that is {case.status}"
        raise Conflict(detail, code="move_not_allowed")


def _carry_out(act: Act, move: Move) -> None:
    case, before, source = act.case, scope_of(act.case), cast("Status", act.case.status)
    with act.session.no_autoflush:  # one UPDATE in the end, whatever an effect looks up meanwhile
        EFFECTS[move.action](act)
    case.status = move.to[source] or _status_before(case, move.action)
    stood_at = act.steps[-1].to_status if act.steps else source
    act.steps.append(Step(move.action, stood_at, case.status))
    _write_down(act)
    name_photos(act.session, case.id, act.order.photos, actor=act.actor, at=act.at)
    if act.order.drop_photos:
        drop_photos(act)
    others = {other.id: scope_of(other) for other in act.also_changed}
    note_changes(act.session, others | {case.id: before}, act.at)


def _status_before(case: Case, action: Action) -> str:
    status: str = getattr(case, REMEMBERED[action])
    setattr(case, REMEMBERED[action], None)
    return status


def _write_down(act: Act) -> None:
    case, order = act.case, act.order
    case.version += 1
    case.updated_at = act.at
    case.last_action, case.last_note = order.action, order.note or ""
    if case.reporter_id == act.actor.id:
        case.reporter_seen_version = case.version
    act.session.execute(insert(CaseEvent), list(_log_rows(act)))


def _log_rows(act: Act) -> Iterator[dict[str, Any]]:
    """Note and data stand with the last step, the one that was ordered."""
    order = act.order
    for step, entry in enumerate(act.steps):
        is_last = step == len(act.steps) - 1
        yield {
            "case_id": act.case.id,
            "action_id": order.action_id,
            "step": step,
            "action": entry.action,
            "actor_id": act.actor.id,
            "actor_name": act.actor.name,
            "at": act.at,
            "from_status": entry.from_status,
            "to_status": entry.to_status,
            "version": act.case.version,
            "note": (order.note or "") if is_last else "",
            "data": act.data | as_data(order.photos, order.drop_photos) if is_last else {},
        }
