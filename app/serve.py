"""`flask serve`: the web workers and the job worker, watched by one process in the foreground."""

import ipaddress
import logging
import signal
import socket
import subprocess
import sys
from dataclasses import dataclass, field
from threading import Event

import click
from flask.cli import with_appcontext
from sqlalchemy import exists, select

from app.accounts.models import User
from app.core.db import reading

logger = logging.getLogger(__name__)

GRACE_S = 10
"""How long children may take to finish what they are doing before they are killed."""

RESTART_PAUSE_S = 1


@dataclass
class Child:
    """A process that is started again whenever it ends."""

    command: list[str]
    process: subprocess.Popen[bytes] = field(init=False)

    def start(self) -> None:
        self.process = subprocess.Popen(self.command)

    def has_ended(self) -> bool:
        return self.process.poll() is not None

    def stop(self) -> None:
        """Ask, wait, insist."""
        try:
            self.process.wait(GRACE_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach the address; a name counts as public unless it is localhost."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def demo_accounts_exist() -> bool:
    """Whether anybody could log in with the password that the README prints."""
    with reading() as session:
        return bool(session.scalar(select(exists().where(User.is_demo, User.is_active))))


def refuse_taken_port(host: str, port: int) -> None:
    """Say so in words before the web workers fail over and over."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise click.ClickException(f"Cannot listen on {host}:{port}: {error.strerror}") from error


def web_command(host: str, port: int, workers: int, threads: int) -> list[str]:
    """Granian in front of wsgi:app; why this server: docs/decisions/0003-granian.md."""
    options = {"--interface": "wsgi", "--host": host, "--port": port, "--workers": workers}
    options |= {
        "--blocking-threads": threads,
        "--log-level": "warning",
        "--workers-kill-timeout": GRACE_S - 2,
    }
    flags = ["--http", "1", "--no-ws", "--no-access-log", "--respawn-failed-workers"]
    words = [str(word) for option in options.items() for word in option]
    return [sys.executable, "-m", "granian", *words, *flags, "wsgi:app"]


def watch(children: list[Child]) -> None:
    """Keep the children running until SIGTERM or SIGINT, then end them all."""
    told_to_stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: told_to_stop.set())
    for child in children:
        child.start()
    while not told_to_stop.wait(RESTART_PAUSE_S):
        for child in children:
            if child.has_ended():
                logger.error("%s ended and is started again", " ".join(child.command[1:4]))
                child.start()
    for child in children:
        child.process.terminate()
    for child in children:
        child.stop()


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, help="Port to listen on.")
@click.option("--workers", default=2, show_default=True, help="Web processes.")
@click.option("--threads", default=4, show_default=True, help="Requests one web process works on at a time.")
@click.option("--no-jobs", is_flag=True, help="Leave the jobs to a `flask worker` started elsewhere.")
@click.option(
    "--i-know-that-demo-accounts-become-public",
    "expose_demo",
    is_flag=True,
    help="Listen on more than this machine although demo accounts, with their published password, exist.",
)
@with_appcontext
def serve(host: str, port: int, workers: int, threads: int, no_jobs: bool, expose_demo: bool) -> None:
    """Serve the program: web workers and the job worker, until SIGTERM or Ctrl-C."""
    if not is_loopback(host) and not expose_demo and demo_accounts_exist():
        raise click.ClickException(
            f"Demo accounts exist, so this listens on the loopback only, not on {host}. Remove them with"
            " `flask demo remove`, or add --i-know-that-demo-accounts-become-public."
        )
    refuse_taken_port(host, port)
    children = [Child(web_command(host, port, workers, threads))]
    if not no_jobs:
        children.append(Child([sys.executable, "-m", "flask", "worker"]))
    click.echo(f"Serving on http://{host}:{port}")
    watch(children)
