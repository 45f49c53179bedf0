"""Writes a planned import in the caller's transaction."""

from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.accounts.services import record
from app.core.clock import now, today
from app.core.stamps import bump
from app.roads.models import Appointment, Road, RoadSegment
from app.roads.queries import APPOINTMENTS_STAMP, STAMP, stored_lines
from app.roads.services.import_plan import Plan


def import_roads(session: Session, plan: Plan) -> None:
    """Kept segments keep their id, unit, chiefs and cases; those no longer in the file are retired."""
    roads = _roads(session, plan)
    wanted = {*plan.matching.kept.values(), *plan.matching.part_of.values(), *plan.retiring}
    standing = {row.id: row for row in session.scalars(select(RoadSegment)) if row.id in wanted}
    heirs: dict[UUID, UUID] = {}
    for index, one in enumerate(plan.named):
        kept, origin = plan.matching.kept.get(index), plan.matching.part_of.get(index)
        segment = (
            standing[kept] if kept else _new_segment(session, plan, standing[origin] if origin else None)
        )
        if origin:
            heirs[segment.id] = origin
        segment.road_id = roads[one.road]
        segment.name = plan.names[index]
        segment.length_m = one.piece.length_m
        segment.geometry = stored_lines([one.piece.line])
        segment.source_ref = f"{plan.source} {' '.join(one.piece.refs)}"
        segment.is_approximate = False
        segment.retired_at = None
    for id_ in plan.retiring:
        standing[id_].retired_at = now()
    session.flush()
    _hand_down(session, heirs, today())
    bump(session, STAMP, APPOINTMENTS_STAMP)
    numbers = {"kept": plan.report.kept, "new": plan.report.new, "retired": len(plan.retiring)}
    record(
        session,
        "roads_imported",
        "unit",
        plan.unit_id,
        actor=None,
        unit_id=plan.unit_id,
        **numbers,
        source=plan.source,
    )


def _roads(session: Session, plan: Plan) -> dict[str, UUID]:
    """The road of each name, made where there is none yet."""
    rows = select(Road.name, Road.id).where(Road.district_id == plan.district_id)
    roads = {row.name: row.id for row in session.execute(rows)}
    for one in plan.named:
        if one.road not in roads:
            roads[one.road] = uuid4()
            session.add(
                Road(
                    id=roads[one.road],
                    district_id=plan.district_id,
                    name=one.road,
                    is_unnamed=one.is_unnamed,
                )
            )
    session.flush()
    return roads


def _new_segment(session: Session, plan: Plan, origin: RoadSegment | None) -> RoadSegment:
    """What was cut from a standing segment stays with its unit."""
    segment = RoadSegment(
        id=uuid4(),
        unit_id=origin.unit_id if origin else plan.unit_id,
        is_key_area=origin.is_key_area if origin else False,
    )
    session.add(segment)
    return segment


def _hand_down(session: Session, heirs: dict[UUID, UUID], day: date) -> None:
    """Who answers for a segment, or is going to, answers for the parts cut from it too."""
    lasting = or_(Appointment.ends_on.is_(None), Appointment.ends_on >= day)
    chiefs: dict[UUID, list[Appointment]] = {}
    for chief in session.scalars(select(Appointment).where(lasting)):
        chiefs.setdefault(chief.segment_id, []).append(chief)
    for heir, origin in heirs.items():
        for chief in chiefs.get(origin, []):
            copy = Appointment(
                id=uuid4(),
                segment_id=heir,
                user_id=chief.user_id,
                level_id=chief.level_id,
                starts_on=max(chief.starts_on, day),
                ends_on=chief.ends_on,
                stands_in_for_id=chief.stands_in_for_id,
            )
            session.add(copy)
            record(
                session,
                "appointment_made",
                "appointment",
                copy.id,
                actor=None,
                segment_id=str(heir),
                cut_from=str(origin),
            )
