"""One measure: warm up, load, then look at the statements of one more request."""

import json
import os
import subprocess
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import acts
from filling import filled
from measures import Content, Measure, entry
from plans import Asked
from server import HOST, PORT, THREADS, WORKERS, Caller, Request

SECONDS = int(os.environ.get("BENCH_SECONDS", "10"))
CONNECTIONS = 8
WARM_UP_REQUESTS = WORKERS * THREADS * 12
"""Enough for every thread to have compiled and prepared its statements."""
WARM_UP_S = 5
"""Slow ones have had enough by then."""
STATEMENTS_ALLOWED = 12
"""For each case that a request acts on."""
SHORTEST = 0.8
"""An answer under load may be this much shorter than the one looked at: names differ in length."""
Watch = Callable[[Caller, Request], Sequence[Asked]]
"""The statements of one request by this caller, found the way each database allows."""


@dataclass(frozen=True)
class Found:
    """What came of one measure."""

    measure: Measure
    rate: float
    failed: float
    p50_ms: float
    p95_ms: float
    byte_size: int
    statements: Sequence[Asked]

    def row(self) -> str:
        """For the table."""
        aim = self.measure.aim
        aimed = f"{aim:7.0f}/s{self.rate / aim:7.2f}" if aim else f"{'–':>9}{'–':>7}"
        return (
            f"{self.measure.name:18}{self.rate:7.1f}/s{aimed}"
            f"{len(self.statements):12d}{self.p50_ms:9.1f} ms{self.p95_ms:9.1f} ms"
            f"{self.byte_size:9d} B{self.failed:8.0f}"
        )

    def entries(self, of: str) -> dict[str, Content]:
        """For results.json; `of` follows the name."""
        name, count, aim = self.measure.name + of, len(self.statements), self.measure.aim
        allowed = STATEMENTS_ALLOWED * self.measure.cases
        is_met = self.rate >= aim and not self.failed if aim else None
        is_planned = not any(one.scans_all_of("cases") for one in self.statements)
        return {
            name: entry(self.rate, "requests/s", aim, is_met),
            f"{name}_p50": entry(self.p50_ms, "ms"),
            f"{name}_p95": entry(self.p95_ms, "ms"),
            f"{name}_statements": entry(
                count, "statements/request", allowed, is_planned and count <= allowed
            ),
        }


def judge(measure: Measure, watch: Watch, *, is_aimed: bool) -> Found:
    """All that is told of one measure; unless `is_aimed`, its rate is told alone."""
    measure = measure if is_aimed else replace(measure, aim=None)
    caller = Caller.log_in(measure.username)
    if measure.kind == "assign":
        return _judge_acts(measure, caller, watch)
    measure = filled(measure, caller)
    byte_size = _warm_up(measure, caller)
    loaded = _load(measure, caller, byte_size)
    return _found(measure, loaded, byte_size, watch(caller, lambda caller: caller.send(measure)))


def _warm_up(measure: Measure, caller: Caller) -> int:
    """Requests as many at once as later; the bytes of the longest answer."""
    until = time.monotonic() + WARM_UP_S

    def send(number: int) -> int:
        return len(caller.send(measure)) if number == 0 or time.monotonic() < until else 0

    with ThreadPoolExecutor(CONNECTIONS) as pool:
        return max(pool.map(send, range(WARM_UP_REQUESTS)))


def _judge_acts(measure: Measure, caller: Caller, watch: Watch) -> Found:
    """The same, driven by ourselves; one desk more than there are connections is left to be looked at."""
    watched, *busy = acts.desks(measure, caller, CONNECTIONS + 1)
    for _ in range(WARM_UP_REQUESTS // measure.cases):
        byte_size = len(watched.act(caller))
    loaded = acts.load(busy, caller, SECONDS)
    return _found(measure, loaded, byte_size, watch(caller, watched.act))


def _found(measure: Measure, loaded: dict[str, float], byte_size: int, asked: Sequence[Asked]) -> Found:
    rate = (loaded["requests"] - loaded["failed"]) / loaded["seconds"]
    return Found(measure, rate, loaded["failed"], loaded["p50_ms"], loaded["p95_ms"], byte_size, asked)


def _load(measure: Measure, caller: Caller, byte_size: int) -> dict[str, float]:
    """What wrk found: requests, seconds, failed, p50_ms, p95_ms."""
    words = ["wrk", "--threads", "1", "--connections", str(CONNECTIONS), "--duration", f"{SECONDS}s"]
    given = {"COOKIE": caller.cookie, "TOKEN": caller.token, "KIND": measure.kind, "TARGET": measure.path}
    given |= {"METHOD": measure.method, "BODY": measure.body, "STATUS": str(measure.status)}
    given |= {"BYTES": str(int(byte_size * SHORTEST))}
    words += ["--script", str(Path(__file__).parent / "load.lua"), f"http://{HOST}:{PORT}"]
    done = subprocess.run(words, env=os.environ | given, check=True, capture_output=True)
    found: dict[str, float] = json.loads(done.stderr)
    return found
