"""Programs that the tests start, and that end with the tests however those end."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, TypeVar

import requests

ROOT = Path(__file__).parent.parent.parent
DEADLINE_S = 60
T = TypeVar("T")
NEEDED = {"WebKitWebDriver": "webkit2gtk-driver", "Xvfb": "xvfb", "setpriv": "util-linux"}


def refuse_without_packages() -> None:
    """A check that cannot run has failed: nothing here is skipped."""
    missing = sorted({package for program, package in NEEDED.items() if not shutil.which(program)})
    assert not missing, f"missing: {' '.join(missing)}; scripts/system-packages test installs what tests need"


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(reached: Callable[[], T], what: object, seconds: float = DEADLINE_S) -> T:
    """The first answer that is true; `what` says what was waited for."""
    deadline = time.monotonic() + seconds
    while not (answer := reached()):
        assert time.monotonic() < deadline, (
            f"not within {seconds:.0f} s: {what() if callable(what) else what}"
        )
        time.sleep(0.1)
    return answer


class Program:
    """One program and all it starts, as a group of its own; asked to end when this process dies."""

    def __init__(self, *words: str | Path, env: Mapping[str, str], **given: Any) -> None:
        command = ["setpriv", "--pdeathsig", "TERM", *map(str, words)]
        self.process = subprocess.Popen(command, cwd=ROOT, env=env, start_new_session=True, **given)

    def kill(self) -> None:
        """At once and without a chance to tidy up, as when a battery is pulled."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(DEADLINE_S)

    def end(self) -> None:
        self.process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(DEADLINE_S)
        self.kill()


class Server:
    """The real program over the demonstration; may be killed and started again on the same data and port."""

    def __init__(self, folder: Path, cases: int = 40) -> None:
        kept = {name: value for name, value in os.environ.items() if not name.endswith("_URL")}
        self.env = kept | {"DATA_DIR": str(folder), "PYTHONWARNINGS": "default"}
        self.folder, self.port = folder, free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.program: Program | None = None
        for words in (("db", "upgrade"), ("demo", "load", "--cases", str(cases))):
            command = [sys.executable, "-m", "flask", *words]
            subprocess.run(command, cwd=ROOT, env=self.env, check=True)

    def start(self) -> None:
        words = ("-m", "flask", "serve", "--port", str(self.port), "--workers", "1")
        self.program = Program(sys.executable, *words, env=self.env)
        wait_until(self.is_there, "the server answers")

    def is_there(self) -> bool:
        try:
            return requests.get(f"{self.address}/api/v1/readyz", timeout=5).ok
        except requests.RequestException:
            return False

    def kill(self) -> None:
        """From here on nobody answers at the address, though the network is there."""
        if self.program:
            self.program.kill()
        self.program = None

    def stored(self) -> dict[str, bytes]:
        """Every original in the store, by its name."""
        files = (self.folder / "photos" / "original").rglob("*")
        return {file.name: file.read_bytes() for file in files if file.is_file()}


class Display:
    """A screen in memory, on the first number that is free."""

    def __init__(self) -> None:
        reading, writing = os.pipe()
        words = ("-screen", "0", "1280x1000x24", "-nolisten", "tcp", "-displayfd", str(writing))
        quiet = {"pass_fds": [writing], "stderr": subprocess.DEVNULL}
        self.program = Program("Xvfb", *words, env=os.environ, **quiet)
        os.close(writing)
        with open(reading) as told:  # noqa: PTH123 - a pipe has no path
            self.name = f":{told.readline().strip()}"
