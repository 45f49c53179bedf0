"""The feed over HTTP."""

from apiflask import APIBlueprint
from flask import Response

from app.core import http
from app.core.clock import now
from app.core.db import reading
from app.sync.queries import list_changes
from app.sync.schemas import Changes, ChangesQuery

blueprint = APIBlueprint("sync", __name__, url_prefix=http.API, tag="Sync")


@blueprint.get("/changes")
@blueprint.input(ChangesQuery, location="query")
@blueprint.output(Changes)
@http.permit(http.logged_in)
def read_changes(query_data: ChangesQuery) -> Response:
    """What changed among the cases the caller may see; nothing is skipped."""
    mine = query_data.concerns == "me"
    with reading() as session:
        found = list_changes(
            session, query_data.after, query_data.limit, mine=mine, actor=http.actor(), at=now()
        )
    return http.json_response(found)
