"""Units and departments: everybody reads their district's, administrators change those within reach."""

from uuid import UUID

from apiflask import APIBlueprint
from flask import Response

from app.accounts.policy import may_administer
from app.accounts.queries import places as queries
from app.accounts.schemas import (
    DepartmentAnswer,
    DepartmentBody,
    DepartmentList,
    UnitAnswer,
    UnitBody,
    UnitList,
)
from app.accounts.services import places as services
from app.accounts.units import STAMP
from app.core import http
from app.core.db import reading, unit_of_work
from app.core.stamps import read_stamp

blueprint = APIBlueprint("places", __name__, url_prefix=http.API)


@blueprint.get("/units")
@blueprint.output(UnitList)
@blueprint.doc(responses={304: "Unchanged"})
@http.permit(http.logged_in)
def list_units() -> Response:
    """All units of the caller's districts, each after the one above it."""
    with reading() as session:
        etag = http.tag(read_stamp(session, STAMP), http.actor().district_unit_ids)
        units = queries.list_units(session, http.actor())
    return http.json_response(UnitList(items=units).model_dump(), etag=etag)


@blueprint.put("/units/<uuid:unit_id>")
@blueprint.input(UnitBody)
@blueprint.output(UnitAnswer)
@blueprint.doc(responses={201: "Made", 409: "`already_taken`"})
@http.permit(may_administer)
def write_unit(unit_id: UUID, json_data: UnitBody) -> tuple[UnitAnswer, int]:
    """Make a unit, rename it or hang it elsewhere."""
    with unit_of_work() as session:
        unit, is_new = services.write_unit(session, unit_id, json_data, http.actor())
    return UnitAnswer.model_validate(unit), 201 if is_new else 200


@blueprint.get("/departments")
@blueprint.output(DepartmentList)
@blueprint.doc(responses={304: "Unchanged"})
@http.permit(http.logged_in)
def list_departments() -> Response:
    """All departments of the caller's districts; those no longer active say so."""
    with reading() as session:
        etag = http.tag(read_stamp(session, queries.DEPARTMENTS), http.actor().district_unit_ids)
        departments = queries.list_departments(session, http.actor())
    return http.json_response(DepartmentList(items=departments).model_dump(), etag=etag)


@blueprint.put("/departments/<uuid:department_id>")
@blueprint.input(DepartmentBody)
@blueprint.output(DepartmentAnswer)
@blueprint.doc(responses={201: "Made", 409: "`already_taken`"})
@http.permit(may_administer)
def write_department(department_id: UUID, json_data: DepartmentBody) -> tuple[DepartmentAnswer, int]:
    """Make a department, rename it, move it or put it out of use."""
    with unit_of_work() as session:
        department, is_new = services.write_department(session, department_id, json_data, http.actor())
    return DepartmentAnswer.model_validate(department), 201 if is_new else 200
