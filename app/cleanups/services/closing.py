"""Close the cases of a site in one act: through the moves of cases and by their rules, each for itself."""

from collections.abc import Sequence
from typing import Any, cast
from uuid import UUID, uuid5

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.services import record
from app.cases.models import Case
from app.cases.queries.whole import get_case
from app.cases.schemas.incoming import Order, PhotoName
from app.cases.services import act_on_case
from app.cases.workflow import Action
from app.cleanups.models import CleanupPhoto
from app.cleanups.queries.places import get_worked_site
from app.cleanups.schemas.outcome import ClosingIn
from app.cleanups.services.outcome import linked_cases
from app.core.actor import Actor
from app.core.clock import now
from app.core.errors import Invalid, Problem

Shape = dict[str, Any]
WAY: tuple[Action, ...] = ("handle", "verify_pass")
"""The straight road to closing. Assigning is somebody's decision, so nothing here skips it."""


def close_cases(
    session: Session, session_id: UUID, site_id: UUID, wanted: ClosingIn, *, actor: Actor, limit_m: float
) -> Shape:
    """The shape of `ClosingOut`. What one case refuses is told, and holds up no other."""
    site, this, _ = get_worked_site(session, session_id, site_id, actor)
    photos = wanted.named() or _photos_of(session, site.id)
    if not photos:
        raise Invalid(
            "Name an after photo",
            code="move_incomplete",
            fields={"photos": ["The site has none yet: name one"]},
        )
    items = [
        _close(session, case_id, wanted, photos, actor=actor, limit_m=limit_m)
        for case_id in linked_cases(session, site_id, wanted.case_ids)
    ]
    closed = [str(item["case_id"]) for item in items if item["is_closed"]]
    detail = {"session_id": str(session_id), "action_id": str(wanted.action_id), "closed": closed}
    action = "cleanup_cases_closed"
    record(session, action, "cleanup_site", site_id, actor=actor, unit_id=this.unit_id, **detail)
    return {"closed": len(closed), "items": items}


def _photos_of(session: Session, site_id: UUID) -> Sequence[PhotoName]:
    own = CleanupPhoto.site_id == site_id, CleanupPhoto.role == "after", CleanupPhoto.withdrawn_at.is_(None)
    rows = session.scalars(select(CleanupPhoto).where(*own).order_by(CleanupPhoto.pair, CleanupPhoto.id))
    return [PhotoName(sha256=row.sha256, role="after", taken_at=row.taken_at) for row in rows]


def _close(
    session: Session,
    case_id: UUID,
    wanted: ClosingIn,
    photos: Sequence[PhotoName],
    *,
    actor: Actor,
    limit_m: float,
) -> Shape:
    moves: list[str] = []
    refusal: Problem | None = None
    for action in WAY:
        try:
            moved = _move(session, case_id, action, wanted, photos, actor=actor, limit_m=limit_m)
        except Problem as problem:
            refusal = problem
            break
        moves += [action] if moved else []
    status = session.scalar(select(Case.status).where(Case.id == case_id))
    is_closed = status == "closed"
    shown = None if refusal is not None and refusal.status == 404 else status
    if not is_closed and refusal is None:
        refusal = Problem("Somebody else has to go on with it from here", code="move_not_allowed")
    return {
        "case_id": case_id,
        "status": shown,
        "moves": moves,
        "is_closed": is_closed,
        "code": refusal.code if refusal and not is_closed else None,
        "detail": refusal.detail if refusal and not is_closed else None,
    }


def _move(
    session: Session,
    case_id: UUID,
    action: Action,
    wanted: ClosingIn,
    photos: Sequence[PhotoName],
    *,
    actor: Actor,
    limit_m: float,
) -> bool:
    """Whether it was made: a move that is not the caller's to make now is left out."""
    case = get_case(session, case_id, actor=actor, at=now())
    if action not in cast("list[str]", case["allowed_actions"]):
        return False
    order = Order(
        action_id=uuid5(wanted.action_id, f"{case_id} {action}"),
        action=action,
        version=case["version"],
        note=wanted.note or None,
        photos=list(photos) if action == "handle" else [],
    )
    with session.begin_nested():
        act_on_case(session, case_id, order, actor=actor, limit_m=limit_m)
    return True
