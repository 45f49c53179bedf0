"""A person's own messages."""

from apiflask import APIBlueprint
from flask import Response

from app.core import http
from app.core.clock import now
from app.core.db import reading, unit_of_work
from app.messages.queries.inbox import count_unread, list_messages
from app.messages.schemas import MessagePage, Messages, ReadIn, Unread
from app.messages.services.reading import mark_read

blueprint = APIBlueprint("messages", __name__, url_prefix=http.API, tag="Messages")


@blueprint.get("/messages")
@blueprint.input(MessagePage, location="query")
@blueprint.output(Messages)
@http.permit(http.logged_in)
def list_my_messages(query_data: MessagePage) -> Response:
    """What the caller was told, newest first."""
    with reading() as session:
        found = list_messages(session, query_data, actor=http.actor(), at=now())
    return http.json_response(found)


@blueprint.get("/messages/unread")
@blueprint.output(Unread)
@http.permit(http.logged_in)
def count_my_unread() -> Response:
    """How many are unread; cheap enough to be asked every half minute."""
    with reading() as session:
        found = count_unread(session, actor=http.actor(), at=now())
    return http.json_response(found)


@blueprint.post("/messages/read")
@blueprint.input(ReadIn)
@blueprint.output(Unread)
@http.permit(http.logged_in)
def read_my_messages(json_data: ReadIn) -> Response:
    """Mark messages as read: some, or all up to one. Others' are left alone."""
    actor = http.actor()
    with unit_of_work() as session:
        mark_read(session, json_data, user_id=actor.id, at=now())
        found = count_unread(session, actor=actor, at=now())
    return http.json_response(found)
