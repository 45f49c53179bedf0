"""What came of a site: results, photos, cases."""

from uuid import UUID

from apiflask import APIBlueprint
from flask import Response

from app.cleanups import policy
from app.cleanups.schemas.outcome import (
    ClosingIn,
    ClosingOut,
    PhotoWithdrawal,
    ResultsIn,
    ResultsOut,
    SitePhotoIn,
)
from app.cleanups.services import outcome as services
from app.cleanups.services.closing import close_cases
from app.core import http
from app.core.db import unit_of_work
from app.core.errors import Invalid
from app.media.keys import is_sha256

blueprint = APIBlueprint("cleanup_outcome", __name__, url_prefix=http.API, tag="Cleanups")
SITE = "/cleanup-sessions/<uuid:session_id>/sites/<uuid:site_id>"


@blueprint.put(f"{SITE}/results")
@blueprint.input(ResultsIn)
@blueprint.output(ResultsOut)
@blueprint.doc(responses={409: "`stale_version`: what stands is in `site`"})
@http.permit(policy.may_work)
def write_results(session_id: UUID, site_id: UUID, json_data: ResultsIn) -> Response:
    """Say how much was done at a site: bags, cubic metres, square metres."""
    with unit_of_work() as session:
        shape = services.put_results(session, session_id, site_id, json_data, actor=http.actor())
    return http.json_response(shape)


@blueprint.put(f"{SITE}/photos/<sha256>")
@blueprint.input(SitePhotoIn)
@blueprint.doc(responses={204: "Named"})
@http.permit(policy.may_work)
def name_site_photo(session_id: UUID, site_id: UUID, sha256: str, json_data: SitePhotoIn) -> tuple[str, int]:
    """Name a photo of the site, before or after; `PUT /photos/{sha256}` brings the bytes, at any time."""
    if not is_sha256(sha256):
        raise Invalid("A photo's address is its SHA-256 in lower case", code="hash_mismatch")
    with unit_of_work() as session:
        services.put_photo(session, session_id, site_id, sha256, json_data, actor=http.actor())
    return "", 204


@blueprint.post(f"{SITE}/photos/<sha256>/withdraw")
@blueprint.input(PhotoWithdrawal)
@blueprint.doc(responses={204: "No longer shown"})
@http.permit(policy.may_work)
def withdraw_site_photo(
    session_id: UUID, site_id: UUID, sha256: str, json_data: PhotoWithdrawal
) -> tuple[str, int]:
    """Show a photo no longer."""
    if not is_sha256(sha256):
        raise Invalid("A photo's address is its SHA-256 in lower case", code="hash_mismatch")
    with unit_of_work() as session:
        services.withdraw_photo(session, session_id, site_id, sha256, json_data.role, actor=http.actor())
    return "", 204


@blueprint.put(f"{SITE}/cases/<uuid:case_id>")
@blueprint.doc(responses={204: "Linked"})
@http.permit(policy.may_work)
def link_site_case(session_id: UUID, site_id: UUID, case_id: UUID) -> tuple[str, int]:
    """Say that a case was found here; the case itself is reported as every other."""
    with unit_of_work() as session:
        services.link_case(session, session_id, site_id, case_id, actor=http.actor())
    return "", 204


@blueprint.delete(f"{SITE}/cases/<uuid:case_id>")
@blueprint.output({}, 204)
@http.permit(policy.may_work)
def unlink_site_case(session_id: UUID, site_id: UUID, case_id: UUID) -> tuple[str, int]:
    """Take a link back."""
    with unit_of_work() as session:
        services.unlink_case(session, session_id, site_id, case_id, actor=http.actor())
    return "", 204


@blueprint.post(f"{SITE}/close-cases")
@blueprint.input(ClosingIn)
@blueprint.output(ClosingOut)
@http.permit(policy.may_work)
def close_site_cases(session_id: UUID, site_id: UUID, json_data: ClosingIn) -> Response:
    """Close the cases of a site in one act with its after photo; says which went and which did not."""
    limit_m = http.settings().segment_max_distance_m
    with unit_of_work() as session:
        shape = close_cases(session, session_id, site_id, json_data, actor=http.actor(), limit_m=limit_m)
    return http.json_response(shape)
