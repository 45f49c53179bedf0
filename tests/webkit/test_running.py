"""What these tests start ends with them, also when they are killed."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.webkit.running import ROOT, wait_until

SLEEPING_DISPLAY = """
import time
from tests.webkit.running import Display
print(Display().program.process.pid, flush=True)
time.sleep(60)
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_a_display_does_not_outlive_its_test(number: signal.Signals) -> None:
    with subprocess.Popen([sys.executable, "-c", SLEEPING_DISPLAY], cwd=ROOT, stdout=subprocess.PIPE) as test:
        assert test.stdout
        display = int(test.stdout.readline())
        assert is_running(display)
        os.kill(test.pid, number)
    wait_until(lambda: not is_running(display), "the display ends")


def is_running(process_id: int) -> bool:
    status = Path(f"/proc/{process_id}/stat")
    return status.exists() and status.read_text().rpartition(")")[2].split()[0] != "Z"
