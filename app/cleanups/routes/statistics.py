"""Weeks of a year, and sums by time, office and segment."""

from apiflask import APIBlueprint
from flask import Response

from app.cleanups import policy
from app.cleanups.queries.statistics import read_statistics
from app.cleanups.queries.weeks import list_weeks
from app.cleanups.schemas.plan import WeekList, WeekQuery
from app.cleanups.schemas.statistics import Statistics, StatisticsQuery
from app.core import http
from app.core.clock import now
from app.core.db import reading

blueprint = APIBlueprint("cleanup_statistics", __name__, url_prefix=http.API, tag="Cleanups")


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
