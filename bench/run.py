"""Measures the program against its aims on PostGIS with 100,000 cases: `make bench`."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from uuid import uuid4

import psycopg
from argon2 import PasswordHasher

HERE = Path(__file__).parent
ROOT = HERE.parent
HOST, PORT = "127.0.0.1", int(os.environ.get("BENCH_PORT", "21800"))
SECONDS = int(os.environ.get("BENCH_SECONDS", "10"))
CONNECTIONS, WORKERS, THREADS = 8, 2, 4
WARM_UP_REQUESTS = WORKERS * THREADS * 3
STATEMENTS_ALLOWED = 12
API = "/api/v1"
PASSWORD = "Bench-password-1"  # noqa: S105 - of a database that lives for a minute
LON, LAT = "113.6001", "34.7401"
BODY = (
    '{"category_code": "04-007", "observed_at": "2026-11-01T08:00:00+08:00", "source": "patrol",'
    ' "placed_by": "gps", "description": "goods on the pavement", "photos": [{"sha256": "SHA",'
    ' "role": "before"}], "location": {"lon": LON, "lat": LAT, "accuracy_m": 8, "datum": "wgs84"}}'
)


@dataclass(frozen=True)
class Measure:
    """One kind of request, who makes it, and how many a second are aimed at; load.lua varies it by `kind`."""

    name: str
    username: str
    method: str
    path: str
    aim: float
    kind: str = "fixed"


MEASURES = (
    Measure("create", "chief", "PUT", f"{API}/cases/ID", 500, "create"),
    Measure("queue", "supervisor", "GET", f"{API}/cases?status=reported&limit=50", 300),
    Measure("map", "supervisor", "GET", f"{API}/cases/map?bbox=113.5795,34.7205,113.6355,34.7755", 50),
    Measure("nearest", "chief", "GET", f"{API}/road-segments/nearest?lon={LON}&lat={LAT}", 300, "nearest"),
)


@dataclass(frozen=True)
class Caller:
    """A log-in, as load.lua and our own requests send it along."""

    cookie: str
    token: str

    def send(self, measure: Measure) -> bytes:
        """One such request; the answer's body."""
        path, body = measure.path, ""
        if measure.kind == "create":
            path = path.replace("ID", str(uuid4()))
            body = BODY.replace("SHA", uuid4().hex * 2).replace("LON", LON).replace("LAT", LAT)
        return talk(measure.method, path, body, {"Cookie": self.cookie, "X-CSRF-Token": self.token})[1]


def talk(
    method: str, path: str, body: str = "", headers: dict[str, str] | None = None
) -> tuple[HTTPResponse, bytes]:
    connection = HTTPConnection(HOST, PORT, timeout=30)
    connection.request(method, path, body or None, {"Content-Type": "application/json"} | (headers or {}))
    response = connection.getresponse()
    content = response.read()
    connection.close()
    if response.status >= 300:
        raise SystemExit(f"{method} {path} answers {response.status}: {content[:500].decode()}")
    return response, content


def log_in(username: str) -> Caller:
    response, content = talk(
        "POST", f"{API}/session", json.dumps({"username": username, "password": PASSWORD})
    )
    cookie = (response.getheader("Set-Cookie") or "").partition(";")[0]
    return Caller(cookie, json.loads(content)["csrf_token"])


def prepare(environment: dict[str, str], database: psycopg.Connection) -> None:
    """Tables by the migrations, rows by seed.sql, fresh statistics."""
    subprocess.run([sys.executable, "-m", "flask", "db", "upgrade"], cwd=ROOT, env=environment, check=True)
    password_hash = PasswordHasher().hash(PASSWORD)
    database.execute((HERE / "seed.sql").read_bytes().replace(b"{password_hash}", password_hash.encode()))
    database.execute("CREATE EXTENSION pg_stat_statements")
    database.execute("VACUUM ANALYZE")


