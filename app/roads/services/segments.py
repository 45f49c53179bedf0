"""What an administrator sets on a segment, and the levels of chiefs."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.services import record
from app.core.actor import Actor
from app.core.dialect import upsert
from app.core.errors import Conflict, Forbidden, Invalid, NotFound
from app.core.stamps import bump
from app.roads import policy
from app.roads.following import tell_followers
from app.roads.models import ChiefLevel, RoadSegment
from app.roads.queries import STAMP
from app.roads.schemas import LevelIn, SegmentChange


def get_administered(session: Session, segment_id: UUID, actor: Actor) -> RoadSegment:
    """A segment to change: NotFound outside the district, Forbidden outside the administrator's units."""
    segment = session.get(RoadSegment, segment_id)
    if segment is None or segment.unit_id not in actor.district_unit_ids:
        raise NotFound("There is no such segment in your district")
    if not policy.may_administer_unit(actor, segment.unit_id):
        raise Forbidden("This segment lies outside your units", code="outside_your_units")
    return segment


def change_segment(session: Session, segment_id: UUID, change: SegmentChange, *, actor: Actor) -> None:
    """Give it to another unit, or watch it more closely."""
    segment = get_administered(session, segment_id, actor)
    wanted = {name: value for name, value in change.model_dump().items() if value is not None}
    if change.unit_id and not policy.may_administer_unit(actor, change.unit_id):
        raise Invalid(fields={"unit_id": ["There is no such unit within yours"]})
    home = segment.unit_id
    before = {name: getattr(segment, name) for name in wanted}
    if before != wanted:
        for name, value in wanted.items():
            setattr(segment, name, value)
        bump(session, STAMP)
        if change.unit_id not in (None, home):
            session.flush()
            tell_followers(session, [segment.id], segment.unit_id)
        words = {name: [str(before[name]), str(wanted[name])] for name in wanted}
        record(
            session, "segment_changed", "road_segment", segment.id, actor=actor, unit_id=home, changes=words
        )


def put_level(session: Session, level_id: UUID, level: LevelIn, *, actor: Actor) -> ChiefLevel:
    """Make or rename a level; all districts of a deployment share them."""
    namesake = select(ChiefLevel.id).where(ChiefLevel.name == level.name, ChiefLevel.id != level_id)
    if session.scalar(namesake) is not None:
        raise Conflict("Another level has this name", code="already_taken")
    upsert(session, ChiefLevel, {"id": level_id, **level.model_dump()}, ["id"], level.model_dump())
    bump(session, STAMP)
    record(session, "chief_level_put", "chief_level", level_id, actor=actor, **level.model_dump())
    return session.get_one(ChiefLevel, level_id, populate_existing=True)
