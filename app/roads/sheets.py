"""Appointments as a spreadsheet: its layout, and days as people write them."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from app.core import sheets
from app.core.sheets import CONTENT_TYPE, MAX_BYTES, SheetRow
from app.roads.queries.segments import AnyRow

__all__ = ["COLUMNS", "CONTENT_TYPE", "MAX_BYTES", "SheetRow", "as_date", "read", "write"]

# Heading → the name in a row of the list; people change the first seven, the ids find what they mean.
COLUMNS = {
    "路段": "segment_name",
    "单位": "unit_name",
    "用户名": "username",
    "姓名": "user_name",
    "级别": "level_name",
    "开始日期": "starts_on",
    "结束日期": "ends_on",
    "代班对象用户名": "stands_in_for_username",
    "路段编号": "segment_id",
    "任命编号": "id",
}
WIDTHS = (44, 14, 16, 12, 12, 13, 13, 16, 38, 38)
NEEDED = ("路段", "用户名", "级别", "开始日期")


def write(rows: Sequence[AnyRow]) -> bytes:
    """One row each under the headings."""
    cells = ([getattr(row, name) for name in COLUMNS.values()] for row in rows)
    return sheets.write(sheets.Sheet("路长任命", tuple(COLUMNS), WIDTHS, cells))


def read(content: bytes) -> list[tuple[int, SheetRow]]:
    """(number as the spreadsheet shows it, heading → value); empty rows are left out."""
    return sheets.read(content, NEEDED)


def as_date(value: Any) -> date:
    """2026-11-23, 2026/11/23, 2026.11.23, 2026年11月23日 or a real date; raises ValueError."""
    if isinstance(value, date) and value.year >= 2000:  # Excel shows an empty formula as 1900
        return value
    parts = re.fullmatch(r"(2[01]\d\d)\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?", str(value))
    if parts is None:
        raise ValueError("no date")
    year, month, day = (int(part) for part in parts.groups())
    return date(year, month, day)
