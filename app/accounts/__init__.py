"""People, what they may do and where, and the audit log."""

from apiflask import APIFlask


def init_app(app: APIFlask) -> None:
    """Hang log-in and its routes on the application."""
    from app.accounts.commands import accounts
    from app.accounts.routes import audit, deployment, people, places, sessions

    sessions.login_manager.session_protection = None  # a phone changes its address all day
    sessions.login_manager.init_app(app)
    for part in (sessions, people, places, audit, deployment):
        app.register_blueprint(part.blueprint)
    app.cli.add_command(accounts)
