"""Real worker processes on the test's database: started, told to stop, killed."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from config import Config

ROOT = Path(__file__).parents[1]
Worker = subprocess.Popen[bytes]
Start = Callable[..., Worker]
"""Starts one more, with these words behind `flask worker`."""


@contextmanager
def workers(settings: Config, store: Path, **environment: str) -> Iterator[Start]:
    """Workers on this database and store; all of them have ended when this ends."""
    started: list[Worker] = []
    around = os.environ | environment
    around |= {"DATABASE_URL": settings.database_url, "DATA_DIR": str(settings.data_dir)}
    around |= {"STORE_URL": f"file://{store}", "SECRET_KEY": "for-tests-only"}

    def start(*words: str) -> Worker:
        command = [sys.executable, "-m", "flask", "worker", *words]
        started.append(subprocess.Popen(command, cwd=ROOT, env=around))
        return started[-1]

    try:
        yield start
    finally:
        for process in started:
            kill(process)


def kill(worker: Worker) -> None:
    """Without a word of warning, and gone when this returns."""
    worker.kill()
    worker.wait()


def wait_until(is_so: Callable[[], bool], seconds: float = 120) -> None:
    """Ask again and again; fails when it is not so by then."""
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline, f"waited {seconds} s in vain"
        time.sleep(0.01)
