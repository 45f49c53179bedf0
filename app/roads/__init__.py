"""Roads, their segments, and who answers for them."""

from apiflask import APIFlask

from app.roads.following import register_follower

__all__ = ["init_app", "register_follower"]


def init_app(app: APIFlask) -> None:
    """Hang the commands and routes of roads on the application."""
    from app.roads.commands import roads
    from app.roads.routes import appointments, segments

    app.cli.add_command(roads)
    app.register_blueprint(segments.blueprint)
    app.register_blueprint(appointments.blueprint)
