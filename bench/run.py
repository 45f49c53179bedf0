"""Measures the program against its aims on PostGIS with 100,000 cases, or BENCH_CASES: `make bench`.

Names of measures on the command line choose some; then results.json is left alone.
"""

import importlib
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import plans
import psycopg
from argon2 import PasswordHasher
from measures import BODY, MEASURES, Content, Measure
from server import HOST, PASSWORD, PORT, ROOT, THREADS, WORKERS, Caller, serving

HERE = Path(__file__).parent
SECONDS = int(os.environ.get("BENCH_SECONDS", "10"))
CASES = int(os.environ.get("BENCH_CASES", "100000"))
CONNECTIONS = 8
WARM_UP_REQUESTS = WORKERS * THREADS * 12
"""Enough for every thread to have compiled and prepared its statements."""
STATEMENTS_ALLOWED = 12
SHORTEST = 0.8
"""An answer under load may be this much shorter than the one looked at: names differ in length."""


@dataclass(frozen=True)
class Found:
    """What came of one measure."""

    measure: Measure
    rate: float
    failed: float
    p50_ms: float
    p95_ms: float
    byte_size: int
    statements: list[plans.Statement]

    def row(self) -> str:
        """For the table."""
        measure, rate = self.measure, self.rate
        return (
            f"{measure.name:17}{rate:7.0f}/s{measure.aim:7.0f}/s{rate / measure.aim:7.2f}"
            f"{len(self.statements):12d}{self.p50_ms:9.1f} ms{self.p95_ms:9.1f} ms"
            f"{self.byte_size:9d} B{self.failed:8.0f}"
        )

    def entries(self) -> dict[str, Content]:
        """For results.json."""
        name, count = self.measure.name, len(self.statements)
        is_met = self.rate >= self.measure.aim and not self.failed
        is_planned = not any(one.scans_all_of("cases") for one in self.statements)
        return {
            name: entry(self.rate, "requests/s", self.measure.aim, is_met),
            f"{name}_p50": entry(self.p50_ms, "ms"),
            f"{name}_p95": entry(self.p95_ms, "ms"),
            f"{name}_statements": entry(
                count, "statements/request", STATEMENTS_ALLOWED, is_planned and count <= STATEMENTS_ALLOWED
            ),
        }


def entry(value: float, unit: str, aim: float | None = None, met: bool | None = None) -> Content:
    return {"value": round(value, 1), "unit": unit, "aim": aim, "met": met}


def prepare(environment: dict[str, str], database: psycopg.Connection) -> None:
    """Tables by the migrations, rows by seed.sql, fresh statistics."""
    subprocess.run([sys.executable, "-m", "flask", "db", "upgrade"], cwd=ROOT, env=environment, check=True)
    password_hash = PasswordHasher().hash(PASSWORD)
    seed = (HERE / "seed.sql").read_text(encoding="utf-8").replace("{password_hash}", password_hash)
    database.execute(seed.replace("{cases}", str(CASES)).encode())
    check_terms(database)
    database.execute("VACUUM ANALYZE")
    database.execute("CHECKPOINT")


def check_terms(database: psycopg.Connection) -> None:
    """The seed writes terms in SQL; they must be those of the program."""
    sys.path.append(str(ROOT))
    index_terms = importlib.import_module("app.core.terms").index_terms
    rows = database.execute("SELECT search_text, search_terms FROM cases ORDER BY id LIMIT 100").fetchall()
    if any(index_terms(text) != sorted(terms.split()) for text, terms in rows):
        raise SystemExit("seed.sql and app/core/terms.py do not agree")


def load(measure: Measure, caller: Caller, byte_size: int) -> dict[str, float]:
    """What wrk found: requests, seconds, failed, p50_ms, p95_ms."""
    words = ["wrk", "--threads", "1", "--connections", str(CONNECTIONS), "--duration", f"{SECONDS}s"]
    given = {"COOKIE": caller.cookie, "TOKEN": caller.token, "KIND": measure.kind, "TARGET": measure.path}
    given |= {"BODY": BODY, "STATUS": str(measure.status), "BYTES": str(int(byte_size * SHORTEST))}
    words += ["--script", str(HERE / "load.lua"), f"http://{HOST}:{PORT}"]
    done = subprocess.run(words, env=os.environ | given, check=True, capture_output=True)
    found: dict[str, float] = json.loads(done.stderr)
    return found


def judge(measure: Measure, database: psycopg.Connection) -> Found:
    """Warm up, load, then look at the statements of one more request."""
    caller = Caller.log_in(measure.username)
    for _ in range(WARM_UP_REQUESTS):
        byte_size = len(caller.send(measure))
    found = load(measure, caller, byte_size)
    rate = (found["requests"] - found["failed"]) / found["seconds"]
    statements = plans.watch(database, lambda: caller.send(measure))
    return Found(measure, rate, found["failed"], found["p50_ms"], found["p95_ms"], byte_size, statements)


def measure_all(names: list[str], database: psycopg.Connection) -> list[Found]:
    """All measures, or those named; a row of the table as each is done."""
    print(
        f"{CONNECTIONS} connections, {WORKERS} processes of {THREADS} threads, {SECONDS} s each,"
        f" on {os.cpu_count()} processors"
    )
    print("                     found      aim  ratio  statements      p50         p95     answer     wrong")
    found: list[Found] = []
    for measure in MEASURES:
        if not names or measure.name in names:
            found.append(judge(measure, database))
            print(found[-1].row(), flush=True)
    return found


def print_plans(found: list[Found]) -> None:
    """How each statement reached its tables."""
    for one in found:
        print(f"\n{one.measure.name}")
        for statement in one.statements:
            print(f"  {statement.text.split()[0].lower():7}{statement.summary()}")


def main() -> int:
    names = sys.argv[1:]
    url = os.environ["TEST_DATABASE_URL"]
    with (
        tempfile.TemporaryDirectory(prefix="luzhang-bench.") as data_dir,
        psycopg.connect(url, autocommit=True) as database,
    ):
        environment = os.environ | {"DATABASE_URL": url, "DATA_DIR": data_dir}
        busy = os.getloadavg()[0]
        print(f"Processes that wanted a processor before we began: {busy:.1f}")
        prepare(environment, database)
        with serving(environment):
            found = measure_all(names, database)
    print_plans(found)
    results = {"others_busy": entry(busy, "load average before")}
    results |= {name: one for each in found for name, one in each.entries().items()}
    if not names:
        (HERE / "results.json").write_text(json.dumps(results, indent=2) + "\n")
    return 0 if all(one["met"] in (True, None) for one in results.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
