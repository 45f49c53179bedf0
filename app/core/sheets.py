"""Spreadsheets: written so that nothing runs as a formula, read so that nothing surprises."""

import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from app.core.errors import Invalid

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MAX_BYTES = 5_000_000
MAX_UNPACKED = 60_000_000
MAX_ROWS = 20_000
FORMULA = ("=", "+", "-", "@", "\t", "\r")

SheetRow = dict[str, Any]


@dataclass(frozen=True)
class Sheet:
    """A table of a workbook: headings with their widths, and rows of as many cells."""

    title: str
    headings: Sequence[str]
    widths: Sequence[int]
    rows: Iterable[Sequence[Any]]


def write(*sheets: Sheet) -> bytes:
    """A workbook with one page for each."""
    book = Workbook()
    for page, sheet in enumerate(sheets):
        _fill(book.worksheets[0] if page == 0 else book.create_sheet(), sheet)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _fill(page: Worksheet, sheet: Sheet) -> None:
    page.title = sheet.title
    page.freeze_panes = "A2"
    for column, (heading, width) in enumerate(zip(sheet.headings, sheet.widths, strict=True), 1):
        page.cell(1, column, heading).font = Font(bold=True)
        page.column_dimensions[get_column_letter(column)].width = width
    for number, row in enumerate(sheet.rows, 2):
        for column, value in enumerate(row, 1):
            put(page, number, column, value)


def put(page: Worksheet, row: int, column: int, value: Any) -> None:
    """Numbers and days as such. A name that begins like a formula stays words, also when it is edited."""
    if value is None:
        return
    cell = page.cell(row, column)
    if isinstance(value, int | float):
        cell.value = value
    elif isinstance(value, date):
        cell.value = value
        cell.number_format = "yyyy-mm-dd"
    else:
        # Such characters are no text to any spreadsheet.
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", str(value))
        if cell.value.startswith(FORMULA):
            cell.data_type = "s"
            cell.quotePrefix = True


def day_or_text(value: Any) -> Any:
    """A cell as most readers want it: a day where it holds one, words for everything else."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return value if isinstance(value, date) else str(value if value is not None else "").strip()


def read(
    content: bytes, needed: Sequence[str], as_value: Callable[[Any], Any] = day_or_text
) -> list[tuple[int, SheetRow]]:
    """(number as the spreadsheet shows it, heading → value) of the first page; empty rows are left out."""
    rows = _first_sheet(content).iter_rows(max_row=MAX_ROWS + 2, max_col=50, values_only=True)
    headings = [str(heading or "").strip() for heading in next(iter(rows), ())]
    missing = [heading for heading in needed if heading not in headings]
    if missing:
        raise Invalid(f"The first row lacks: {'、'.join(missing)}", code="unknown_headings")
    found = [
        (number, dict(zip(headings, map(as_value, row), strict=False)))
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
