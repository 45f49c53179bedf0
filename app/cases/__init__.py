"""A case from report to closing."""

from apiflask import APIFlask


def init_app(app: APIFlask) -> None:
    """Hang routes and sweepers on the application, answer for the photos that cases name, follow segments."""
    from app import media, roads
    from app.cases.queries.photos import list_named, may_see_photo
    from app.cases.routes import cases, presence, suggestions
    from app.cases.services.arriving import note_arrival
    from app.cases.services.following import follow_segments
    from app.cases.sweepers import make_sweepers
    from app.core.worker import register_sweepers

    roads.register_follower(follow_segments)
    media.register_viewer(may_see_photo)
    media.register_namer(list_named)
    media.register_hearer(note_arrival)
    for part in (cases, presence, suggestions):
        app.register_blueprint(part.blueprint)
    register_sweepers(app, *make_sweepers())
