"""People, what they may do and where, and the audit log."""

from apiflask import APIFlask


def init_app(app: APIFlask) -> None:
    """Hang log-in and its routes on the application."""
    from app.accounts.routes.sessions import blueprint, login_manager

    login_manager.session_protection = None  # a phone changes its address all day
    login_manager.init_app(app)
    app.register_blueprint(blueprint)
