"""What an administrator sets on many segments at once."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Row, select, update
from sqlalchemy.orm import Session

from app.accounts.models import AuditEntry
from app.accounts.services import record
from app.core.actor import Actor
from app.core.dialect import among
from app.core.errors import Forbidden, Invalid, NotFound
from app.core.stamps import bump
from app.roads import policy
from app.roads.following import tell_followers
from app.roads.models import RoadSegment
from app.roads.queries import STAMP
from app.roads.schemas import SegmentAction, SegmentOutcome

Standing = Row[UUID, UUID, bool]


def act_on_segments(session: Session, act: SegmentAction, *, actor: Actor) -> SegmentOutcome:
    """All segments of the act or none. The row in the audit log is what a repetition is answered from."""
    done = session.scalar(
        select(AuditEntry.detail).where(
            AuditEntry.subject_kind == "segment_action",
            AuditEntry.subject_id == str(act.action_id),
            AuditEntry.actor_id == actor.id,
        )
    )
    if done is not None:
        return SegmentOutcome.model_validate(done["outcome"])
    name, wanted = act.setting()
    standing = _lock(session, act.segment_ids, actor)
    if act.unit_id and not policy.may_administer_unit(actor, act.unit_id):
        raise Invalid(fields={"unit_id": ["There is no such unit within yours"]})
    changed = [row for row in standing if getattr(row, name) != wanted]
    outcome = SegmentOutcome(
        action_id=act.action_id, changed=[row.id for row in changed], already=len(standing) - len(changed)
    )
    if changed:
        _set(session, changed, name, wanted, actor)
    _record(session, act, outcome, actor)
    return outcome


def _lock(session: Session, segment_ids: Sequence[UUID], actor: Actor) -> Sequence[Standing]:
    """NotFound when one lies outside the district, Forbidden when outside the administrator's units."""
    rows = session.execute(
        select(RoadSegment.id, RoadSegment.unit_id, RoadSegment.is_key_area)
        .where(among(RoadSegment.id, segment_ids), among(RoadSegment.unit_id, actor.district_unit_ids))
        .order_by(RoadSegment.id)
        .with_for_update()
    ).all()
    if len(rows) < len(set(segment_ids)):
        raise NotFound("There is no such segment in your district")
    if not all(policy.may_administer_unit(actor, row.unit_id) for row in rows):
        raise Forbidden("Some of these segments lie outside your units", code="outside_your_units")
    return rows


def _set(session: Session, rows: Sequence[Standing], name: str, wanted: UUID | bool, actor: Actor) -> None:
    ids = [row.id for row in rows]
    session.execute(
        update(RoadSegment).where(among(RoadSegment.id, ids)).values({name: wanted}),
        execution_options={"synchronize_session": False},
    )
    bump(session, STAMP)
    if isinstance(wanted, UUID):
        tell_followers(session, ids, wanted)
    for row in rows:
        words = {name: [str(getattr(row, name)), str(wanted)]}
        record(
            session,
            "segment_changed",
            "road_segment",
            row.id,
            actor=actor,
            unit_id=row.unit_id,
            changes=words,
        )


def _record(session: Session, act: SegmentAction, outcome: SegmentOutcome, actor: Actor) -> None:
    record(
        session,
        f"segments_{act.action}",
        "segment_action",
        act.action_id,
        actor=actor,
        unit_id=next(grant.unit_id for grant in actor.grants if grant.role == "admin"),
        act=act.model_dump(mode="json"),
        outcome=outcome.model_dump(mode="json"),
    )
