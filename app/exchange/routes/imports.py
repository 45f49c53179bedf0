"""Imports over HTTP: looked through, then taken in."""

from typing import Any
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response, request

from app.core import http, sheets
from app.core.db import reading, unit_of_work
from app.core.errors import TooLarge
from app.core.paging import Page
from app.exchange import case_sheet, policy
from app.exchange.queries.imports import get_import, list_bad_rows, list_imports, show_import
from app.exchange.schemas import BadRows, ImportList, ImportOut, ImportQuery, ImportTaking
from app.exchange.services.importing import drop_import, keep_import, take_import

blueprint = APIBlueprint("case_imports", __name__, url_prefix=f"{http.API}/case-imports", tag="Imports")
BINARY = {"schema": {"type": "string", "format": "binary"}}
SHEET: Any = {200: {"description": "A spreadsheet", "content": {sheets.CONTENT_TYPE: BINARY}}}
SENT: Any = {"content": {"application/octet-stream": BINARY}}


@blueprint.get("/template")
@blueprint.doc(responses=SHEET)
@http.permit(policy.may_import)
def read_import_template() -> Response:
    """An empty spreadsheet with the headings, and a page that says how to fill it in."""
    response = Response(case_sheet.template(), content_type=sheets.CONTENT_TYPE)
    response.headers["Content-Disposition"] = 'attachment; filename="cases-template.xlsx"'
    return response


@blueprint.post("")
@blueprint.input(ImportQuery, location="query")
@blueprint.output(ImportOut, 201)
@blueprint.doc(extensions={"requestBody": SENT})
@http.permit(policy.may_import)
def make_import(query_data: ImportQuery) -> Response:
    """Look a spreadsheet through; every bad cell is named, and no case is made."""
    rows = case_sheet.read(_body())
    names = {"system": query_data.system.strip(), "file_name": query_data.file_name}
    with unit_of_work() as session:
        made = keep_import(session, rows, actor=http.actor(), **names)
        return http.json_response(show_import(session, made), 201)


def _body() -> bytes:
    content = request.stream.read(sheets.MAX_BYTES + 1)
    if len(content) > sheets.MAX_BYTES:
        raise TooLarge(f"A spreadsheet may have {sheets.MAX_BYTES // 1_000_000} MB")
    return content


@blueprint.get("")
@blueprint.output(ImportList)
@http.permit(policy.may_import)
def read_imports() -> Response:
    """The caller's own imports."""
    with reading() as session:
        return http.json_response({"items": list_imports(session, actor=http.actor())})


@blueprint.get("/<uuid:import_id>")
@blueprint.output(ImportOut)
@http.permit(policy.may_import)
def read_import(import_id: UUID) -> Response:
    """How far it is."""
    with reading() as session:
        return http.json_response(show_import(session, get_import(session, import_id, actor=http.actor())))


@blueprint.get("/<uuid:import_id>/bad-rows")
@blueprint.input(Page, location="query")
@blueprint.output(BadRows)
@http.permit(policy.may_import)
def read_bad_rows(import_id: UUID, query_data: Page) -> Response:
    """Every row that cannot be taken in: where, and why."""
    with reading() as session:
        get_import(session, import_id, actor=http.actor())
        return http.json_response(list_bad_rows(session, import_id, query_data))


@blueprint.post("/<uuid:import_id>/take")
@blueprint.input(ImportTaking)
@blueprint.output(ImportOut, 202)
@blueprint.doc(responses={409: "`import_has_errors`, with how many rows are `bad`"})
@http.permit(policy.may_import)
def take_in(import_id: UUID, json_data: ImportTaking) -> Response:
    """Have cases made of the good rows, once, however often this is sent."""
    with unit_of_work() as session:
        found = take_import(session, import_id, only_good=json_data.only_good, actor=http.actor())
        return http.json_response(show_import(session, found), 202)


@blueprint.delete("/<uuid:import_id>")
@blueprint.doc(responses={204: "Forgotten; cases that came of it stay", 409: "`import_under_way`"})
@http.permit(policy.may_import)
def remove_import(import_id: UUID) -> tuple[str, int]:
    """Forget a spreadsheet."""
    with unit_of_work() as session:
        drop_import(session, import_id, actor=http.actor())
    return "", 204
