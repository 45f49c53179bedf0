"""The program under measurement, and a caller that looks at its answers."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from uuid import uuid4

from measures import API, LAT, LON, Content, Measure

ROOT = Path(__file__).parent.parent
HOST, PORT = "127.0.0.1", int(os.environ.get("BENCH_PORT", "21800"))
WORKERS, THREADS = 2, int(os.environ.get("BENCH_THREADS", "4"))
PASSWORD = "Bench-password-1"  # noqa: S105 - of a database that lives for a minute
Headers = dict[str, str]
Talk = Callable[[str, str, str, Headers], tuple[int, bytes]]
"""Sends method, path, body and headers; answers status and body."""


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
            _ask("GET", f"{API}/healthz", "", {})
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit("The server does not answer")


def _ask(method: str, path: str, body: str, headers: Headers) -> tuple[HTTPResponse, bytes]:
    """One request on a connection of its own."""
    connection = HTTPConnection(HOST, PORT, timeout=60)
    given = {"Content-Type": "application/json"} | headers
    connection.request(method, path, body.encode() or None, given)
    response = connection.getresponse()
    content = response.read()
    connection.close()
    return response, content


def over_http(method: str, path: str, body: str, headers: Headers) -> tuple[int, bytes]:
    """To the server, as a browser does."""
    response, content = _ask(method, path, body, headers)
    return response.status, content


@dataclass(frozen=True)
class Caller:
    """A log-in, as load.lua and our own requests send it along; `talk` is the way they go."""

    cookie: str
    token: str
    talk: Talk = over_http

    @classmethod
    def log_in(cls, username: str) -> "Caller":
        words = json.dumps({"username": username, "password": PASSWORD})
        response, content = _ask("POST", f"{API}/session", words, {})
        if response.status != 200:
            raise SystemExit(f"{username} cannot log in: {content[:500].decode()}")
        cookie = (response.getheader("Set-Cookie") or "").partition(";")[0]
        return cls(cookie, json.loads(content)["csrf_token"])

    def send(self, measure: Measure) -> bytes:
        """One such request; the answer's body, once it was found to be right."""
        path, body = measure.path, measure.body
        if measure.kind == "create":
            path = path.replace("ID", str(uuid4()))
            body = body.replace("SHA", uuid4().hex * 2).replace("LON", LON).replace("LAT", LAT)
        status, content = self._exchange(measure.method, path, body)
        if status != measure.status or not measure.is_right(json.loads(content)):
            raise SystemExit(f"{measure.name} is answered wrongly: {status} {content[:500].decode()}")
        return content

    def ask(self, path: str, method: str = "GET", **body: object) -> Content:
        """What any other request is answered; ends everything when it is refused."""
        status, content = self._exchange(method, API + path, json.dumps(body) if body else "")
        if status >= 300:
            raise SystemExit(f"{method} {path} answers {status}: {content[:500].decode()}")
        answer: Content = json.loads(content)
        return answer

    def _exchange(self, method: str, path: str, body: str) -> tuple[int, bytes]:
        headers = {"Content-Type": "application/json", "Cookie": self.cookie, "X-CSRF-Token": self.token}
        return self.talk(method, path, body, headers)


Request = Callable[[Caller], bytes]
"""Something to be done by a caller, whichever way they talk."""
