"""Acts on many cases at once: each answer says the versions that the next act must name, so no wrk here."""

import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from itertools import count
from uuid import uuid4

from measures import Content, Measure
from server import Caller


@dataclass
class Desk:
    """Assigns the same cases again and again, each time to another department: always a new, valid act."""

    measure: Measure
    departments: list[str]
    targets: list[Content]
    _turns: Iterator[int] = field(default_factory=count)

    def act(self, caller: Caller) -> bytes:
        """One act on all of them; the answer's body, once all were found to be done."""
        department = self.departments[next(self._turns) % len(self.departments)]
        words = {"action_id": str(uuid4()), "action": "assign", "department_id": department}
        body = json.dumps(words | {"targets": self.targets})
        content = caller.send(replace(self.measure, body=body))
        results = json.loads(content)["results"]
        self.targets = [{"id": one["id"], "version": one["version"]} for one in results]
        return content


def desks(measure: Measure, caller: Caller, number: int) -> list[Desk]:
    """So many, with cases of their own each."""
    departments = [one["id"] for one in caller.ask("/departments")["items"]]
    asked = f"/cases?status=assigned&limit={number * measure.cases}"
    targets = [{"id": one["id"], "version": one["version"]} for one in caller.ask(asked)["items"]]
    shares = [targets[n * measure.cases :][: measure.cases] for n in range(number)]
    return [Desk(measure, departments, share) for share in shares]


def load(desks: list[Desk], caller: Caller, seconds: float) -> dict[str, float]:
    """All desks at once for so long; the same numbers that wrk finds."""
    began = time.monotonic()
    with ThreadPoolExecutor(len(desks)) as pool:
        work = [pool.submit(_repeat, desk, caller, began + seconds) for desk in desks]
        waits = sorted(wait for one in work for wait in one.result())
    taken = time.monotonic() - began
    at = {"p50_ms": waits[len(waits) // 2] * 1e3, "p95_ms": waits[int(len(waits) * 0.95)] * 1e3}
    return {"requests": len(waits), "seconds": taken, "failed": 0} | at


def _repeat(desk: Desk, caller: Caller, until: float) -> list[float]:
    """Seconds that each act took; a wrong answer ends everything."""
    waits: list[float] = []
    while not waits or time.monotonic() < until:
        began = time.monotonic()
        desk.act(caller)
        waits.append(time.monotonic() - began)
    return waits
