"""`flask worker`: does what the web processes left to be done."""

import signal
from threading import Event

import click
from apiflask import APIFlask
from flask import current_app
from flask.cli import with_appcontext

from app.core import jobs

EXTENSION = "sweepers"


def register_sweepers(app: APIFlask, *sweepers: jobs.Sweeper) -> None:
    """Have the worker turn these as well."""
    app.extensions.setdefault(EXTENSION, []).extend(sweepers)


@click.command()
@click.option("--once", is_flag=True, help="Do what waits now, then end.")
@with_appcontext
def worker(once: bool) -> None:
    """Make smaller copies of photos and sweep what nobody needs, until SIGTERM or Ctrl-C."""
    sweepers: list[jobs.Sweeper] = current_app.extensions.get(EXTENSION, [])
    if once:
        jobs.drain(sweepers)
        return
    told_to_stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: told_to_stop.set())
    jobs.work(sweepers, told_to_stop)
