"""The statements of a request and the plans they were run with, as auto_explain wrote them into the log.

Asking PostgreSQL itself matters: a prepared statement may run by another plan than EXPLAIN would show.
"""

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

import psycopg
from server import Caller, Request

Node = dict[str, Any]
SETTLE_S = 1
"""For what the load left behind."""
OURS = ("SELECT pg_", "SELECT 1")
"""What this module asks, and the trial of a connection that has rested."""
HOW = ("Node Type", "Index Name", "Relation Name")


class Asked(Protocol):
    """One statement and its plan, of either database."""

    @property
    def text(self) -> str: ...

    def scans_all_of(self, table: str) -> bool:
        """Whether the whole table is read."""

    def summary(self) -> str:
        """How each table is reached, in one line."""


@dataclass(frozen=True)
class Statement:
    """One statement as it was run."""

    text: str
    plan: Node

    def nodes(self) -> Iterator[Node]:
        """The plan's nodes, the outermost first."""
        waiting = [self.plan]
        while waiting:
            node = waiting.pop(0)
            yield node
            waiting = node.get("Plans", []) + waiting

    def scans_all_of(self, table: str) -> bool:
        """Whether the whole table is read."""
        return any(
            node["Node Type"] == "Seq Scan" and node.get("Relation Name") == table for node in self.nodes()
        )

    def summary(self) -> str:
        """How each table is reached, in one line."""
        ways = [
            " ".join(str(node[name]) for name in HOW if name in node)
            for node in self.nodes()
            if "Scan" in node["Node Type"] or node["Node Type"] == "ModifyTable"
        ]
        return " + ".join(dict.fromkeys(ways))


def watch_by(database: psycopg.Connection) -> Callable[[Caller, Request], list[Statement]]:
    """What this connection finds the server's processes to have asked."""
    return lambda caller, request: watch(database, lambda: request(caller))


def watch(database: psycopg.Connection, request: Callable[[], object]) -> list[Statement]:
    """The statements sent while `request` runs, transaction control left out."""
    time.sleep(SETTLE_S)
    start = _log_size(database)
    _log_plans(database, 0)
    request()
    _log_plans(database, -1)
    log = database.execute(
        "SELECT pg_read_file(pg_current_logfile('jsonlog'), %s, 100000000)", [start]
    ).fetchone()
    lines = [json.loads(line) for line in (log or [""])[0].splitlines()]
    found = [line["message"].partition("plan:\n")[2] for line in lines]
    statements = [json.loads(plan) for plan in found if plan]
    return [
        Statement(one["Query Text"], one["Plan"])
        for one in statements
        if not one["Query Text"].startswith(OURS)
    ]


def _log_size(database: psycopg.Connection) -> int:
    row = database.execute("SELECT size FROM pg_stat_file(pg_current_logfile('jsonlog'))").fetchone()
    return int(row[0]) if row else 0


def _log_plans(database: psycopg.Connection, from_ms: int) -> None:
    """A reload, so that connections already open, with what they have prepared, are watched too."""
    database.execute(f"ALTER SYSTEM SET auto_explain.log_min_duration = {from_ms}")
    database.execute("SELECT pg_reload_conf()")
    time.sleep(0.5)
