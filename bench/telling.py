"""Says what is being done while nobody sees anything happen."""

import time
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def telling(what: str) -> Iterator[None]:
    """The words at once, and behind them how many seconds it took."""
    print(f"  {what} …", end="", flush=True)
    began = time.monotonic()
    yield
    print(f" {time.monotonic() - began:.0f} s", flush=True)
