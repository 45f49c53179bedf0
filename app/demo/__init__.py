"""The demonstration district: Zhongyuan, drawn, peopled and eight weeks old."""

from apiflask import APIFlask


def init_app(app: APIFlask) -> None:
    """Hang the commands on the application."""
    from app.demo.commands import demo

    app.cli.add_command(demo)
