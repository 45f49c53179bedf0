"""The application. Alone in knowing every domain."""

from apiflask import APIFlask

import config
from app.core.client import init_client
from app.core.db import database
from app.core.health import init_health
from app.core.http import init_http
from app.core.https import init_https
from app.core.openapi import init_openapi
from app.core.packed import init_packing


def create_app(settings: config.Config | None = None) -> APIFlask:
    """Build the WSGI application over one database and one store of photos."""
    settings = settings or config.Config()
    app = APIFlask(
        __name__,
        title="Luzhang 路长",
        version="1",
        spec_path=None,
        docs_path=None,
        json_errors=False,
        static_folder=None,  # type: ignore[arg-type]  # Flask takes None, APIFlask forgot to say so
    )
    app.config.update(settings.flask())
    database.bind(settings.database_url)
    init_packing(app)
    init_http(app)
    init_https(app, settings.trusted_proxies)
    init_openapi(app)
    init_health(app)
    init_client(app, settings.client_dir, settings.map_tiles_url, settings.map_tiles_datum)
    _register_domains(app)
    return app


def _register_domains(app: APIFlask) -> None:
    from app import accounts, cases, catalog, cleanups, cli, demo, exchange, media, messages, roads, sync

    for part in (accounts, catalog, roads, media, cases, cleanups, messages, exchange, sync, demo, cli):
        init = getattr(part, "init_app", None)
        if init is not None:
            init(app)
