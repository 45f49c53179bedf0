"""The statements of a request on SpatiaLite, and the plans that EXPLAIN QUERY PLAN shows for them.

SQLite keeps no log, so the request is made once more to the same application in this process, on the same
file. A plan depends on statement and statistics alone, so it is the one that the server's processes used.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from apiflask import APIFlask
from server import Caller, Headers, Request, Talk
from sqlalchemy import Engine, event

from app.core.db import database

HOW_TO_READ = (
    "`SCAN cases USING INDEX … until LIMIT` walks along an index in the order asked for and ends with the\n"
    "page; where few cases fit, the walk is long. `SCAN cases` alone reads all of them: not met."
)
NOT_ASKED = ("BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK", "PRAGMA")
SORTS = re.compile(r"USE TEMP B-TREE FOR (ORDER BY|GROUP BY|DISTINCT)$")
"""Needs every row before it knows the first; sorting by the last terms alone does not."""


@dataclass(frozen=True)
class Step:
    """One line of a plan; steps of one SELECT share a parent."""

    parent: int
    words: str


@dataclass(frozen=True)
class Statement:
    """One statement as it would be run now; `partial` are indexes that hold a part of their table."""

    text: str
    steps: list[Step]
    partial: frozenset[str]

    def scans_all_of(self, table: str) -> bool:
        """Whether the whole table is read, or an index of it from end to end.

        Walking an index in order until LIMIT is reached is neither, nor is reading one of a few rows (those
        still open).
        """
        scan = re.compile(rf"SCAN {table}(_\d+)?(?: USING (?:COVERING )?INDEX (?P<index>\w+))?$")
        found = ((step, scan.match(step.words)) for step in self.steps)
        return any(
            match["index"] not in self.partial and not (match["index"] and self._stops_early(step))
            for step, match in found
            if match
        )

    def _stops_early(self, step: Step) -> bool:
        is_sorted = any(SORTS.match(one.words) for one in self.steps if one.parent == step.parent)
        return "LIMIT" in self.text and not is_sorted

    def summary(self) -> str:
        """How each table is reached, in one line."""
        ways = [self._way(step) for step in self.steps if step.words.startswith(("SCAN", "SEARCH"))]
        return " + ".join(dict.fromkeys(ways)) or " ".join(self.text.split()[1:3])

    def _way(self, step: Step) -> str:
        is_walk = step.words.startswith("SCAN") and "USING" in step.words and self._stops_early(step)
        return step.words + (" until LIMIT" if is_walk else "")


def watch_by(app: APIFlask) -> Callable[[Caller, Request], list[Statement]]:
    """What this application asks of its database when the request is made to it."""
    talk = _talking_to(app)
    return lambda caller, request: watch(database.engine, lambda: request(replace(caller, talk=talk)))


def _talking_to(app: APIFlask) -> Talk:
    def talk(method: str, path: str, body: str, headers: Headers) -> tuple[int, bytes]:
        client = app.test_client(use_cookies=False)
        answer = client.open(path, method=method, data=body, headers=headers)
        return answer.status_code, answer.data

    return talk


def watch(engine: Engine, request: Callable[[], object]) -> list[Statement]:
    """The statements sent while `request` runs in this process, transaction control left out."""
    with _noting(engine) as asked:
        request()
    with engine.connect() as connection:
        partial = connection.exec_driver_sql(
            "SELECT name FROM sqlite_master WHERE type = 'index' AND sql LIKE '% WHERE %'"
        )
        names = frozenset(partial.scalars())
        statements = []
        for text, given in asked:
            rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", given)
            statements.append(Statement(text, [Step(row[1], row[3]) for row in rows], names))
    return statements


@contextmanager
def _noting(engine: Engine) -> Iterator[list[tuple[str, Any]]]:
    """Text and parameters of each statement; of one for many rows those of the first."""
    asked: list[tuple[str, Any]] = []

    def note(_: object, __: object, text: str, given: Any, ___: object, is_many: bool) -> None:
        if not text.startswith(NOT_ASKED):
            asked.append((text, given[0] if is_many else given))

    event.listen(engine, "before_cursor_execute", note)
    yield asked
    event.remove(engine, "before_cursor_execute", note)
