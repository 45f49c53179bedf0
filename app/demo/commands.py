"""`flask demo …`: load the demonstration district, and close its accounts again."""

import os
from collections.abc import Iterable, Sequence
from typing import Any

import click
from flask import current_app
from flask.cli import AppGroup
from tqdm import tqdm

from app.accounts.passwords import check, hasher
from app.accounts.queries.sessions import find_user
from app.catalog.services import load_categories
from app.core.clock import now, today
from app.core.db import reading, unit_of_work
from app.demo.cleanups import write_cleanups
from app.demo.district import Person, zhongyuan
from app.demo.gallery import Hung, hang_pictures
from app.demo.history import count_moves, write_history
from app.demo.services import begun_when, close_accounts, is_settled, is_taken, limits_of, settle
from app.demo.stories import Story, tell_stories
from config import Config

DEFAULT_PASSWORD = "Luzhang-demo-1"  # noqa: S105  printed for all to read; the server stays on the loopback
ACCOUNTS = ("chief", "supervisor", "handler", "organiser", "viewer", "admin")

demo = AppGroup("demo", help="The demonstration district.")


@demo.command("load")
@click.option("--cases", "count", default=300, show_default=True, help="How many cases.")
def load(count: int) -> None:
    """Load Zhongyuan District with people, roads and eight weeks of cases, once."""
    password = os.environ.get("DEMO_PASSWORD") or DEFAULT_PASSWORD
    with reading() as session:
        is_there = is_settled(session)
    if not is_there:
        _load(count, password, current_app.config["LUZHANG"])
    _print_accounts(password)


@demo.command("remove")
def remove() -> None:
    """Close the demonstration's accounts. Its cases stay, as every log does; a new DATA_DIR has none."""
    with unit_of_work() as session:
        closed = close_accounts(session, now())
    click.echo(f"{closed} demo accounts are closed.")


def _load(count: int, password: str, settings: Config) -> None:
    district, at = zhongyuan(), now()
    with unit_of_work() as session:
        load_categories(session)
    with reading() as session:
        if is_taken(session, district):
            raise click.ClickException(
                f"There is a district {district.code} already. The demonstration wants a database without it:"
                " set DATA_DIR or DATABASE_URL to a new one."
            )
        stories = tell_stories(district, limits_of(session), at, count, begun_when=begun_when(session, at))
    hung = _hang(stories, settings)
    with unit_of_work() as session:
        settled = settle(session, district, hasher.hash(password), at, today())
        moves = write_history(session, stories, hung, settled, settings.segment_max_distance_m)
        for _ in _shown(moves, "Writing eight weeks of cases", count_moves(stories), "move"):
            pass
        write_cleanups(session, district, settled, at)


def _hang(stories: Sequence[Story], settings: Config) -> list[list[Hung]]:
    hung = hang_pictures(stories, settings.store_url, settings.max_photo_pixels)
    return list(_shown(hung, "Drawing pictures", len(stories), "case"))


def _shown(items: Iterable[Any], label: str, count: int, unit: str) -> Iterable[Any]:
    """With a progress bar, where somebody looks on."""
    return tqdm(items, label, count, unit=unit, mininterval=1, disable=None)


def _print_accounts(password: str) -> None:
    people = {person.username: person for person in zhongyuan().people}
    with reading() as session:
        standing = {name: user for name in ACCOUNTS if (user := find_user(session, name)) and user.is_demo}
    if not standing:
        click.echo("The demonstration's accounts are closed.")
        return
    # Said only where it holds: the password may have been another one when the demonstration was loaded.
    fits = check(next(iter(standing.values())).password_hash, password).fits
    click.echo(f"\nDemonstration accounts, password {password if fits else 'as set before'}:")
    for name in standing:
        click.echo(_row(people[name]))


def _row(person: Person) -> str:
    return f"  {person.username:<12}{person.role:<12}{person.name}  {person.unit}"
