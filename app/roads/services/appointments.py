"""Who answers for a segment: appointed, changed, withdrawn. Each change is a row of the audit log."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.accounts.models import RoleGrant, User
from app.accounts.services import record
from app.core.actor import Actor
from app.core.clock import today
from app.core.dialect import insert_or_skip
from app.core.errors import Conflict, Invalid, NotFound
from app.core.stamps import bump
from app.roads.models import Appointment, ChiefLevel, RoadSegment
from app.roads.queries.chiefs import APPOINTMENTS_STAMP
from app.roads.schemas import AppointmentIn
from app.roads.services.segments import get_administered

FIELDS = ("segment_id", "user_id", "level_id", "starts_on", "ends_on", "stands_in_for_id")


def put_appointment(session: Session, appointment_id: UUID, wanted: AppointmentIn, *, actor: Actor) -> bool:
    """Appoint, or change what stands under this id; True when it is new."""
    segment = get_administered(session, wanted.segment_id, actor)
    standing = session.get(Appointment, appointment_id)
    before = values_of(standing) if standing else None
    after = wanted.model_dump()
    if before == after:
        return False
    if before and before["segment_id"] != wanted.segment_id:
        get_administered(session, before["segment_id"], actor)
    _check_people(session, wanted, actor)
    _check_overlap(session, appointment_id, wanted)
    bump(session, APPOINTMENTS_STAMP)
    if standing is None and insert_or_skip(session, Appointment, {"id": appointment_id} | after, ["id"]):
        note_change(session, "appointment_made", appointment_id, segment, None, after, actor)
        return True
    standing = standing or session.get_one(Appointment, appointment_id)
    for name, value in after.items():
        setattr(standing, name, value)
    session.flush()
    note_change(session, "appointment_changed", appointment_id, segment, before, after, actor)
    return False


def values_of(appointment: Appointment) -> dict[str, Any]:
    return {name: getattr(appointment, name) for name in FIELDS}


def _check_people(session: Session, wanted: AppointmentIn, actor: Actor) -> None:
    if not is_road_chief(session, wanted.user_id, actor):
        raise Invalid(
            "Give this person the role of a road chief first",
            code="not_a_road_chief",
            fields={"user_id": ["No active road chief of your district"]},
        )
    if session.get(ChiefLevel, wanted.level_id) is None:
        raise Invalid(fields={"level_id": ["There is no such level"]})
    covered = wanted.stands_in_for_id
    if covered and (covered == wanted.user_id or session.get(User, covered) is None):
        raise Invalid(fields={"stands_in_for_id": ["Somebody else who is covered for"]})


def is_road_chief(session: Session, user_id: UUID, actor: Actor) -> bool:
    """Whether the person is active and holds the role somewhere in the district of who asks."""
    held = (
        select(RoleGrant.id)
        .join(User, User.id == RoleGrant.user_id)
        .where(User.id == user_id, User.is_active, RoleGrant.role == "road_chief")
        .where(RoleGrant.unit_id.in_(actor.district_unit_ids))
    )
    return session.execute(held.limit(1)).first() is not None


def _check_overlap(session: Session, appointment_id: UUID, wanted: AppointmentIn) -> None:
    if overlaps(session, appointment_id, wanted.user_id, wanted.segment_id, wanted.starts_on, wanted.ends_on):
        raise Conflict(
            "This person answers for this segment in that time already", code="appointment_overlaps"
        )


def overlaps(
    session: Session, but_id: UUID, user_id: UUID, segment_id: UUID, starts_on: date, ends_on: date | None
) -> bool:
    """Whether the person has another appointment on the segment on any day of the span."""
    clash = select(Appointment.id).where(
        Appointment.id != but_id,
        Appointment.user_id == user_id,
        Appointment.segment_id == segment_id,
        or_(Appointment.ends_on.is_(None), Appointment.ends_on >= starts_on),
    )
    if ends_on is not None:
        clash = clash.where(Appointment.starts_on <= ends_on)
    return session.execute(clash.limit(1)).first() is not None


def withdraw_appointment(session: Session, appointment_id: UUID, *, actor: Actor) -> None:
    """Take back one that has not begun; a begun one is history and can only be ended."""
    appointment = session.get(Appointment, appointment_id)
    if appointment is None:
        raise NotFound("There is no such appointment")
    segment = get_administered(session, appointment.segment_id, actor)
    if appointment.starts_on <= today():
        raise Conflict("It has begun: set its last day instead", code="appointment_began")
    note_change(
        session, "appointment_withdrawn", appointment_id, segment, values_of(appointment), None, actor
    )
    session.delete(appointment)
    bump(session, APPOINTMENTS_STAMP)
    session.flush()


def note_change(
    session: Session,
    action: str,
    appointment_id: UUID,
    segment: RoadSegment,
    before: dict[str, Any] | None,
    after: dict[str, Any] | None,
    actor: Actor,
) -> None:
    """The audit row; `before` and `after` are None where there was or is nothing."""
    record(
        session,
        action,
        "appointment",
        appointment_id,
        actor=actor,
        unit_id=segment.unit_id,
        segment=segment.name,
        before=_as_text(before),
        after=_as_text(after),
    )


def _as_text(values: dict[str, Any] | None) -> dict[str, str | None] | None:
    return values and {name: None if value is None else str(value) for name, value in values.items()}
