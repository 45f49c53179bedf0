"""The one-page brief: its words, the Word document, the long picture."""

from typing import Any
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response

from app.cleanups import policy
from app.cleanups.brief import picture, word
from app.cleanups.queries.brief import get_brief, show_brief
from app.cleanups.schemas.brief import BriefIn, BriefOut, BriefQuery
from app.cleanups.services.brief import put_brief
from app.core import http
from app.core.clock import now
from app.core.db import reading, unit_of_work

blueprint = APIBlueprint("cleanup_briefs", __name__, url_prefix=http.API, tag="Cleanups")
BRIEF = "/cleanup-sessions/<uuid:session_id>/brief"
BINARY = {"schema": {"type": "string", "format": "binary"}}
WORD: Any = {200: {"description": "A Word document", "content": {word.CONTENT_TYPE: BINARY}}}
PICTURE: Any = {200: {"description": "A picture", "content": {"image/png": BINARY}}}


@blueprint.get(BRIEF)
@blueprint.input(BriefQuery, location="query")
@blueprint.output(BriefOut)
@http.permit(policy.may_read)
def read_brief(session_id: UUID, query_data: BriefQuery) -> Response:
    """The brief's words, stored or composed, and its numbers as of now."""
    composed = query_data.composed
    with reading() as session:
        shape = show_brief(session, session_id, actor=http.actor(), at=now(), composed=composed)
    return http.json_response(shape)


@blueprint.put(BRIEF)
@blueprint.input(BriefIn)
@blueprint.output(BriefOut)
@blueprint.doc(responses={409: "`stale_version`: what stands is in `brief`"})
@http.permit(policy.may_organise)
def write_brief(session_id: UUID, json_data: BriefIn) -> Response:
    """Keep the words as edited; document and picture are made from these."""
    with unit_of_work() as session:
        put_brief(session, session_id, json_data, actor=http.actor())
        return http.json_response(show_brief(session, session_id, actor=http.actor(), at=now()))


@blueprint.get(f"{BRIEF}.docx")
@blueprint.doc(responses=WORD)
@http.permit(policy.may_read)
def read_brief_document(session_id: UUID) -> Response:
    """One page of A4 for Word."""
    with reading() as session:
        brief = get_brief(session, session_id, actor=http.actor(), at=now())
    return _file(word.write_word(brief), word.CONTENT_TYPE, f"brief-{brief.held_on}.docx")


@blueprint.get(f"{BRIEF}.png")
@blueprint.doc(responses=PICTURE)
@http.permit(policy.may_read)
def read_brief_picture(session_id: UUID) -> Response:
    """A long picture for a group chat."""
    with reading() as session:
        brief = get_brief(session, session_id, actor=http.actor(), at=now())
    return _file(picture.draw_picture(brief), "image/png", f"brief-{brief.held_on}.png")


def _file(content: bytes, content_type: str, name: str) -> Response:
    response = Response(content, content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response
