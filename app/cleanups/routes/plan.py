"""Series and sessions: planned at a desk, begun and finished on a phone."""

from typing import Any
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response

from app.cleanups import policy
from app.cleanups.queries.events import list_events
from app.cleanups.queries.listing import list_sessions
from app.cleanups.queries.people import list_people_to_ask
from app.cleanups.queries.series import list_series, show_series
from app.cleanups.queries.whole import show_session
from app.cleanups.schemas.plan import (
    PeopleQuery,
    PeopleToAsk,
    SeriesIn,
    SeriesList,
    SeriesOut,
    SessionEventList,
    SessionIn,
    SessionOrder,
    SessionPage,
    SessionQuery,
    WholeSession,
)
from app.cleanups.services.orders import act_on_session
from app.cleanups.services.series import put_series
from app.cleanups.services.sessions import put_session
from app.core import http
from app.core.clock import now
from app.core.db import reading, unit_of_work

blueprint = APIBlueprint("cleanups", __name__, url_prefix=http.API, tag="Cleanups")
STALE = "`stale_version`: somebody else changed it; what stands is in `{}`"


@blueprint.get("/cleanup-series")
@blueprint.output(SeriesList)
@http.permit(http.logged_in)
def list_cleanup_series() -> Response:
    """Series of the caller's units."""
    with reading() as session:
        return http.json_response({"items": list_series(session, http.actor())})


@blueprint.put("/cleanup-series/<uuid:series_id>")
@blueprint.input(SeriesIn)
@blueprint.output(SeriesOut, 201)
@blueprint.doc(responses={200: "Changed, or the same again", 409: STALE.format("series")})
@http.permit(policy.may_organise)
def write_cleanup_series(series_id: UUID, json_data: SeriesIn) -> Response:
    """Plan a series, or change it: another rhythm holds from today on, weeks before stay as they were."""
    with unit_of_work() as session:
        is_new = put_series(session, series_id, json_data, actor=http.actor())
        shape = show_series(session, series_id, http.actor())
    return http.json_response(shape, 201 if is_new else 200)


@blueprint.get("/cleanup-series/<uuid:series_id>")
@blueprint.output(SeriesOut)
@http.permit(policy.may_read)
def read_cleanup_series(series_id: UUID) -> Response:
    """One series."""
    with reading() as session:
        return http.json_response(show_series(session, series_id, http.actor()))


@blueprint.get("/cleanup-people")
@blueprint.input(PeopleQuery, location="query")
@blueprint.output(PeopleToAsk)
@http.permit(policy.may_organise)
def read_people_to_ask(query_data: PeopleQuery) -> Response:
    """Whom an organiser may name as lead or helper: names and units, nothing else of an account."""
    with reading() as session:
        items = list_people_to_ask(session, query_data.q, actor=http.actor())
    return http.json_response({"items": items})


@blueprint.get("/cleanup-sessions")
@blueprint.input(SessionQuery, location="query")
@blueprint.output(SessionPage)
@http.permit(http.logged_in)
def list_cleanup_sessions(query_data: SessionQuery) -> Response:
    """Sessions the caller may see, the latest day first."""
    with reading() as session:
        return http.json_response(list_sessions(session, query_data, actor=http.actor(), at=now()))


@blueprint.put("/cleanup-sessions/<uuid:session_id>")
@blueprint.input(SessionIn)
@blueprint.output(WholeSession, 201)
@blueprint.doc(responses={200: "Changed, or the same again", 409: STALE.format("session")})
@http.permit(policy.may_organise)
def write_cleanup_session(session_id: UUID, json_data: SessionIn) -> Response:
    """Make a session, ahead or afterwards, or change it. Sites left out are withdrawn, never deleted."""
    with unit_of_work() as session:
        is_new = put_session(session, session_id, json_data, actor=http.actor())
        shape = show_session(session, session_id, actor=http.actor(), at=now())
    return _whole(shape, 201 if is_new else 200)


@blueprint.get("/cleanup-sessions/<uuid:session_id>")
@blueprint.output(WholeSession)
@http.permit(http.logged_in)
def read_cleanup_session(session_id: UUID) -> Response:
    """The whole session with everything that was counted."""
    with reading() as session:
        return _whole(show_session(session, session_id, actor=http.actor(), at=now()))


@blueprint.post("/cleanup-sessions/<uuid:session_id>/actions")
@blueprint.input(SessionOrder)
@blueprint.output(WholeSession)
@blueprint.doc(
    responses={409: "`stale_version` (with the current `session`), `move_not_allowed`, `action_id_reused`"}
)
@http.permit(policy.may_organise)
def act_on_cleanup_session(session_id: UUID, json_data: SessionOrder) -> Response:
    """Postpone, cancel, reinstate, finish, reopen, choose which sources count, renew the code."""
    with unit_of_work() as session:
        act_on_session(session, session_id, json_data, actor=http.actor())
        return _whole(show_session(session, session_id, actor=http.actor(), at=now()))


@blueprint.get("/cleanup-sessions/<uuid:session_id>/events")
@blueprint.output(SessionEventList)
@http.permit(policy.may_read)
def list_cleanup_events(session_id: UUID) -> Response:
    """What organisers did to the session."""
    with reading() as session:
        return http.json_response({"items": list_events(session, session_id, actor=http.actor())})


def _whole(shape: dict[str, Any], status: int = 200) -> Response:
    # Counts come in without a new version: an ETag, but never a 304.
    response = http.json_response(shape, status)
    response.set_etag(str(shape["version"]))
    return response
