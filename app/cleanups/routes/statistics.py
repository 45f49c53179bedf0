"""Weeks of a year, sums by time, office and segment, and everything as a spreadsheet."""

from typing import Any

from apiflask import APIBlueprint
from flask import Response

from app.cleanups import policy
from app.cleanups.queries.export import list_sheets
from app.cleanups.queries.statistics import read_statistics
from app.cleanups.queries.weeks import list_weeks
from app.cleanups.schemas.plan import SessionFilter, WeekList, WeekQuery
from app.cleanups.schemas.statistics import Statistics, StatisticsQuery
from app.cleanups.services.exporting import note_export
from app.core import http, sheets
from app.core.clock import now
from app.core.db import reading, unit_of_work

blueprint = APIBlueprint("cleanup_statistics", __name__, url_prefix=http.API, tag="Cleanups")
BINARY = {"schema": {"type": "string", "format": "binary"}}
SHEET: Any = {200: {"description": "A spreadsheet", "content": {sheets.CONTENT_TYPE: BINARY}}}


@blueprint.get("/cleanup-weeks")
@blueprint.input(WeekQuery, location="query")
@blueprint.output(WeekList)
@http.permit(policy.may_read)
def list_cleanup_weeks(query_data: WeekQuery) -> Response:
    """Every week of an ISO year: held, missed, cancelled, postponed, paused or still to come."""
    with reading() as session:
        items = list_weeks(session, query_data, actor=http.actor(), at=now())
    return http.json_response({"items": items})


@blueprint.get("/cleanup-statistics")
@blueprint.input(StatisticsQuery, location="query")
@blueprint.output(Statistics)
@http.permit(policy.may_read)
def read_cleanup_statistics(query_data: StatisticsQuery) -> Response:
    """Person-times by category, distinct shops, results and cases, kept apart as asked."""
    with reading() as session:
        return http.json_response(read_statistics(session, query_data, actor=http.actor()))


@blueprint.get("/cleanup-sessions/export")
@blueprint.input(SessionFilter, location="query")
@blueprint.doc(responses=SHEET)
@http.permit(policy.may_read)
def export_cleanup_sessions(query_data: SessionFilter) -> Response:
    """Everything of these sessions: numbers and where they came from, shops, results, cases."""
    with reading() as session:
        content = sheets.write(*list_sheets(session, query_data, actor=http.actor(), at=now()))
    with unit_of_work() as session:
        note_export(session, query_data, actor=http.actor())
    response = Response(content, content_type=sheets.CONTENT_TYPE)
    response.headers["Content-Disposition"] = 'attachment; filename="cleanups.xlsx"'
    response.headers["Cache-Control"] = "no-store"
    return response
