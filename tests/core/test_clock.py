"""Days are the office's, moments are UTC."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy.dialects import sqlite

from app.core.clock import local_date, now
from app.core.db import UtcDateTime

DIALECT = sqlite.dialect()


def test_the_office_is_eight_hours_ahead() -> None:
    assert local_date(datetime(2026, 9, 30, 16, 0, tzinfo=UTC)) == date(2026, 10, 1)
    assert local_date(datetime(2026, 9, 30, 15, 59, tzinfo=UTC)) == date(2026, 9, 30)


def test_now_knows_its_zone() -> None:
    assert now().tzinfo is UTC


def test_a_moment_without_a_zone_is_never_stored() -> None:
    with pytest.raises(ValueError, match="zone"):
        UtcDateTime().process_bind_param(datetime(2026, 11, 23), DIALECT)  # noqa: DTZ001  that is the point


def test_what_comes_back_is_aware_utc() -> None:
    stored = UtcDateTime().process_result_value(datetime(2026, 11, 23), DIALECT)  # noqa: DTZ001  SQLite has no zones
    assert stored == datetime(2026, 11, 23, tzinfo=UTC)
