"""`flask …` commands of the whole program."""

import click
from alembic import command
from alembic.config import Config as AlembicConfig
from apiflask import APIFlask
from flask.cli import AppGroup

from app.core.db import database
from app.serve import serve

db = AppGroup("db", help="Build and change the database.")


def alembic_config() -> AlembicConfig:
    """Alembic, told where the migrations lie and which engine is bound."""
    config = AlembicConfig()
    config.set_main_option("script_location", "migrations")
    config.attributes["engine"] = database.engine
    return config


@db.command("upgrade")
@click.argument("revision", default="head")
def upgrade(revision: str) -> None:
    """Bring the database up to REVISION."""
    command.upgrade(alembic_config(), revision)


@db.command("downgrade")
@click.argument("revision")
def downgrade(revision: str) -> None:
    """Take the database back to REVISION."""
    command.downgrade(alembic_config(), revision)


@db.command("check")
def check() -> None:
    """Fail when models and migrations disagree."""
    command.check(alembic_config())


@db.command("revision")
@click.option("-m", "--message", required=True)
def revision(message: str) -> None:
    """Draft a migration from the difference between models and database."""
    command.revision(alembic_config(), message=message, autogenerate=True)


def init_app(app: APIFlask) -> None:
    """Hang the commands on the application."""
    app.cli.add_command(db)
    app.cli.add_command(serve)
