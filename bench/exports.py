"""Exports of every case: rows a second, and the memory of the worker that writes them."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from measures import Content, entry
from server import ROOT, Caller

FORMATS = ("csv", "xlsx")


@dataclass(frozen=True)
class Written:
    """What came of one export; `idle_mb` is the worker's memory before it began."""

    name: str
    rows: int
    seconds: float
    peak_mb: float
    idle_mb: float
    byte_size: int

    def row(self) -> str:
        """For the table."""
        return (
            f"{self.name:18}{self.rows / self.seconds:7.0f} rows/s: {self.rows:,} rows,"
            f" {self.byte_size / 1e6:.1f} MB, in {self.seconds:.1f} s;"
            f" the worker held {self.peak_mb:.0f} MB at most, {self.idle_mb:.0f} MB before"
        )

    def entries(self, of: str) -> dict[str, Content]:
        """For results.json; `of` follows the name."""
        return {
            self.name + of: entry(self.rows / self.seconds, "rows/s"),
            f"{self.name}{of}_memory": entry(self.peak_mb, "MB at most, of the worker's process"),
        }


def write(format_: str, environment: dict[str, str]) -> Written:
    """Order one, write it in a process of its own, look at what was written."""
    desk = Caller.log_in("supervisor")
    accepted = desk.ask("/exports", "POST", format=format_)
    command = [sys.executable, str(Path(__file__).parent / "export_worker.py")]
    worker = subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
    found: Content = json.loads(worker.stdout)
    done = desk.ask(f"/exports/{accepted['id']}")
    if done["status"] != "done":
        raise SystemExit(f"The export is {done['status']}")
    return Written(f"export_{format_}", done["rows_done"], byte_size=done["byte_size"], **found)
