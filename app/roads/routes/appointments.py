"""Who answers for what: appoint, change, hand over, stand in; the levels; Excel in and out."""

from typing import Any
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response, request

from app.accounts.units import unit_tree
from app.core import http
from app.core.clock import today
from app.core.db import reading, unit_of_work
from app.core.errors import Invalid, TooLarge
from app.core.paging import decode_cursor, encode_cursor
from app.core.stamps import read_stamp
from app.roads import policy, sheets
from app.roads.queries import STAMP, chiefs
from app.roads.routes.segments import UNCHANGED, etag
from app.roads.schemas import (
    AppointmentAction,
    AppointmentFilter,
    AppointmentIn,
    AppointmentItem,
    AppointmentOutcome,
    AppointmentPage,
    LevelIn,
    LevelItem,
    LevelList,
    SheetFilter,
    SheetOutcome,
    SheetQuery,
)
from app.roads.services.appointments import put_appointment, withdraw_appointment
from app.roads.services.passing_on import pass_on
from app.roads.services.segments import put_level
from app.roads.services.sheet_import import import_sheet

blueprint = APIBlueprint("appointments", __name__, url_prefix=http.API, tag="Appointments")
BINARY = {"schema": {"type": "string", "format": "binary"}}
SHEET: Any = {200: {"description": "A spreadsheet", "content": {sheets.CONTENT_TYPE: BINARY}}}
SENT: Any = {"content": {"application/octet-stream": BINARY}}
ITEM = {"application/json": {"schema": {"$ref": "#/components/schemas/AppointmentItem"}}}
WRITTEN: Any = {
    200: {"description": "Changed, or the same again", "content": ITEM},
    409: {"description": "`appointment_overlaps`"},
}


@blueprint.get("/appointments")
@blueprint.input(AppointmentFilter, location="query")
@blueprint.output(AppointmentPage)
@http.permit(policy.may_see_appointments)
def list_appointments(query_data: AppointmentFilter) -> AppointmentPage:
    """Who answers for what on a day, by segment, the highest level first."""
    limit = query_data.limit
    with reading() as session:
        units = policy.units_of_appointments(http.actor())
        if query_data.unit_id:
            units &= unit_tree(session).subtree(query_data.unit_id)
        which = chiefs.Which(
            on=None if query_data.all else query_data.on or today(),
            segment_id=query_data.segment_id,
            road_id=query_data.road_id,
            unit_ids=units,
            user_id=query_data.user_id,
            q=query_data.q,
        )
        after = _after(query_data.cursor) if query_data.cursor else None
        rows = chiefs.list_appointments(session, which, limit=limit + 1, after=after)
    last = rows[limit - 1] if len(rows) > limit else None
    return AppointmentPage(
        items=[AppointmentItem.model_validate(row) for row in rows[:limit]],
        next_cursor=encode_cursor(last.segment_name, last.rank, str(last.id)) if last else None,
    )


def _after(cursor: str) -> tuple[str, int, UUID]:
    name, rank, id_ = decode_cursor(cursor, 3)
    try:
        return str(name), int(rank) % 100, UUID(id_)
    except (TypeError, ValueError, AttributeError, OverflowError) as error:
        raise Invalid("The cursor belongs to another list", code="bad_cursor") from error


@blueprint.put("/appointments/<uuid:appointment_id>")
@blueprint.input(AppointmentIn)
@blueprint.output(AppointmentItem, 201, description="Appointed")
@blueprint.doc(responses=WRITTEN)
@http.permit(policy.may_administer)
def write_appointment(appointment_id: UUID, json_data: AppointmentIn) -> tuple[AppointmentItem, int]:
    """Appoint a road chief for a segment, or change an appointment."""
    with unit_of_work() as session:
        is_new = put_appointment(session, appointment_id, json_data, actor=http.actor())
        (row,) = chiefs.list_appointments(session, chiefs.Which(id=appointment_id))
    return AppointmentItem.model_validate(row), 201 if is_new else 200


@blueprint.delete("/appointments/<uuid:appointment_id>")
@blueprint.output({}, 204)
@blueprint.doc(responses={409: "`appointment_began`: set its last day instead"})
@http.permit(policy.may_administer)
def delete_appointment(appointment_id: UUID) -> tuple[str, int]:
    """Take back an appointment that has not begun."""
    with unit_of_work() as session:
        withdraw_appointment(session, appointment_id, actor=http.actor())
    return "", 204


@blueprint.post("/appointments/actions")
@blueprint.input(AppointmentAction)
@blueprint.output(AppointmentOutcome)
@http.permit(policy.may_administer)
def act_on_appointments(json_data: AppointmentAction) -> AppointmentOutcome:
    """Hand segments over from one chief to another, or have one stand in for another, in one act."""
    with unit_of_work() as session:
        return pass_on(session, json_data, actor=http.actor())


@blueprint.get("/appointments/export")
@blueprint.input(SheetFilter, location="query")
@blueprint.doc(responses=SHEET)
@http.permit(policy.may_see_appointments)
def export_appointments(query_data: SheetFilter) -> Response:
    """The appointments of a day as a spreadsheet that can be changed and sent back."""
    which = chiefs.Which(
        on=None if query_data.all else query_data.on or today(),
        unit_ids=policy.units_of_appointments(http.actor()),
    )
    with reading() as session:
        rows = chiefs.list_appointments(session, which)
    response = Response(sheets.write(rows), content_type=sheets.CONTENT_TYPE)
    response.headers["Content-Disposition"] = 'attachment; filename="appointments.xlsx"'
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.post("/appointments/import")
@blueprint.input(SheetQuery, location="query")
@blueprint.output(SheetOutcome)
@blueprint.doc(extensions={"requestBody": SENT})
@http.permit(policy.may_administer)
def import_appointments(query_data: SheetQuery) -> SheetOutcome:
    """Appoint by spreadsheet, all rows or none; with `dry_run` only say what it would do."""
    rows = sheets.read(_body())
    with unit_of_work() as session:
        outcome = import_sheet(session, rows, dry_run=query_data.dry_run, actor=http.actor())
        if outcome.dry_run or outcome.errors:
            session.rollback()
    return outcome


def _body() -> bytes:
    content = request.stream.read(sheets.MAX_BYTES + 1)
    if len(content) > sheets.MAX_BYTES:
        raise TooLarge(f"A spreadsheet may have {sheets.MAX_BYTES // 1_000_000} MB")
    return content


@blueprint.get("/chief-levels")
@blueprint.output(LevelList)
@blueprint.doc(responses=UNCHANGED)
@http.permit(http.logged_in)
def list_chief_levels() -> Response:
    """Levels of road chiefs, the highest first."""
    with reading() as session:
        tag = etag("levels", read_stamp(session, STAMP))
        levels = [LevelItem.model_validate(level).model_dump() for level in chiefs.list_levels(session)]
    return http.json_response({"items": levels}, etag=tag)


@blueprint.put("/chief-levels/<uuid:level_id>")
@blueprint.input(LevelIn)
@blueprint.output(LevelItem)
@blueprint.doc(responses={409: "`already_taken`: another level has this name"})
@http.permit(policy.may_administer)
def write_chief_level(level_id: UUID, json_data: LevelIn) -> LevelItem:
    """Make a level, or rename it."""
    with unit_of_work() as session:
        return LevelItem.model_validate(put_level(session, level_id, json_data, actor=http.actor()))
