"""Cells as people write them."""

from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from app.exchange import case_sheet
from app.exchange.case_sheet import NEEDED, WIDTHS, as_moment


@pytest.mark.parametrize(
    "value",
    [
        "2026-11-23 14:05",
        "2026/11/23 14:05:00",
        "2026.11.23 14：05",
        "2026年11月23日 14时05分",
        "2026-11-23T14:05",
        datetime(2026, 11, 23, 14, 5),  # noqa: DTZ001  as cells hold them
    ],
)
def test_moments_are_read_by_the_offices_clock(value: Any) -> None:
    assert as_moment(value).astimezone(UTC) == datetime(2026, 11, 23, 6, 5, tzinfo=UTC)


@pytest.mark.parametrize("value", ["2026-11-23", "2026年11月23日", date(2026, 11, 23)])
def test_a_day_alone_is_its_beginning(value: Any) -> None:
    assert as_moment(value).astimezone(UTC) == datetime(2026, 11, 22, 16, tzinfo=UTC)


@pytest.mark.parametrize(
    "value", ["", "昨天", "23/11/2026", "2026-13-01", "2026-11-23 25:00", 46_349, "2026-11-23 14"]
)
def test_what_is_no_moment_is_refused(value: Any) -> None:
    with pytest.raises(ValueError, match=r"."):
        as_moment(value)


def test_the_template_can_be_read_back_and_says_how_to_fill_it_in() -> None:
    content = case_sheet.template()
    assert case_sheet.read(content) == []
    page, words = load_workbook(BytesIO(content)).worksheets
    assert [cell.value for cell in page[1]] == list(WIDTHS)
    explained = [row[0] for row in words.iter_rows(min_row=2, values_only=True)]
    assert explained == list(WIDTHS)
    assert set(NEEDED) <= set(WIDTHS)
