"""The door for phones: what changed since they last asked."""

from apiflask import APIFlask


def init_app(app: APIFlask) -> None:
    """Hang the route on the application."""
    from app.sync.routes import blueprint

    app.register_blueprint(blueprint)
