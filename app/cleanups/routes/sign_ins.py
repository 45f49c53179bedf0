"""Signing in by QR, without a log-in."""

from apiflask import APIBlueprint
from flask import Response

from app.cleanups.queries.sign_in_page import list_sign_in_shops, show_sign_in
from app.cleanups.schemas.counting import ChoiceQuery, Choices, SignInBody, SignInPage, SignInReceipt
from app.cleanups.services.sign_ins import sign_in
from app.core import http
from app.core.db import reading, unit_of_work

blueprint = APIBlueprint("cleanup_sign_ins", __name__, url_prefix=http.API, tag="Cleanups")


@blueprint.get("/cleanup-sign-ins/<code>")
@blueprint.output(SignInPage)
@http.permit(http.anyone)
def read_sign_in_page(code: str) -> Response:
    """What the page of a session's QR code shows, open or not."""
    with reading() as session:
        return http.json_response(show_sign_in(session, code))


@blueprint.get("/cleanup-sign-ins/<code>/shops")
@blueprint.input(ChoiceQuery, location="query")
@blueprint.output(Choices)
@http.permit(http.anyone)
def list_shops_to_sign_in(code: str, query_data: ChoiceQuery) -> Response:
    """Shops to choose from."""
    with reading() as session:
        return http.json_response({"items": list_sign_in_shops(session, code, query_data.site_id)})


@blueprint.post("/cleanup-sign-ins/<code>")
@blueprint.input(SignInBody)
@blueprint.output(SignInReceipt, 201)
@blueprint.doc(responses={200: "This phone has signed in before", 403: "`sign_in_closed`"})
@http.permit(http.anyone)
def write_sign_in(code: str, json_data: SignInBody) -> Response:
    """Say that one is there: one phone once, self-declared, no name and no number asked."""
    with unit_of_work() as session:
        receipt = sign_in(session, code, json_data)
    return http.json_response(receipt, 201 if receipt["is_new"] else 200)
