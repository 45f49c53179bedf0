"""What may be reported: categories, limits, duties of departments."""

from apiflask import APIFlask


def init_app(app: APIFlask) -> None:
    """Hang routes and commands on the application."""
    from app.catalog.commands import catalog
    from app.catalog.routes import blueprint

    app.register_blueprint(blueprint)
    app.cli.add_command(catalog)
