"""`flask roads …`"""

import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, get_args

import click
from flask.cli import AppGroup
from tqdm import tqdm

from app.core.db import reading, unit_of_work
from app.core.errors import Problem
from app.core.geo import Datum
from app.roads.importing.reading import FORMATS, read_roads
from app.roads.importing.ways import BadFile
from app.roads.services.import_plan import plan_import
from app.roads.services.import_roads import import_roads

roads = AppGroup("roads", help="Roads and their segments.")


def _progress(items: Iterable[Any], label: str) -> Iterable[Any]:
    # Off a terminal a bar is only noise in a log.
    return tqdm(items, desc=label, unit="", mininterval=0.2, disable=None, file=sys.stderr)


@roads.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--format", "format_", type=click.Choice(FORMATS), help="By default told by the file's ending.")
@click.option("--crs", help="Such as EPSG:4547, where the file does not say.")
@click.option("--datum", type=click.Choice(get_args(Datum)), default="wgs84", help="Shift of the degrees.")
@click.option("--unit", help="Code or name of the unit new segments belong to; by default the district.")
@click.option("--dry-run", is_flag=True, help="Report, but change nothing.")
def import_file(
    file: Path, format_: str | None, crs: str | None, datum: Datum, unit: str | None, dry_run: bool
) -> None:
    """Bring the segments up to FILE: GeoJSON, Shapefile (also zipped), GeoPackage or OpenStreetMap."""
    source = re.sub(r"\s", "_", file.name.split(".")[0])
    try:
        found = read_roads(file, format_, crs, datum, _progress)
        with reading() if dry_run else unit_of_work() as session:
            plan = plan_import(session, found, unit, source, _progress)
            if not dry_run:
                import_roads(session, plan)
    except (BadFile, Problem) as error:
        raise click.ClickException(f"{file.name}: {error}. Nothing was changed.") from error
    for line in plan.report.lines():
        click.echo(line)
    if dry_run:
        click.echo("dry run: nothing was changed 试运行，未改动任何数据")