@contextmanager
def serving(environment: dict[str, str]) -> Iterator[None]:
    """The program as it runs in earnest; the job worker has nothing to do here and stays away."""
    words = ["--port", str(PORT), "--workers", str(WORKERS), "--threads", str(THREADS), "--no-jobs"]
    server = subprocess.Popen([sys.executable, "-m", "flask", "serve", *words], cwd=ROOT, env=environment)
    try:
        wait_for_server()
        yield
    finally:
        server.terminate()
        server.wait()


def wait_for_server() -> None:
    for _ in range(100):
        try:
            talk("GET", f"{API}/healthz")
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit("The server does not answer")


def load(measure: Measure, caller: Caller) -> dict[str, float]:
    """What wrk found: requests, seconds, failed, p99_ms."""
    words = ["wrk", "--threads", "1", "--connections", str(CONNECTIONS), "--duration", f"{SECONDS}s"]
    given = {"COOKIE": caller.cookie, "TOKEN": caller.token, "KIND": measure.kind, "TARGET": measure.path}
    words += ["--script", str(HERE / "load.lua"), f"http://{HOST}:{PORT}"]
    found = subprocess.run(words, env=os.environ | given | {"BODY": BODY}, check=True, capture_output=True)
    result: dict[str, float] = json.loads(found.stderr)
    return result


def count_statements(measure: Measure, caller: Caller, database: psycopg.Connection) -> int:
    """Statements that one such request sends, transaction control left out; caches are warm by then."""
    database.execute("SELECT pg_stat_statements_reset()")
    caller.send(measure)
    row = database.execute(
        "SELECT sum(calls) FROM pg_stat_statements WHERE query NOT LIKE '%pg_stat_statements%'"
    ).fetchone()
    return int(row[0] or 0) if row else 0


def judge(measure: Measure, database: psycopg.Connection) -> dict[str, dict[str, object]]:
    """Warm up, count, load; the entries of results.json."""
    caller = log_in(measure.username)
    for _ in range(WARM_UP_REQUESTS):
        size = len(caller.send(measure))
    statements = count_statements(measure, caller, database)
    found = load(measure, caller)
    rate = (found["requests"] - found["failed"]) / found["seconds"]
    print(
        f"{measure.name:9}{rate:9.0f}/s{measure.aim:8.0f}/s{rate / measure.aim:7.2f}{statements:12d}"
        f"{found['p99_ms']:10.1f} ms{size:9d} B{found['failed']:8.0f}",
        flush=True,
    )
    return {
        measure.name: entry(
            round(rate, 1), "requests/s", measure.aim, rate >= measure.aim and not found["failed"]
        ),
        f"{measure.name}_statements": entry(
            statements, "statements/request", STATEMENTS_ALLOWED, statements <= STATEMENTS_ALLOWED
        ),
    }


def chosen(names: list[str]) -> list[Measure]:
    """All, or those named on the command line."""
    return [measure for measure in MEASURES if not names or measure.name in names]


def entry(value: float, unit: str, aim: float, met: bool) -> dict[str, object]:
    return {"value": value, "unit": unit, "aim": aim, "met": met}


def main() -> int:
    url = os.environ["TEST_DATABASE_URL"]
    with (
        tempfile.TemporaryDirectory(prefix="luzhang-bench.") as data_dir,
        psycopg.connect(url, autocommit=True) as database,
    ):
        environment = os.environ | {"DATABASE_URL": url, "DATA_DIR": data_dir}
        prepare(environment, database)
        print(f"{CONNECTIONS} connections, {WORKERS} processes of {THREADS} threads, {SECONDS} s each")
        print("              found       aim  ratio  statements       p99     answer   failed")
        results: dict[str, dict[str, object]] = {}
        with serving(environment):
            for measure in chosen(sys.argv[1:]):
                results |= judge(measure, database)
    (HERE / "results.json").write_text(json.dumps(results, indent=2) + "\n")
    return 0 if all(one["met"] for one in results.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
