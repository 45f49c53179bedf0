"""`flask catalog …`: bring the catalogue into the database."""

from pathlib import Path

import click
from flask.cli import AppGroup

from app.catalog.services import SHIPPED, load_categories
from app.core.db import unit_of_work

catalog = AppGroup("catalog", help="Categories of cases.")


@catalog.command("load")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path), default=SHIPPED)
@click.option("--overwrite", is_flag=True, help="Also where an administrator wrote something else.")
def load(file: Path, overwrite: bool) -> None:
    """Load the shipped catalogue, or a CSV FILE with the same columns.

    What an administrator edited stays as it is.
    """
    with unit_of_work() as session:
        loaded = load_categories(session, file, overwrite)
    click.echo(
        f"{loaded.added} added, {loaded.changed} changed, {loaded.same} the same,"
        f" {loaded.kept} kept as an administrator wrote them"
    )
