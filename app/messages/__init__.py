"""What people and groups are told: in the app, and through robots in chat groups."""

from apiflask import APIFlask


def init_app(app: APIFlask) -> None:
    """Hang the routes and the worker's part on the application."""
    from app.core.worker import register_sweepers
    from app.messages.routes import inbox, robots
    from app.messages.sweepers import make_sweepers

    for part in (inbox, robots):
        app.register_blueprint(part.blueprint)
    register_sweepers(app, *make_sweepers(app.config["LUZHANG"]))
