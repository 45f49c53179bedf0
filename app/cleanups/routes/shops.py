"""The register of shops, Excel in and out, and ticking those that took part."""

from typing import Any
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response, request

from app.cleanups import policy, shop_sheet
from app.cleanups.queries.shops import (
    as_shop,
    conditions,
    count_taking_part,
    list_shops,
    list_site_shops,
    select_shops,
    show_shop,
)
from app.cleanups.schemas.shops import (
    ShopFilter,
    ShopImportQuery,
    ShopIn,
    ShopOut,
    ShopPage,
    ShopQuery,
    SiteShops,
    TickOutcome,
    Ticks,
)
from app.cleanups.services.shop_import import import_shops
from app.cleanups.services.shops import put_shop, tick_shops
from app.core import http, sheets
from app.core.db import reading, unit_of_work
from app.core.errors import TooLarge
from app.roads.schemas import SheetOutcome

blueprint = APIBlueprint("shops", __name__, url_prefix=http.API, tag="Shops")
SITE = "/cleanup-sessions/<uuid:session_id>/sites/<uuid:site_id>"
BINARY = {"schema": {"type": "string", "format": "binary"}}
SHEET: Any = {200: {"description": "A spreadsheet", "content": {sheets.CONTENT_TYPE: BINARY}}}
SENT: Any = {"content": {"application/octet-stream": BINARY}}


@blueprint.get("/shops")
@blueprint.input(ShopQuery, location="query")
@blueprint.output(ShopPage)
@http.permit(policy.may_read)
def read_shops(query_data: ShopQuery) -> Response:
    """Shops of the caller's units, by name."""
    with reading() as session:
        return http.json_response(list_shops(session, query_data, actor=http.actor()))


@blueprint.put("/shops/<uuid:shop_id>")
@blueprint.input(ShopIn)
@blueprint.output(ShopOut, 201)
@blueprint.doc(responses={200: "Changed, or the same again", 409: "`stale_version`, with the `shop`"})
@http.permit(policy.may_organise)
def write_shop(shop_id: UUID, json_data: ShopIn) -> Response:
    """Register a shop, or change it."""
    with unit_of_work() as session:
        is_new = put_shop(session, shop_id, json_data, actor=http.actor())
        shape = show_shop(session, shop_id, http.actor())
    return http.json_response(shape, 201 if is_new else 200)


@blueprint.get("/shops/export")
@blueprint.input(ShopFilter, location="query")
@blueprint.doc(responses=SHEET)
@http.permit(policy.may_read)
def export_shops(query_data: ShopFilter) -> Response:
    """The register as a spreadsheet that can be changed and sent back."""
    with reading() as session:
        rows = session.execute(select_shops(*conditions(session, query_data, http.actor()))).all()
    response = Response(
        sheets.write(shop_sheet.page(as_shop(*row) for row in rows)), content_type=sheets.CONTENT_TYPE
    )
    response.headers["Content-Disposition"] = 'attachment; filename="shops.xlsx"'
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.post("/shops/import")
@blueprint.input(ShopImportQuery, location="query")
@blueprint.output(SheetOutcome)
@blueprint.doc(extensions={"requestBody": SENT})
@http.permit(policy.may_organise)
def import_shop_sheet(query_data: ShopImportQuery) -> SheetOutcome:
    """Register shops by spreadsheet, all rows or none; with `dry_run` only say what it would do."""
    rows = sheets.read(_body(), shop_sheet.NEEDED)
    with unit_of_work() as session:
        outcome = import_shops(
            session, rows, query_data.unit_id, dry_run=query_data.dry_run, actor=http.actor()
        )
        if outcome.dry_run or outcome.errors:
            session.rollback()
    return outcome


def _body() -> bytes:
    content = request.stream.read(sheets.MAX_BYTES + 1)
    if len(content) > sheets.MAX_BYTES:
        raise TooLarge(f"A spreadsheet may have {sheets.MAX_BYTES // 1_000_000} MB")
    return content


@blueprint.get(f"{SITE}/shops")
@blueprint.output(SiteShops)
@http.permit(policy.may_work)
def read_site_shops(session_id: UUID, site_id: UUID) -> Response:
    """The list to go along with: shops of the site's segments, ticked or not."""
    with reading() as session:
        items = list_site_shops(session, session_id, site_id, actor=http.actor())
    return http.json_response({"items": items})


@blueprint.post(f"{SITE}/shops")
@blueprint.input(Ticks)
@blueprint.output(TickOutcome)
@http.permit(policy.may_work)
def write_site_shops(session_id: UUID, site_id: UUID, json_data: Ticks) -> Response:
    """Tick shops that took part, untick those that did not; may be sent again at will."""
    with unit_of_work() as session:
        tick_shops(session, session_id, site_id, json_data, actor=http.actor())
        return http.json_response(count_taking_part(session, session_id, site_id))
