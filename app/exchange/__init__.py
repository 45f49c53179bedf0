"""Cases out and in: what is filtered as a spreadsheet, and cases of another system from one."""

from apiflask import APIFlask


def init_app(app: APIFlask) -> None:
    """Hang the routes and the worker's part on the application."""
    from app.core.worker import register_sweepers
    from app.exchange.routes import exports, imports
    from app.exchange.sweepers import make_sweepers

    for part in (exports, imports):
        app.register_blueprint(part.blueprint)
    register_sweepers(app, *make_sweepers(app.config["LUZHANG"]))
