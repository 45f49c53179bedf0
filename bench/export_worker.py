"""The exporting part of the job worker alone, in a process of its own: writes what was ordered.

Answers seconds and megabytes as JSON on standard output.
"""

import json
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from app import create_app
from app.exchange.sweepers import Exporter
from config import Config


def peak_mb() -> float:
    """The most memory that this process ever held."""
    return int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]) / 1024


def main() -> None:
    settings = Config()
    create_app(settings)
    before, began = peak_mb(), time.monotonic()
    exporter = Exporter(settings.data_dir)
    while exporter.sweep():
        pass
    found = {"seconds": time.monotonic() - began, "peak_mb": peak_mb(), "idle_mb": before}
    print(json.dumps(found))


if __name__ == "__main__":
    main()
