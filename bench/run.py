"""Measures the program against its aims on PostGIS, at each number of cases in BENCH_CASES: `make bench`.

Names of measures on the command line choose some; then results.json is left alone. In it the first number's
results stand under the plain names, the others under `…_at_<cases>`, and `…_growth` says how many times
longer the 95th percentile is with the most cases than with the fewest.
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
SIZES = [int(size) for size in os.environ.get("BENCH_CASES", "100000,1000000,2000000").split(",")]
CONNECTIONS = 8
WARM_UP_REQUESTS = WORKERS * THREADS * 12
"""Enough for every thread to have compiled and prepared its statements."""
STATEMENTS_ALLOWED = 12
GROWTH_ALLOWED = 1.3
"""Of a queue's 95th percentile, from the fewest to the most cases."""
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

    def entries(self, of: str) -> dict[str, Content]:
        """For results.json; `of` follows the name."""
        name, count = self.measure.name + of, len(self.statements)
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


def prepare(environment: dict[str, str], database: psycopg.Connection, cases: int) -> None:
    """Nothing of what was, tables by the migrations, rows by seed.sql, fresh statistics."""
    database.execute("DROP SCHEMA public CASCADE")
    database.execute("CREATE SCHEMA public")
    database.execute("CREATE EXTENSION IF NOT EXISTS postgis")
    subprocess.run([sys.executable, "-m", "flask", "db", "upgrade"], cwd=ROOT, env=environment, check=True)
    password_hash = PasswordHasher().hash(PASSWORD)
    seed = (HERE / "seed.sql").read_text(encoding="utf-8").replace("{password_hash}", password_hash)
    database.execute(seed.replace("{cases}", str(cases)).encode())
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
    measure = caller.brought_up(measure)
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


def measure_at(cases: int, names: list[str], url: str) -> list[Found]:
    """All of it with so many cases, in a data folder of its own."""
    with (
        tempfile.TemporaryDirectory(prefix="luzhang-bench.") as data_dir,
        psycopg.connect(url, autocommit=True) as database,
    ):
        environment = os.environ | {"DATABASE_URL": url, "DATA_DIR": data_dir}
        print(f"\n{cases:,} cases")
        prepare(environment, database, cases)
        with serving(environment):
            return measure_all(names, database)


def growth(fewest: list[Found], most: list[Found]) -> dict[str, Content]:
    """How much longer the slow ones take; only queues are held to it."""
    entries = {}
    for one, other in zip(fewest, most, strict=True):
        ratio = other.p95_ms / max(one.p95_ms, 0.1)
        name, is_queue = one.measure.name, one.measure.name.startswith("queue")
        aim, met = (GROWTH_ALLOWED, ratio <= GROWTH_ALLOWED) if is_queue else (None, None)
        entries[f"{name}_growth"] = entry(ratio, "times the p95", aim, met)
    return entries


def main() -> int:
    names = sys.argv[1:]
    url = os.environ["TEST_DATABASE_URL"]
    busy = os.getloadavg()[0]
    print(f"Processes that wanted a processor before we began: {busy:.1f}")
    by_size = {size: measure_at(size, names, url) for size in SIZES}
    results = {"others_busy": entry(busy, "load average before")}
    for size, found in by_size.items():
        print(f"\n{size:,} cases")
        print_plans(found)
        of = "" if size == SIZES[0] else f"_at_{size}"
        results |= {name: one for each in found for name, one in each.entries(of).items()}
    results |= growth(by_size[SIZES[0]], by_size[SIZES[-1]]) if len(SIZES) > 1 else {}
    if not names:
        (HERE / "results.json").write_text(json.dumps(results, indent=2) + "\n")
    return 0 if all(one["met"] in (True, None) for one in results.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
