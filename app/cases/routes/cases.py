"""Cases over HTTP."""

from typing import Any
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response

from app.cases import policy, services
from app.cases.queries.counting import count_cases
from app.cases.queries.duplicates import list_duplicates, list_duplicates_of_report
from app.cases.queries.features import map_features
from app.cases.queries.listing import list_cases
from app.cases.queries.nearby import spot_of_report
from app.cases.queries.recounts import show_recount
from app.cases.queries.relatives import list_relatives
from app.cases.queries.view_counts import count_views
from app.cases.queries.whole import get_case, show_case
from app.cases.schemas.counts import AnyCounts
from app.cases.schemas.duplicates import Duplicates, Twins
from app.cases.schemas.incoming import (
    CaseQuery,
    CaseReport,
    CountQuery,
    DuplicateQuery,
    MapQuery,
    Order,
    Seen,
)
from app.cases.schemas.listing import CasePage
from app.cases.schemas.many import ManyOrder, ManyResults
from app.cases.schemas.map import CaseFeatures
from app.cases.schemas.recounts import Recount
from app.cases.schemas.whole import WholeCase
from app.catalog.policy import may_edit_catalog
from app.core import http
from app.core.clock import now
from app.core.db import reading, unit_of_work
from app.core.errors import Invalid

blueprint = APIBlueprint("cases", __name__, url_prefix=f"{http.API}/cases", tag="Cases")
MAKE_CONFLICTS = "`case_exists_with_other_body`: the id stands for another report"
MOVE_CONFLICTS = (
    "`stale_version` (with the current `case`), `move_not_allowed` from this status, `action_id_reused`, "
    "`photos_missing` (with `missing_photos`)"
)


@blueprint.put("/<uuid:case_id>")
@blueprint.input(CaseReport)
@blueprint.output(WholeCase, 201)
@blueprint.doc(responses={200: "The same report again", 409: MAKE_CONFLICTS})
@http.permit(policy.may_report)
def report_case(case_id: UUID, json_data: CaseReport) -> Response:
    """Report a case under an id of the caller's making; sending the same again changes nothing."""
    who, limit_m = http.actor(), http.settings().segment_max_distance_m
    with unit_of_work() as session:
        made = services.report_case(session, case_id, json_data, actor=who, limit_m=limit_m)
        case = made or show_case(session, case_id, actor=who, at=now())
    return _whole(case, 201 if made else 200)


@blueprint.get("")
@blueprint.input(CaseQuery, location="query")
@blueprint.output(CasePage)
@http.permit(http.logged_in)
def read_cases(query_data: CaseQuery) -> Response:
    """The cases the caller may see, newest first unless asked otherwise."""
    with reading() as session:
        return http.json_response(list_cases(session, query_data, actor=http.actor(), at=now()))


@blueprint.get("/map")
@blueprint.input(MapQuery, location="query")
@blueprint.output(CaseFeatures)
@http.permit(http.logged_in)
def read_case_map(query_data: MapQuery) -> Response:
    """The same cases as GeoJSON: points or, below a zoom of 16, cells with counts."""
    with reading() as session:
        return http.json_response(map_features(session, query_data, actor=http.actor(), at=now()))


@blueprint.get("/counts")
@blueprint.input(CountQuery, location="query")
@blueprint.output(AnyCounts)
@http.permit(http.logged_in)
def read_case_counts(query_data: CountQuery) -> Response:
    """The same cases counted by status, light, segment, road, unit, category or department, or by view."""
    count = count_views if query_data.views else count_cases
    with reading() as session:
        return http.json_response(count(session, query_data, actor=http.actor(), at=now()))


@blueprint.get("/clock-recount")
@blueprint.output(Recount)
@http.permit(may_edit_catalog)
def read_clock_recount() -> Response:
    """How far the worker is with the ends of cases after rules or calendar changed."""
    with reading() as session:
        return http.json_response(show_recount(session))


@blueprint.get("/<uuid:case_id>")
@blueprint.output(WholeCase)
@http.permit(http.logged_in)
def read_case(case_id: UUID) -> Response:
    """The whole case; its version is the ETag."""
    with reading() as session:
        return _whole(get_case(session, case_id, actor=http.actor(), at=now()))


@blueprint.get("/duplicates")
@blueprint.input(DuplicateQuery, location="query")
@blueprint.output(Duplicates)
@http.permit(policy.may_report)
def read_duplicates_of_report(query_data: DuplicateQuery) -> Response:
    """Open cases that what is about to be reported may repeat: `sight` one of them instead."""
    asked, at = query_data, now()
    if asked.point is None and asked.segment_id is None:
        raise Invalid(fields={"lon": ["A point or segment_id is needed"]})
    with reading() as session:
        spot = spot_of_report(
            session, asked.category_code, asked.point, asked.segment_id, observed_at=asked.observed_at, at=at
        )
        items = list_duplicates_of_report(session, spot, asked.photo, actor=http.actor(), at=at)
    return http.json_response({"items": items})


@blueprint.get("/<uuid:case_id>/duplicates")
@blueprint.output(Twins)
@http.permit(http.logged_in)
def read_duplicates(case_id: UUID) -> Response:
    """Open cases of its category near it in place and time, as the category says; and what belongs to it."""
    who, at = http.actor(), now()
    with reading() as session:
        items = list_duplicates(session, case_id, actor=who, at=at)
        related = list_relatives(session, case_id, actor=who, at=at)
    return http.json_response({"items": items} | related)


@blueprint.post("/<uuid:case_id>/actions")
@blueprint.input(Order)
@blueprint.output(WholeCase)
@blueprint.doc(responses={409: MOVE_CONFLICTS})
@http.permit(http.logged_in)
def act_on_case(case_id: UUID, json_data: Order) -> Response:
    """Make a move, once for each `action_id`."""
    limit_m = http.settings().segment_max_distance_m
    with unit_of_work() as session:
        services.act_on_case(session, case_id, json_data, actor=http.actor(), limit_m=limit_m)
        return _whole(show_case(session, case_id, actor=http.actor(), at=now()))


@blueprint.post("/actions")
@blueprint.input(ManyOrder)
@blueprint.output(ManyResults)
@http.permit(http.logged_in)
def act_on_cases(json_data: ManyOrder) -> Response:
    """Make one move for many cases, each an act of its own: one refused leaves the others alone."""
    limit_m = http.settings().segment_max_distance_m
    return http.json_response(services.act_on_cases(json_data, actor=http.actor(), limit_m=limit_m))


@blueprint.post("/<uuid:case_id>/seen")
@blueprint.input(Seen)
@blueprint.doc(responses={204: "Noted"})
@http.permit(http.logged_in)
def mark_case_seen(case_id: UUID, json_data: Seen) -> tuple[str, int]:
    """Take the unread mark off one's own report, up to the version looked at."""
    with unit_of_work() as session:
        services.mark_seen(session, case_id, json_data.version, actor=http.actor())
    return "", 204


def _whole(case: dict[str, Any], status: int = 200) -> Response:
    # The light and the caller's moves change without a new version: an ETag, but never a 304.
    response = http.json_response(case, status)
    response.set_etag(str(case["version"]))
    return response
