"""`flask catalog …`: bring the catalogue into the database."""

from pathlib import Path

import click
from flask.cli import AppGroup

from app.catalog.calendars import list_calendars, load_calendars
from app.catalog.services import SHIPPED, load_categories
from app.core.clock import today
from app.core.db import reading, unit_of_work

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


@catalog.command("load-calendar")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--note", default="", help="Where it comes from, such as the number of the notice.")
def load_calendar(file: Path, note: str) -> None:
    """Load holidays and make-up days from a CSV FILE with the columns day, is_working (1 or 0) and name.

    Each year in it replaces what stood for that year.
    """
    with unit_of_work() as session:
        loaded = load_calendars(session, file, note)
    for year, count in loaded.items():
        click.echo(f"{year}: {count} days")


@catalog.command("calendars")
def calendars() -> None:
    """Say where the calendar of each year comes from."""
    with reading() as session:
        for year in list_calendars(session, today().year):
            click.echo(f"{year.year}: {year.source}, {len(year.days)} days {year.note}".rstrip())
