"""Exports over HTTP: asked for, watched, fetched."""

from datetime import timedelta
from typing import Any
from urllib.parse import quote
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response

from app.core import http
from app.core.db import reading, unit_of_work
from app.core.errors import Conflict, NotFound
from app.core.long_sheets import CONTENT_TYPES
from app.core.storage import storage
from app.exchange import policy
from app.exchange.models import Export
from app.exchange.queries.exports import file_name, get_export, list_exports, show_export
from app.exchange.schemas import ExportList, ExportOrder, ExportOut
from app.exchange.services.exporting import drop_export, order_export

blueprint = APIBlueprint("exports", __name__, url_prefix=f"{http.API}/exports", tag="Exports")
BINARY = {"schema": {"type": "string", "format": "binary"}}
FILE: Any = {
    200: {"description": "The file", "content": dict.fromkeys(CONTENT_TYPES.values(), BINARY)},
    409: "`export_not_ready`: it is still being written, or could not be",
}


def _shown(row: Export) -> dict[str, Any]:
    return show_export(row, timedelta(days=http.settings().export_days))


@blueprint.post("")
@blueprint.input(ExportOrder)
@blueprint.output(ExportOut, 202)
@blueprint.doc(responses={409: "`too_many_exports`, `export_exists_with_other_body`"})
@http.permit(policy.may_export)
def make_export(json_data: ExportOrder) -> Response:
    """Have the cases that the caller may see and the filter names written into a file."""
    with unit_of_work() as session:
        return http.json_response(_shown(order_export(session, json_data, actor=http.actor())), 202)


@blueprint.get("")
@blueprint.output(ExportList)
@http.permit(policy.may_export)
def read_exports() -> Response:
    """The caller's own exports."""
    with reading() as session:
        rows = list_exports(session, actor=http.actor())
    return http.json_response({"items": [_shown(row) for row in rows]})


@blueprint.get("/<uuid:export_id>")
@blueprint.output(ExportOut)
@http.permit(policy.may_export)
def read_export(export_id: UUID) -> Response:
    """How far it is; cheap enough to be asked every second."""
    with reading() as session:
        return http.json_response(_shown(get_export(session, export_id, actor=http.actor())))


@blueprint.get("/<uuid:export_id>/file")
@blueprint.doc(responses=FILE)
@http.permit(policy.may_export)
def read_export_file(export_id: UUID) -> Response:
    """The file, once the export is done."""
    with reading() as session:
        row = get_export(session, export_id, actor=http.actor())
    if row.stored_key is None:
        raise Conflict("The file is not there yet", code="export_not_ready")
    try:
        pieces = storage.pieces(row.stored_key)
    except FileNotFoundError as error:
        raise NotFound("The file is gone; export again", code="export_not_found") from error
    response = Response(pieces, mimetype=CONTENT_TYPES[row.format])  # type: ignore[index]  # held by CHECK
    response.headers["Content-Length"] = str(row.byte_size)
    response.headers["Content-Disposition"] = (
        f"attachment; filename=\"cases.{row.format}\"; filename*=UTF-8''{quote(file_name(row))}"
    )
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.delete("/<uuid:export_id>")
@blueprint.doc(responses={204: "Gone, with its file"})
@http.permit(policy.may_export)
def remove_export(export_id: UUID) -> tuple[str, int]:
    """Take an export back, written or not."""
    with unit_of_work() as session:
        key = drop_export(session, export_id, actor=http.actor())
    if key is not None:
        storage.delete(key)
    return "", 204
