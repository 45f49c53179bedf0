"""Robots in chat groups, for administrators."""

from uuid import UUID

from apiflask import APIBlueprint
from flask import Response

from app.core import http
from app.core.clock import now
from app.core.db import reading, unit_of_work
from app.messages import policy
from app.messages.queries.robots import get_robot, list_robots, list_sends
from app.messages.schemas import RobotIn, RobotOut, Robots, SendPage, Sends, Tested
from app.messages.services.robots import put_robot, remove_robot, try_robot

blueprint = APIBlueprint("robots", __name__, url_prefix=http.API, tag="Messages")


@blueprint.get("/robots")
@blueprint.output(Robots)
@http.permit(policy.may_administer)
def list_all_robots() -> Response:
    """Those of the caller's units, with how they fare. Keys and secrets are never shown."""
    with reading() as session:
        return http.json_response({"items": list_robots(session, http.actor())})


@blueprint.put("/robots/<uuid:robot_id>")
@blueprint.input(RobotIn)
@blueprint.output(RobotOut)
@http.permit(policy.may_administer)
def write_robot(robot_id: UUID, json_data: RobotIn) -> Response:
    """Make a robot or change it; what it was given before and is not given now stays."""
    actor = http.actor()
    with unit_of_work() as session:
        put_robot(session, robot_id, json_data, actor=actor, settings=http.settings(), at=now())
        session.flush()
        shape = get_robot(session, robot_id, actor)
    return http.json_response(shape)


@blueprint.delete("/robots/<uuid:robot_id>")
@blueprint.output({}, status_code=204)
@http.permit(policy.may_administer)
def delete_robot(robot_id: UUID) -> tuple[str, int]:
    """Take it away, its key and secret with it; what it said stays in the log."""
    with unit_of_work() as session:
        remove_robot(session, robot_id, actor=http.actor(), at=now())
    return "", 204


@blueprint.post("/robots/<uuid:robot_id>/test")
@blueprint.output(Tested, status_code=202)
@http.permit(policy.may_administer)
def test_robot(robot_id: UUID) -> Response:
    """Let it say a test message; the worker sends it, `GET /robot-sends` tells how it went."""
    with unit_of_work() as session:
        number = try_robot(session, robot_id, actor=http.actor(), at=now())
    return http.json_response({"send_id": str(number)}, 202)


@blueprint.get("/robot-sends")
@blueprint.input(SendPage, location="query")
@blueprint.output(Sends)
@http.permit(policy.may_administer)
def list_robot_sends(query_data: SendPage) -> Response:
    """What robots of the caller's units said or are to say, newest first."""
    with reading() as session:
        return http.json_response(list_sends(session, query_data, http.actor()))
