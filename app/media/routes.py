"""Photos by their SHA-256: send one, look at one, take one along as evidence."""

from pathlib import Path
from typing import Any

from apiflask import APIBlueprint
from flask import Response, request

from app.core import http
from app.core.db import reading, unit_of_work
from app.core.errors import Invalid
from app.core.storage import storage
from app.media import intake, policy, queries, services
from app.media.keys import is_sha256, key
from app.media.schemas import PhotoQuery, PhotoReceipt

blueprint = APIBlueprint("photos", __name__, url_prefix=http.API, tag="Photos")
BINARY = {"schema": {"type": "string", "format": "binary"}}
SENT: Any = {"content": {"application/octet-stream": BINARY}}
RECEIPT = {"application/json": {"schema": {"$ref": "#/components/schemas/PhotoReceipt"}}}
RECEIVED: Any = {
    200: {"description": "Known already", "content": RECEIPT},
    413: {"description": "More bytes or pixels than are taken"},
    415: {"description": "No whole picture of a kind that is taken"},
}
SHOWN: Any = {
    200: {"description": "A JPEG without metadata", "content": {"image/jpeg": BINARY}},
    304: {"description": "Unchanged"},
}
UNTOUCHED: Any = {
    200: {"description": "The untouched bytes", "content": {"application/octet-stream": BINARY}}
}
HEARD_OUT = 4
"""How many times the largest photo is read and thrown away before a sender is cut off."""
FOREVER = "private, max-age=31536000, immutable"


@blueprint.after_request
def hear_out(response: Response) -> Response:
    """Whoever is still sending when the answer comes would see a broken line instead of it."""
    intake.discard(request.stream, HEARD_OUT * http.settings().max_photo_bytes)
    return response


@blueprint.put("/photos/<sha256>")
@blueprint.output(PhotoReceipt, 201, description="New")
@blueprint.doc(responses=RECEIVED, extensions={"requestBody": SENT})
@http.permit(policy.may_send)
def put_photo(sha256: str) -> tuple[PhotoReceipt, int]:
    """Send a photo: the body is its bytes, the address their SHA-256. May be repeated at will."""
    if not is_sha256(sha256):
        raise Invalid("A photo's address is its SHA-256 in lower case", code="hash_mismatch")
    settings = http.settings()
    if (request.content_length or 0) > settings.max_photo_bytes:
        raise intake.too_many_bytes(settings.max_photo_bytes)
    folder = Path(settings.data_dir) / "incoming"
    with intake.received(request.stream, sha256, settings.max_photo_bytes, folder) as content:
        picture = intake.judge(content, settings.max_photo_pixels)
        services.store_original(sha256, content)
        with unit_of_work() as session:
            is_new = services.keep_photo(session, sha256, picture, content, actor=http.actor())
    return PhotoReceipt.of(sha256, picture), 201 if is_new else 200


@blueprint.get("/photos/<sha256>")
@blueprint.input(PhotoQuery, location="query")
@blueprint.doc(responses=SHOWN)
@http.permit(http.logged_in)
def get_photo(sha256: str, query_data: PhotoQuery) -> Response:
    """Look at a photo: upright, in sRGB, without metadata; 404 `photo_not_ready` until it was made."""
    etag = f"{sha256}-{query_data.size}"
    with reading() as session:
        photo = queries.get_photo(session, sha256, actor=http.actor())
    is_fresh = photo.derived_at is not None and request.if_none_match.contains(etag)
    body = b"" if is_fresh else queries.read_shown(photo, query_data.size)
    response = Response(body, 304 if is_fresh else 200, content_type="image/jpeg")
    response.headers["Cache-Control"] = FOREVER
    response.set_etag(etag)
    return response


@blueprint.post("/photos/<sha256>/evidence")
@blueprint.doc(responses=UNTOUCHED)
@http.permit(policy.may_export_evidence)
def export_evidence(sha256: str) -> Response:
    """Take the untouched bytes of a photo along, place and time included; who did so is in the audit log."""
    with unit_of_work() as session:
        photo = queries.get_photo(session, sha256, actor=http.actor())
        services.export_evidence(session, photo, actor=http.actor())
    response = Response(storage.get(key("original", sha256)), content_type="application/octet-stream")
    extension = photo.content_type.removeprefix("image/")
    response.headers["Content-Disposition"] = f'attachment; filename="{sha256}.{extension}"'
    response.headers["Content-Security-Policy"] = "sandbox"
    response.headers["Cache-Control"] = "no-store"
    return response
