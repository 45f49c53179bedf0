"""Counting at a site, by phones with a log-in."""

from uuid import UUID

from apiflask import APIBlueprint
from flask import Response

from app.cleanups import policy
from app.cleanups.queries.places import get_worked_site
from app.cleanups.schemas.counting import CounterIn, CounterOut
from app.cleanups.services.counters import put_counter
from app.core import http
from app.core.db import unit_of_work

blueprint = APIBlueprint("cleanup_counting", __name__, url_prefix=http.API, tag="Cleanups")
SITE = "/cleanup-sessions/<uuid:session_id>/sites/<uuid:site_id>"
FORKED = "`counter_forked` (with the `counter` that stands), `counter_elsewhere`: open a new counter"


@blueprint.put(f"{SITE}/counters/<uuid:counter_id>")
@blueprint.input(CounterIn)
@blueprint.output(CounterOut, 201)
@blueprint.doc(responses={200: "What stands: this, or what a higher `seq` said", 409: FORKED})
@http.permit(policy.may_work)
def write_counter(session_id: UUID, site_id: UUID, counter_id: UUID, json_data: CounterIn) -> Response:
    """Send a phone's running totals, however often and however late. A site is the sum over its counters."""
    with unit_of_work() as session:
        get_worked_site(session, session_id, site_id, http.actor())
        shape, is_new = put_counter(session, site_id, counter_id, json_data, user_id=http.actor().id)
    return http.json_response(shape, 201 if is_new else 200)
