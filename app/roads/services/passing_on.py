"""Many segments from one chief to another in one act: handed over for good, or covered for a while."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid5

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.accounts.models import AuditEntry, User
from app.accounts.services import record
from app.core.actor import Actor
from app.core.dialect import insert_or_skip
from app.core.errors import Invalid
from app.core.stamps import bump
from app.roads.models import Appointment, RoadSegment
from app.roads.queries.chiefs import APPOINTMENTS_STAMP
from app.roads.schemas import AppointmentAction, AppointmentOutcome
from app.roads.services.appointments import is_road_chief, note_change, overlaps, values_of


def pass_on(session: Session, act: AppointmentAction, *, actor: Actor) -> AppointmentOutcome:
    """All segments of the act or none. The row in the audit log is what a repetition is answered from."""
    done = session.scalar(
        select(AuditEntry.detail).where(
            AuditEntry.subject_kind == "appointment_action", AuditEntry.subject_id == str(act.action_id)
        )
    )
    if done is not None:
        return AppointmentOutcome.model_validate(done["outcome"])
    _check(session, act, actor)
    outcome = AppointmentOutcome(action_id=act.action_id, made=[], ended=[], already=[])
    for held, segment in _chosen(session, act, actor):
        _give(session, act, held, segment, outcome, actor)
        if act.action == "hand_over":
            _end(session, held, segment, act.starts_on, outcome, actor)
    bump(session, APPOINTMENTS_STAMP)
    _record(session, act, outcome, actor)
    return outcome


def _check(session: Session, act: AppointmentAction, actor: Actor) -> None:
    if act.from_user_id == act.to_user_id or session.get(User, act.from_user_id) is None:
        raise Invalid(fields={"from_user_id": ["Another person who answers for segments"]})
    if not is_road_chief(session, act.to_user_id, actor):
        raise Invalid(
            "Give this person the role of a road chief first",
            code="not_a_road_chief",
            fields={"to_user_id": ["No active road chief of your district"]},
        )


def _chosen(session: Session, act: AppointmentAction, actor: Actor) -> list[tuple[Appointment, RoadSegment]]:
    """Appointments of the first person that reach into the span, within the administrator's units."""
    rows = (
        select(Appointment, RoadSegment)
        .join(RoadSegment, RoadSegment.id == Appointment.segment_id)
        .where(
            Appointment.user_id == act.from_user_id,
            or_(Appointment.ends_on.is_(None), Appointment.ends_on >= act.starts_on),
            RoadSegment.unit_id.in_(actor.units_as("admin")),
        )
        .order_by(RoadSegment.name, Appointment.id)
    )
    if act.segment_ids is not None:
        rows = rows.where(Appointment.segment_id.in_(act.segment_ids))
    if act.ends_on is not None:
        rows = rows.where(Appointment.starts_on <= act.ends_on)
    chosen = [(row[0], row[1]) for row in session.execute(rows)]
    missing = set(act.segment_ids or ()) - {segment.id for _, segment in chosen}
    if missing or not chosen:
        names = sorted(str(id_) for id_ in missing)
        raise Invalid(
            "This person does not answer for these segments then",
            code="nothing_to_pass_on",
            fields={"segment_ids": names},
        )
    return chosen


def _give(
    session: Session,
    act: AppointmentAction,
    held: Appointment,
    segment: RoadSegment,
    outcome: AppointmentOutcome,
    actor: Actor,
) -> None:
    starts_on = max(act.starts_on, held.starts_on)
    ends_on = min((day for day in (act.ends_on, held.ends_on) if day), default=None)
    new_id = uuid5(act.action_id, str(held.id))
    if overlaps(session, new_id, act.to_user_id, held.segment_id, starts_on, ends_on):
        outcome.already.append(held.segment_id)
        return
    covered = act.from_user_id if act.action == "stand_in" else held.stands_in_for_id
    values: dict[str, Any] = {
        "segment_id": held.segment_id,
        "user_id": act.to_user_id,
        "level_id": held.level_id,
        "starts_on": starts_on,
        "ends_on": ends_on,
        "stands_in_for_id": None if covered == act.to_user_id else covered,
    }
    if insert_or_skip(session, Appointment, {"id": new_id} | values, ["id"]):
        outcome.made.append(new_id)
        note_change(session, "appointment_made", new_id, segment, None, values, actor)


def _end(
    session: Session,
    held: Appointment,
    segment: RoadSegment,
    day: date,
    outcome: AppointmentOutcome,
    actor: Actor,
) -> None:
    before = values_of(held)
    after = None
    if held.starts_on < day:
        held.ends_on = day - timedelta(days=1)
        after = values_of(held)
    else:
        session.delete(held)  # never to begin now, so there is no history to keep
    session.flush()
    outcome.ended.append(held.id)
    note_change(session, "appointment_ended", held.id, segment, before, after, actor)


def _record(session: Session, act: AppointmentAction, outcome: AppointmentOutcome, actor: Actor) -> None:
    record(
        session,
        f"appointments_{act.action}",
        "appointment_action",
        act.action_id,
        actor=actor,
        unit_id=next(grant.unit_id for grant in actor.grants if grant.role == "admin"),
        act=act.model_dump(mode="json"),
        outcome=outcome.model_dump(mode="json"),
    )
