"""Appointments as a spreadsheet: the layout, safe writing, wary reading."""

import re
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from app.core.errors import Invalid
from app.roads.queries.segments import AnyRow

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MAX_BYTES = 5_000_000
MAX_UNPACKED = 60_000_000
MAX_ROWS = 20_000

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
FORMULA = ("=", "+", "-", "@", "\t", "\r")

SheetRow = dict[str, Any]


def write(rows: Sequence[AnyRow]) -> bytes:
    """One row each under the headings."""
    book = Workbook()
    sheet: Worksheet = book.worksheets[0]
    sheet.title = "路长任命"
    sheet.freeze_panes = "A2"
    for column, (heading, width) in enumerate(zip(COLUMNS, WIDTHS, strict=True), 1):
        sheet.cell(1, column, heading).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(column)].width = width
    for number, row in enumerate(rows, 2):
        for column, name in enumerate(COLUMNS.values(), 1):
            _put(sheet, number, column, getattr(row, name))
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _put(sheet: Worksheet, row: int, column: int, value: Any) -> None:
    """A name that begins like a formula stays words, in this file and when it is edited."""
    if value is None:
        return
    cell = sheet.cell(row, column)
    if isinstance(value, date):
        cell.value = value
        cell.number_format = "yyyy-mm-dd"
        return
    cell.value = str(value)
    if cell.value.startswith(FORMULA):
        cell.data_type = "s"
        cell.quotePrefix = True


def read(content: bytes) -> list[tuple[int, SheetRow]]:
    """(number as the spreadsheet shows it, heading → value); empty rows are left out."""
    sheet = _first_sheet(content)
    rows = sheet.iter_rows(max_row=MAX_ROWS + 2, max_col=50, values_only=True)
    headings = [str(heading or "").strip() for heading in next(iter(rows), ())]
    missing = [heading for heading in NEEDED if heading not in headings]
    if missing:
        raise Invalid(f"The first row lacks: {'、'.join(missing)}", code="unknown_headings")
    found = [
        (number, dict(zip(headings, map(_value, row), strict=False)))
        for number, row in enumerate(rows, 2)
        if any(value not in (None, "") for value in row)
    ]
    if len(found) > MAX_ROWS:
        raise Invalid(f"More than {MAX_ROWS} rows", code="too_many_rows")
    return found


def _first_sheet(content: bytes) -> Any:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
        if unpacked <= MAX_UNPACKED:
            return load_workbook(BytesIO(content), read_only=True, data_only=True).worksheets[0]
    except Exception as error:  # openpyxl meets broken files with whatever its parsers throw
        raise Invalid("This is no .xlsx spreadsheet", code="not_a_spreadsheet") from error
    raise Invalid("The spreadsheet unpacks to far too much", code="too_many_rows")


def _value(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return value if isinstance(value, date) else str(value if value is not None else "").strip()


def as_date(value: Any) -> date:
    """2026-11-23, 2026/11/23, 2026.11.23, 2026年11月23日 or a real date; raises ValueError."""
    if isinstance(value, date) and value.year >= 2000:  # Excel shows an empty formula as 1900
        return value
    parts = re.fullmatch(r"(2[01]\d\d)\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?", str(value))
    if parts is None:
        raise ValueError("no date")
    year, month, day = (int(part) for part in parts.groups())
    return date(year, month, day)
