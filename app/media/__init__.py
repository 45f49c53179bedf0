"""Photos: what is taken in, what is made of it, who may see it. Knows no case."""

from apiflask import APIFlask

from app.media.authority import register_hearer, register_namer, register_viewer

__all__ = ["init_app", "register_hearer", "register_namer", "register_viewer"]


def init_app(app: APIFlask) -> None:
    """Hang the store, the routes and the worker's part on the application."""
    from app.core.storage import storage
    from app.core.worker import register_sweepers, worker
    from app.media.routes import blueprint
    from app.media.sweepers import make_sweepers

    settings = app.config["LUZHANG"]
    storage.bind(settings.store_url)
    app.register_blueprint(blueprint)
    app.cli.add_command(worker)
    register_sweepers(app, *make_sweepers(settings))
