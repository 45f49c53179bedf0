"""Appointments from a spreadsheet: every row is tried, every bad one named."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID, uuid4

from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.core.actor import Actor
from app.core.errors import Problem
from app.roads.models import Appointment, ChiefLevel, RoadSegment
from app.roads.schemas import AppointmentIn, BadCell, SheetOutcome
from app.roads.services.appointments import put_appointment
from app.roads.sheets import SheetRow, as_date


class Bad(Exception):
    """A cell that cannot be so."""

    def __init__(self, column: str, code: str, detail: str) -> None:
        super().__init__(detail)
        self.column, self.code, self.detail = column, code, detail


@dataclass
class _Known:
    """What names in cells may mean."""

    segments: dict[str, list[UUID]] = field(default_factory=lambda: defaultdict(list))
    segment_ids: set[UUID] = field(default_factory=set)
    users: dict[str, UUID] = field(default_factory=dict)
    levels: dict[str, UUID] = field(default_factory=dict)


def import_sheet(
    session: Session, rows: Sequence[tuple[int, SheetRow]], *, dry_run: bool, actor: Actor
) -> SheetOutcome:
    """Tries everything; the caller takes it back when `errors` is not empty or it was only a trial."""
    known = _look_up(session, actor)
    counted: Counter[str] = Counter()
    errors = []
    for number, row in rows:
        try:
            counted[_take(session, row, known, actor)] += 1
        except Bad as bad:
            value = str(row.get(bad.column, ""))[:200]
            errors.append(
                BadCell(row=number, column=bad.column, value=value, code=bad.code, detail=bad.detail)
            )
    return SheetOutcome(
        dry_run=dry_run,
        rows=len(rows),
        made=counted["made"],
        changed=counted["changed"],
        unchanged=counted["unchanged"],
        errors=errors,
    )


def _look_up(session: Session, actor: Actor) -> _Known:
    known = _Known()
    on_map = select(RoadSegment.id, RoadSegment.name).where(
        RoadSegment.unit_id.in_(actor.units_as("admin")), RoadSegment.retired_at.is_(None)
    )
    for row in session.execute(on_map):
        known.segments[row.name].append(row.id)
        known.segment_ids.add(row.id)
    known.users = {row.username: row.id for row in session.execute(select(User.username, User.id))}
    known.levels = {row.name: row.id for row in session.execute(select(ChiefLevel.name, ChiefLevel.id))}
    return known


def _take(session: Session, row: SheetRow, known: _Known, actor: Actor) -> str:
    wanted = _wanted(row, known)
    appointment_id = _appointment_id(session, row, wanted)
    standing = session.get(Appointment, appointment_id) if appointment_id else None
    before = standing and AppointmentIn.model_validate(standing, from_attributes=True)
    if before == wanted:
        return "unchanged"
    try:
        is_new = put_appointment(session, appointment_id or uuid4(), wanted, actor=actor)
    except Problem as problem:
        column = {"appointment_overlaps": "开始日期", "not_a_road_chief": "用户名"}.get(problem.code, "路段")
        raise Bad(column, problem.code, problem.detail) from problem
    return "made" if is_new else "changed"


def _wanted(row: SheetRow, known: _Known) -> AppointmentIn:
    covered = row.get("代班对象用户名") or None
    try:
        return AppointmentIn(
            segment_id=_segment(row, known),
            user_id=_named(row, "用户名", known.users, "unknown_person"),
            level_id=_named(row, "级别", known.levels, "unknown_level"),
            starts_on=_date(row, "开始日期"),
            ends_on=_date(row, "结束日期") if row.get("结束日期") else None,
            stands_in_for_id=_named(row, "代班对象用户名", known.users, "unknown_person")
            if covered
            else None,
        )
    except ValidationError as error:
        raise Bad("结束日期", "ends_before_start", "结束日期早于开始日期") from error


def _segment(row: SheetRow, known: _Known) -> UUID:
    """By its id where the row has one, else by a name only one segment bears."""
    if row.get("路段编号"):
        segment_id = _uuid(row, "路段编号")
        if segment_id not in known.segment_ids:
            raise Bad("路段编号", "unknown_segment", "管辖范围内没有这个路段")
        return segment_id
    found = known.segments.get(str(row["路段"]), [])
    if len(found) != 1:
        code, words = (
            ("ambiguous_segment", "有多个同名路段") if found else ("unknown_segment", "没有这个路段")
        )
        raise Bad("路段", code, words)
    return found[0]


def _named(row: SheetRow, column: str, known: dict[str, UUID], code: str) -> UUID:
    found = known.get(str(row[column]))
    if found is None:
        raise Bad(column, code if row[column] else "missing", f"查无此项：{row[column]}")
    return found


def _date(row: SheetRow, column: str) -> date:
    try:
        return as_date(row[column])
    except ValueError as error:
        raise Bad(column, "bad_date", "不是日期，例：2026-11-23") from error


def _uuid(row: SheetRow, column: str) -> UUID:
    try:
        return UUID(str(row[column]))
    except ValueError as error:
        raise Bad(column, "bad_id", "编号不完整，请留空或从导出表复制") from error


def _appointment_id(session: Session, row: SheetRow, wanted: AppointmentIn) -> UUID | None:
    """The row's own id, else that of an appointment it plainly means: same person, segment and first day."""
    if row.get("任命编号"):
        return _uuid(row, "任命编号")
    same = select(Appointment.id).where(
        Appointment.segment_id == wanted.segment_id,
        Appointment.user_id == wanted.user_id,
        Appointment.starts_on == wanted.starts_on,
    )
    return session.scalar(same)
