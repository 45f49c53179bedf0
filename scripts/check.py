#!/usr/bin/env python3
"""Every check and every test, two at a time where that pays; pytest's closing line comes last."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parent.parent
BIN = ROOT / ".venv" / "bin"
NPM = (str(ROOT / "scripts" / "npm"), "--prefix", "pwa", "run", "--silent")
TSC = ("scripts/node", "pwa/node_modules/typescript/bin/tsc", "--noEmit", "-p")
WITH_POSTGIS = "scripts/with_postgis"


@dataclass(frozen=True)
class Step:
    """One command; it counts as passed when it exits with 0."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)


def python(name: str, *arguments: str) -> Step:
    return Step(name, (str(BIN / name.split(maxsplit=1)[0]), *arguments))


def tests(database: str, *before: str) -> Step:
    command = (*before, str(BIN / "pytest"), "-q", f"--database={database}", "-m", "not soak")
    return Step(f"pytest on {database}", command)


# The phases follow each other, as the browsers want both cores and the client built.
PHASES = (
    (
        Step("client: types, build", ("make", "pwa/node_modules/.build-stamp")),
        python("mypy"),
        Step("client: eslint", (*NPM, "lint")),
        Step("client: vitest", (*NPM, "test")),
        Step("client: types of configuration", (*TSC, "pwa/tsconfig.node.json")),
        Step("browser tests: types", (*TSC, "tests/browser/tsconfig.check.json")),
        Step("offline tests: types", (*TSC, "tests/offline/tsconfig.check.json")),
        python("ruff check", "check"),
        python("ruff format", "format", "--check", "--quiet"),
        python("lint-imports", "--no-logo"),
        Step("OpenAPI and the client's types", ("scripts/types_drift",)),
        Step("error codes", (sys.executable, "scripts/error_codes.py")),
    ),
    (Step("browser, SpatiaLite", ("scripts/browser_tests", "--project=phone-and-desk")),),
    (Step("browser, offline and in bad weather", ("scripts/browser_tests",), {"SUITE": "offline"}),),
    (
        Step(
            "browser, PostGIS: the loop",
            (WITH_POSTGIS, "scripts/browser_tests", "--project=phone-and-desk", "loop"),
        ),
        python("pytest in WebKit", "-q", "tests/webkit", "-m", "not soak"),
    ),
    (tests("spatialite"), tests("postgis", WITH_POSTGIS)),
)
running: set[subprocess.Popen[bytes]] = set()


def environment(data_dir: str) -> dict[str, str]:
    """The caller's, less what would lead the tests to a real database."""
    kept = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "STORE_URL"}}
    return kept | {"DATA_DIR": data_dir, "PYTHONDONTWRITEBYTECODE": "1"}


def run(step: Step) -> tuple[Step, int, float, str]:
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="luzhang-check.") as data_dir, tempfile.TemporaryFile() as output:
        process = subprocess.Popen(
            step.command,
            cwd=ROOT,
            env=environment(data_dir) | step.environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        running.add(process)
        status = process.wait()
        running.discard(process)
        output.seek(0)
        return step, status, time.monotonic() - began, output.read().decode(errors="replace").strip()


def telling(output: str) -> str:
    """What a failed step said, without what went well and without progress bars: the cause must not drown."""
    return "\n".join(
        line for line in output.splitlines() if line.strip() and not any(mark in line for mark in ("✓", "%|"))
    )


def report(step: Step, status: int, seconds: float, output: str) -> None:
    """Why a step failed, or the last words of one that passed."""
    print(f"{'FAILED' if status else 'ok':7}{seconds:6.1f} s  {step.name}", flush=True)
    shown = telling(output) if status else output.rpartition("\n")[2]
    if shown and (status or "test" in step.name or "browser" in step.name):
        print(shown, flush=True)


def stop(number: int, _frame: object) -> None:
    for process in tuple(running):
        process.terminate()
    sys.exit(128 + number)


def main() -> int:
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    failed = []
    for phase in PHASES:
        with ThreadPoolExecutor(max_workers=2) as pool:
            for done in as_completed([pool.submit(run, step) for step in phase]):
                step, status, seconds, output = done.result()
                report(step, status, seconds, output)
                failed += [step.name] if status else []
    if failed:
        print(f"Failed: {', '.join(failed)}")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
