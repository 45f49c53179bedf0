"""The weekly cleanup: planned once, counted on the spot, reported by lunch."""

from apiflask import APIFlask


def init_app(app: APIFlask) -> None:
    """Hang the routes on the application, and answer for the photos that sites name."""
    from app import media, roads
    from app.cleanups.queries.photos import list_named, may_see_photo
    from app.cleanups.routes import brief, counting, outcome, plan, shops, sign_ins, statistics, terms
    from app.cleanups.services.shops import follow_segments

    roads.register_follower(follow_segments)
    media.register_viewer(may_see_photo)
    media.register_namer(list_named)
    for part in (terms, plan, counting, sign_ins, shops, outcome, statistics, brief):
        app.register_blueprint(part.blueprint)
