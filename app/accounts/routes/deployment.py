"""What a client must know of this deployment before anybody logs in."""

from apiflask import APIBlueprint

from app.accounts.queries.people import demo_accounts_exist
from app.accounts.schemas import DeploymentAnswer
from app.core import http
from app.core.db import reading

blueprint = APIBlueprint("deployment", __name__, url_prefix=http.API, tag="System")


@blueprint.get("/settings")
@blueprint.output(DeploymentAnswer)
@http.permit(http.anyone)
def read_settings() -> DeploymentAnswer:
    """Limits and the base map, and whether the published demonstration accounts are open."""
    settings = http.settings()
    with reading() as session:
        is_demo = demo_accounts_exist(session)
    return DeploymentAnswer(
        segment_max_distance_m=settings.segment_max_distance_m,
        max_photo_bytes=settings.max_photo_bytes,
        max_photo_pixels=settings.max_photo_pixels,
        map_tiles_url=settings.map_tiles_url or None,
        map_tiles_datum=settings.map_tiles_datum,
        is_demo=is_demo,
    )
