"""Measures the program against its aims on PostGIS, at each number of cases in BENCH_CASES: `make bench`.

The first number is measured on SpatiaLite as well, without aims for rates, unless BENCH_SPATIALITE is 0.
Names of measures on the command line choose some; then results.json is left alone. In it the first number's
results stand under the plain names, the others under `…_at_<cases>`, SpatiaLite's under `…_on_spatialite`,
and `…_growth` says how many times longer the 95th percentile is with the most cases than with the fewest.
`…_statements` is met when there are few enough and none reads all cases.
"""

import json
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

sys.path.append(str(Path(__file__).parent.parent))

import plans
import plans_sqlite
from exports import FORMATS, Written, write
from judging import CONNECTIONS, SECONDS, Found, Watch, judge
from measures import MEASURES, Content, entry
from postgis import prepare
from server import THREADS, WORKERS, serving
from spatialite import copied_to
from telling import telling

HERE = Path(__file__).parent
SIZES = [int(size) for size in os.environ.get("BENCH_CASES", "100000,1000000,2000000").split(",")]
EXPORTED_AT_MOST = int(os.environ.get("BENCH_EXPORTED_AT_MOST", "100000"))
"""With more cases than these, no export is written: it would take minutes."""
WITH_SPATIALITE = os.environ.get("BENCH_SPATIALITE", "1") != "0"
ON_SPATIALITE = "_on_spatialite"
GROWTH_ALLOWED = 1.3
"""Of a queue's 95th percentile, from the fewest to the most cases."""
HEADING = (
    f"{'found':>27}{'aim':>9}{'ratio':>7}{'statements':>12}{'p50':>12}{'p95':>12}{'answer':>11}{'wrong':>8}"
)
Entries = dict[str, Content]


@dataclass
class Results:
    """Of one database at one size; `of` follows the names in results.json."""

    title: str
    of: str
    found: list[Found] = field(default_factory=list)
    written: list[Written] = field(default_factory=list)

    def entries(self) -> Entries:
        """For results.json."""
        parts = [one.entries(self.of) for one in self.found] + [one.entries(self.of) for one in self.written]
        return {name: one for part in parts for name, one in part.items()}


@dataclass(frozen=True)
class Ground:
    """A seeded database, and how to see what is asked of it."""

    results: Results
    cases: int
    environment: dict[str, str]
    watch: Watch

    def measure(self, names: list[str]) -> Results:
        """All that is wanted of the program here; a row of the table as each is done."""
        print(f"\n{self.results.title}")
        print(HEADING)
        with serving(self.environment):
            self._measure_requests(names)
            self._measure_exports(names)
        return self.results

    def _measure_requests(self, names: list[str]) -> None:
        for measure in MEASURES:
            if not names or measure.name in names:
                is_aimed = self.results.of != ON_SPATIALITE
                self.results.found.append(judge(measure, self.watch, is_aimed=is_aimed))
                print(self.results.found[-1].row(), flush=True)

    def _measure_exports(self, names: list[str]) -> None:
        for format_ in FORMATS:
            if self.cases <= EXPORTED_AT_MOST and (not names or f"export_{format_}" in names):
                self.results.written.append(write(format_, self.environment))
                print(self.results.written[-1].row(), flush=True)


def measure_at(cases: int, names: list[str], url: str) -> list[Results]:
    """PostGIS with so many cases and, with the fewest, SpatiaLite with the same."""
    of = "" if cases == SIZES[0] else f"_at_{cases}"
    with data_folder() as folder, data_folder() as other, psycopg.connect(url, autocommit=True) as database:
        environment = os.environ | {"DATABASE_URL": url, "DATA_DIR": str(folder)}
        print(f"\nSeeding {cases:,} cases")
        prepare(environment, database, cases)
        results = Results(f"{cases:,} cases on PostGIS", of)
        grounds = [Ground(results, cases, environment, plans.watch_by(database))]
        if cases == SIZES[0] and WITH_SPATIALITE:
            # Before anything is measured, which adds cases.
            grounds.append(on_spatialite(cases, other, url))
        return [ground.measure(names) for ground in grounds]


def on_spatialite(cases: int, folder: Path, url: str) -> Ground:
    """The same cases in a file of this folder."""
    with telling("copying them to SpatiaLite"):
        app = copied_to(folder, url)
    environment = os.environ | {"DATABASE_URL": app.config["LUZHANG"].database_url, "DATA_DIR": str(folder)}
    results = Results(f"{cases:,} cases on SpatiaLite", ON_SPATIALITE)
    return Ground(results, cases, environment, plans_sqlite.watch_by(app))


@contextmanager
def data_folder() -> Iterator[Path]:
    """A folder of one's own for the program's data."""
    with tempfile.TemporaryDirectory(prefix="luzhang-bench.") as folder:
        yield Path(folder)


def print_plans(results: Results) -> None:
    """How each statement reached its tables; the same way several times is said once."""
    print(f"\n{results.title}: plans")
    if results.of == ON_SPATIALITE:
        print(plans_sqlite.HOW_TO_READ)
    for one in results.found:
        print(f"\n{one.measure.name}")
        ways = Counter((said.text.split()[0].lower(), said.summary()) for said in one.statements)
        for (verb, way), times in ways.items():
            print(f"  {verb:7}{f'{times} × ' if times > 1 else ''}{way}")


def growth(fewest: Results, most: Results) -> Entries:
    """How much longer the slow ones take; only queues are held to it."""
    entries = {}
    for one, other in zip(fewest.found, most.found, strict=True):
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
    print(
        f"{CONNECTIONS} connections, {WORKERS} processes of {THREADS} threads, {SECONDS} s each,"
        f" on {os.cpu_count()} processors"
    )
    by_size = [measure_at(size, names, url) for size in SIZES]
    entries: Entries = {"others_busy": entry(busy, "load average before")}
    for results in (one for several in by_size for one in several):
        print_plans(results)
        entries |= results.entries()
    entries |= growth(by_size[0][0], by_size[-1][0]) if len(SIZES) > 1 else {}
    if not names:
        (HERE / "results.json").write_text(json.dumps(entries, indent=2) + "\n")
    return 0 if all(one["met"] in (True, None) for one in entries.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
