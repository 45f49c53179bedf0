"""The program under measurement, and a caller that looks at its answers."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from uuid import uuid4

from measures import API, BODY, LAT, LON, Measure

ROOT = Path(__file__).parent.parent
HOST, PORT = "127.0.0.1", int(os.environ.get("BENCH_PORT", "21800"))
WORKERS, THREADS = 2, int(os.environ.get("BENCH_THREADS", "4"))
PASSWORD = "Bench-password-1"  # noqa: S105 - of a database that lives for a minute


@contextmanager
def serving(environment: dict[str, str]) -> Iterator[None]:
    """The program as it runs in earnest; the job worker has nothing to do here and stays away."""
    words = ["--port", str(PORT), "--workers", str(WORKERS), "--threads", str(THREADS), "--no-jobs"]
    server = subprocess.Popen([sys.executable, "-m", "flask", "serve", *words], cwd=ROOT, env=environment)
    try:
        _wait()
        yield
    finally:
        server.terminate()
        server.wait()


def _wait() -> None:
    for _ in range(100):
        try:
            talk("GET", f"{API}/healthz")
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit("The server does not answer")


def talk(
    method: str, path: str, body: str = "", headers: dict[str, str] | None = None
) -> tuple[HTTPResponse, bytes]:
    """One request on a connection of its own; ends everything when it is refused."""
    connection = HTTPConnection(HOST, PORT, timeout=30)
    given = {"Content-Type": "application/json"} | (headers or {})
    connection.request(method, path, body.encode() or None, given)
    response = connection.getresponse()
    content = response.read()
    connection.close()
    if response.status >= 300:
        raise SystemExit(f"{method} {path} answers {response.status}: {content[:500].decode()}")
    return response, content


@dataclass(frozen=True)
class Caller:
    """A log-in, as load.lua and our own requests send it along."""

    cookie: str
    token: str

    @classmethod
    def log_in(cls, username: str) -> "Caller":
        words = json.dumps({"username": username, "password": PASSWORD})
        response, content = talk("POST", f"{API}/session", words)
        cookie = (response.getheader("Set-Cookie") or "").partition(";")[0]
        return cls(cookie, json.loads(content)["csrf_token"])

    def brought_up(self, measure: Measure) -> Measure:
        """The measure with the present place in the feed where it asks for one."""
        if "{cursor}" not in measure.path:
            return measure
        asked = Measure("now", measure.username, f"{API}/changes?after=now&limit=1", lambda _: True, 1)
        cursor = json.loads(self.send(asked))["next_cursor"]
        return replace(measure, path=measure.path.replace("{cursor}", cursor))

    def send(self, measure: Measure) -> bytes:
        """One such request; the answer's body, once it was found to be right."""
        path, body = measure.path, ""
        if measure.kind == "create":
            path = path.replace("ID", str(uuid4()))
            body = BODY.replace("SHA", uuid4().hex * 2).replace("LON", LON).replace("LAT", LAT)
        headers = {"Cookie": self.cookie, "X-CSRF-Token": self.token}
        response, content = talk(measure.method, path, body, headers)
        if response.status != measure.status or not measure.is_right(json.loads(content)):
            raise SystemExit(
                f"{measure.name} is answered wrongly: {response.status} {content[:500].decode()}"
            )
        return content
