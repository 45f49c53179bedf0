"""Categories of participants, kinds of results, stationed units."""

from uuid import UUID

from apiflask import APIBlueprint
from flask import Response

from app.cleanups import policy
from app.cleanups.queries.terms import STAMP, list_categories, list_kinds, list_stationed_units
from app.cleanups.schemas.terms import (
    ParticipantCategories,
    ParticipantCategoryIn,
    ParticipantCategoryOut,
    ResultKindIn,
    ResultKindOut,
    ResultKinds,
    StationedUnitIn,
    StationedUnitList,
    StationedUnitOut,
    UnitQuery,
)
from app.cleanups.services.terms import put_stationed_unit, put_term
from app.core import http
from app.core.db import reading, unit_of_work
from app.core.errors import NotFound
from app.core.stamps import read_stamp

blueprint = APIBlueprint("cleanup_terms", __name__, url_prefix=http.API, tag="Cleanups")


@blueprint.get("/participant-categories")
@blueprint.output(ParticipantCategories)
@blueprint.doc(responses={304: "Unchanged"})
@http.permit(http.logged_in)
def list_participant_categories() -> Response:
    """Whom people are counted as; those out of use say so."""
    with reading() as session:
        etag = http.tag("categories", read_stamp(session, STAMP))
        items = [ParticipantCategoryOut.model_validate(row) for row in list_categories(session)]
    return http.json_response(ParticipantCategories(items=items).model_dump(), etag=etag)


@blueprint.put("/participant-categories/<code>")
@blueprint.input(ParticipantCategoryIn)
@blueprint.output(ParticipantCategoryOut)
@http.permit(policy.may_administer)
def write_participant_category(code: str, json_data: ParticipantCategoryIn) -> ParticipantCategoryOut:
    """Make a category, or change it."""
    with unit_of_work() as session:
        row = put_term(session, _code(code), json_data, actor=http.actor())
        return ParticipantCategoryOut.model_validate(row)


@blueprint.get("/cleanup-result-kinds")
@blueprint.output(ResultKinds)
@blueprint.doc(responses={304: "Unchanged"})
@http.permit(http.logged_in)
def list_result_kinds() -> Response:
    """What cleanups leave behind in numbers; kinds out of use say so."""
    with reading() as session:
        etag = http.tag("kinds", read_stamp(session, STAMP))
        items = [ResultKindOut.model_validate(row) for row in list_kinds(session)]
    return http.json_response(ResultKinds(items=items).model_dump(), etag=etag)


@blueprint.put("/cleanup-result-kinds/<code>")
@blueprint.input(ResultKindIn)
@blueprint.output(ResultKindOut)
@http.permit(policy.may_administer)
def write_result_kind(code: str, json_data: ResultKindIn) -> ResultKindOut:
    """Make a kind of result, or change it."""
    with unit_of_work() as session:
        return ResultKindOut.model_validate(put_term(session, _code(code), json_data, actor=http.actor()))


def _code(code: str) -> str:
    if not (0 < len(code) <= 30 and code.isascii() and code.replace("_", "a").isalnum() and code.islower()):
        raise NotFound("A code is a word in small letters, such as party_member")
    return code


@blueprint.get("/stationed-units")
@blueprint.input(UnitQuery, location="query")
@blueprint.output(StationedUnitList)
@http.permit(policy.may_read)
def list_units_stationed(query_data: UnitQuery) -> StationedUnitList:
    """Organisations in the area of the caller's units that send people, by name."""
    with reading() as session:
        rows = list_stationed_units(session, http.actor(), query_data.unit_id)
    return StationedUnitList(items=[StationedUnitOut.model_validate(row) for row in rows])


@blueprint.put("/stationed-units/<uuid:stationed_unit_id>")
@blueprint.input(StationedUnitIn)
@blueprint.output(StationedUnitOut)
@blueprint.doc(responses={409: "`already_taken`"})
@http.permit(policy.may_organise)
def write_stationed_unit(stationed_unit_id: UUID, json_data: StationedUnitIn) -> StationedUnitOut:
    """Make one, rename it, or take it out of use."""
    with unit_of_work() as session:
        row = put_stationed_unit(session, stationed_unit_id, json_data, actor=http.actor())
        return StationedUnitOut.model_validate(row)
