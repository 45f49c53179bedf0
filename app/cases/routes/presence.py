"""Who has a case open, over HTTP."""

from uuid import UUID

from apiflask import APIBlueprint
from flask import Response

from app.cases import services
from app.cases.schemas.presence import Presence, Viewers
from app.core import http
from app.core.clock import now
from app.core.db import unit_of_work

blueprint = APIBlueprint("presence", __name__, url_prefix=f"{http.API}/cases", tag="Cases")


@blueprint.put("/<uuid:case_id>/presence")
@blueprint.input(Presence)
@blueprint.output(Viewers)
@http.permit(http.logged_in)
def attend_case(case_id: UUID, json_data: Presence) -> Response:
    """Say that one has the case open, every ten seconds; the answer names who else has."""
    with unit_of_work() as session:
        others = services.attend(
            session, case_id, is_acting=json_data.is_acting, actor=http.actor(), at=now()
        )
        return http.json_response({"others": [row._asdict() for row in others]})


@blueprint.delete("/<uuid:case_id>/presence")
@blueprint.doc(responses={204: "Gone"})
@http.permit(http.logged_in)
def leave_case(case_id: UUID) -> tuple[str, int]:
    """Say that one has closed it."""
    with unit_of_work() as session:
        services.leave(session, case_id, actor=http.actor())
    return "", 204
