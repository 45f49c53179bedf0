"""The catalogue and the duties of departments: everybody reads, administrators edit."""

from uuid import UUID

from apiflask import APIBlueprint
from flask import Response

from app.accounts.policy import may_administer
from app.catalog import calendars, queries, services
from app.catalog.clockwork import clockwork
from app.catalog.policy import may_edit_catalog
from app.catalog.schemas import (
    CalendarAnswer,
    CalendarBody,
    CalendarList,
    CategoryAnswer,
    CategoryBody,
    CategoryList,
    DutiesBody,
    DutyAnswer,
    DutyList,
    RulesAnswer,
    RulesBody,
)
from app.core import http
from app.core.clock import today
from app.core.db import reading, unit_of_work
from app.core.stamps import read_stamp

blueprint = APIBlueprint("catalog", __name__, url_prefix=http.API)


@blueprint.get("/categories")
@blueprint.output(CategoryList)
@blueprint.doc(responses={304: "Unchanged"})
@http.permit(http.logged_in)
def list_categories() -> Response:
    """The whole catalogue, by rank and code; those out of use say so."""
    with reading() as session:
        etag = http.tag(read_stamp(session, queries.CATEGORIES))
        categories = queries.list_categories(session)
    return http.json_response(CategoryList(items=categories).model_dump(), etag=etag)


@blueprint.put("/categories/<key>")
@blueprint.input(CategoryBody)
@blueprint.output(CategoryAnswer)
@blueprint.doc(responses={201: "Made", 409: "`already_taken`"})
@http.permit(may_edit_catalog)
def write_category(key: str, json_data: CategoryBody) -> tuple[CategoryAnswer, int]:
    """Edit the category of this code or id, or make one of this id. Cases keep the limit they were given."""
    with unit_of_work() as session:
        category, is_new = services.write_category(session, _id_or_code(key), json_data, http.actor())
    return CategoryAnswer.model_validate(category), 201 if is_new else 200


@blueprint.get("/clock-rules")
@blueprint.output(RulesAnswer)
@http.permit(http.logged_in)
def read_clock_rules() -> RulesAnswer:
    """Working periods, the length of a working day, when the light turns yellow, steps when overdue."""
    with reading() as session:
        return RulesAnswer.model_validate(clockwork(session).rules)


@blueprint.put("/clock-rules")
@blueprint.input(RulesBody)
@blueprint.output(RulesAnswer)
@http.permit(may_edit_catalog)
def write_clock_rules(json_data: RulesBody) -> RulesAnswer:
    """Change them; the worker counts the ends of cases not yet due anew."""
    with unit_of_work() as session:
        rules = calendars.write_rules(session, json_data, http.actor())
    return RulesAnswer.model_validate(rules)


@blueprint.get("/calendars")
@blueprint.output(CalendarList)
@http.permit(http.logged_in)
def list_calendars() -> CalendarList:
    """Years that are known, and this and the next one even where they are not yet."""
    with reading() as session:
        return CalendarList(items=calendars.list_calendars(session, today().year))


@blueprint.get("/calendars/<int:year>")
@blueprint.output(CalendarAnswer)
@http.permit(http.logged_in)
def read_calendar(year: int) -> CalendarAnswer:
    """Days of a year that are not as their weekday says; `weekends` where nothing is known of it yet."""
    with reading() as session:
        return calendars.get_calendar(session, year)


@blueprint.put("/calendars/<int:year>")
@blueprint.input(CalendarBody)
@blueprint.output(CalendarAnswer)
@http.permit(may_edit_catalog)
def write_calendar(year: int, json_data: CalendarBody) -> CalendarAnswer:
    """Load the calendar of a year in place of what is published, or before it is."""
    with unit_of_work() as session:
        calendars.write_calendar(session, year, json_data, http.actor())
        return calendars.get_calendar(session, year)


@blueprint.delete("/calendars/<int:year>")
@blueprint.doc(responses={204: "Dropped"})
@http.permit(may_edit_catalog)
def drop_calendar(year: int) -> tuple[str, int]:
    """Go back to what is published, or to weekends alone."""
    with unit_of_work() as session:
        calendars.drop_calendar(session, year, http.actor())
    return "", 204


def _id_or_code(key: str) -> UUID | str:
    try:
        return UUID(key)
    except ValueError:
        return key


@blueprint.get("/duties")
@blueprint.output(DutyList)
@blueprint.doc(responses={304: "Unchanged"})
@http.permit(http.logged_in)
def list_duties() -> Response:
    """Which department of the caller's districts takes which category where."""
    actor = http.actor()
    with reading() as session:
        etag = http.tag(read_stamp(session, queries.DUTIES), actor.district_unit_ids)
        duties = queries.list_duties(session, actor)
    return http.json_response(DutyList(items=duties).model_dump(), etag=etag)


@blueprint.put("/departments/<uuid:department_id>/duties")
@blueprint.input(DutiesBody)
@blueprint.output(DutyList)
@http.permit(may_administer)
def write_duties(department_id: UUID, json_data: DutiesBody) -> DutyList:
    """Replace all duties of a department."""
    with unit_of_work() as session:
        duties = services.write_duties(session, department_id, json_data.duties, http.actor())
    return DutyList(items=[DutyAnswer.model_validate(duty) for duty in duties])
