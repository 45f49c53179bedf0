"""There is one clock, and what is written about the past may set it."""

from datetime import UTC, datetime

import pytest

from app.core.clock import as_of, now, today

PAST = datetime(2026, 3, 1, 17, 30, tzinfo=UTC)


def test_the_past_is_now_only_inside() -> None:
    before = now()
    with as_of(PAST):
        assert now() == PAST
        assert today().isoformat() == "2026-03-02"
    assert now() >= before


def test_an_error_inside_gives_the_clock_back() -> None:
    with pytest.raises(ValueError, match="broken"), as_of(PAST):
        raise ValueError("broken")
    assert now() > PAST
