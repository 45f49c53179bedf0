"""Tables of any length as .xlsx or CSV, written row by row: one row is in memory, however many there are."""

import csv
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from io import TextIOWrapper
from typing import IO, Any, Literal, Protocol

from openpyxl.utils import get_column_letter

from app.core.clock import LOCAL_ZONE
from app.core.sheets import CONTENT_TYPE, FORMULA

Format = Literal["xlsx", "csv"]
CONTENT_TYPES: dict[Format, str] = {"xlsx": CONTENT_TYPE, "csv": "text/csv"}
MAX_ROWS = 1_048_576
"""Of one page, its headings among them: no spreadsheet program opens more."""
MAX_TEXT = 32_767
FORMULA_IN_CSV = (*FORMULA, "\n", "＝", "＋", "－", "＠")
"""A spreadsheet takes what begins so for a formula; the wide ones where Chinese is typed."""

Cells = Sequence[Any]
EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001  a spreadsheet's moments have no zone
DAY_S = 86_400
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
PLAIN, BOLD, MOMENT, QUOTED = range(4)
STYLES = (
    f'{HEAD}<styleSheet xmlns="{MAIN}">'
    '<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/></font><font><b/><sz val="11"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="4"><xf/><xf fontId="1" applyFont="1"/><xf numFmtId="164" applyNumberFormat="1"/>'
    '<xf quotePrefix="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


@dataclass(frozen=True)
class Layout:
    """What every page of a table has: its title, headings and their widths in characters."""

    title: str
    headings: Sequence[str]
    widths: Sequence[int]


class LongTable(Protocol):
    """Takes rows of numbers, text, moments and None; `close` completes the file, which stays open."""

    def add(self, rows: Iterable[Cells]) -> None:
        """Write these rows below."""

    def close(self) -> None:
        """Nothing comes any more."""


def open_table(format_: Format, file: IO[bytes], layout: Layout) -> LongTable:
    """A table of this format written into `file`."""
    return CsvTable(file, layout) if format_ == "csv" else ExcelTable(file, layout)


def local_moment(moment: datetime) -> datetime:
    """As the office's clock shows it, to the second, without a zone."""
    return moment.astimezone(LOCAL_ZONE).replace(tzinfo=None, microsecond=0)


class CsvTable:
    """UTF-8 with the mark by which Excel knows it; what begins like a formula gets a quote before it."""

    def __init__(self, file: IO[bytes], layout: Layout) -> None:
        self._text = TextIOWrapper(file, encoding="utf-8-sig", newline="")
        self._rows = csv.writer(self._text)
        self._rows.writerow(layout.headings)

    def add(self, rows: Iterable[Cells]) -> None:
        """Write these rows below."""
        self._rows.writerows([_in_csv(value) for value in row] for row in rows)

    def close(self) -> None:
        """Let go of the file."""
        self._text.detach()


def _in_csv(value: Any) -> Any:
    if isinstance(value, datetime):
        return f"{local_moment(value):%Y-%m-%d %H:%M}"
    if not isinstance(value, str):
        return value
    text = UNWRITABLE.sub("", value)
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA_IN_CSV) else text


class ExcelTable:
    """A workbook written into its archive as it grows; what one page cannot hold goes on the next."""

    def __init__(self, file: IO[bytes], layout: Layout, max_rows: int = MAX_ROWS) -> None:
        self._archive = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=3)
        self._layout, self._max_rows = layout, max_rows
        self._letters = [get_column_letter(column) for column in range(1, len(layout.headings) + 1)]
        self._pages = 0
        self._open_page()

    def add(self, rows: Iterable[Cells]) -> None:
        """Write these rows below."""
        for row in rows:
            if self._row == self._max_rows:
                self._close_page()
                self._open_page()
            self._put(row)

    def close(self) -> None:
        """End the last page and write what stands around the pages."""
        self._close_page()
        for name, content in self._around().items():
            self._archive.writestr(name, content)
        self._archive.close()

    def _open_page(self) -> None:
        self._pages += 1
        self._row = 0
        # One page may be longer than four gigabytes before it is packed.
        part = self._archive.open(f"xl/worksheets/sheet{self._pages}.xml", "w", force_zip64=True)
        self._part = TextIOWrapper(part, encoding="utf-8", newline="\n", write_through=False)
        columns = "".join(
            f'<col min="{number}" max="{number}" width="{width}" customWidth="1"/>'
            for number, width in enumerate(self._layout.widths, 1)
        )
        self._part.write(
            f'{HEAD}<worksheet xmlns="{MAIN}"><sheetViews><sheetView workbookViewId="0">'
            '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
            "</sheetView></sheetViews>"
            f"<cols>{columns}</cols><sheetData>"
        )
        self._put(self._layout.headings, BOLD)

    def _close_page(self) -> None:
        self._part.write(f'</sheetData><autoFilter ref="A1:{self._letters[-1]}{self._row}"/></worksheet>')
        self._part.close()

    def _put(self, row: Cells, style: int = PLAIN) -> None:
        self._row += 1
        cells = "".join(
            _cell(f"{letter}{self._row}", value, style)
            for letter, value in zip(self._letters, row, strict=True)
            if value is not None and value != ""
        )
        self._part.write(f'<row r="{self._row}">{cells}</row>')

    def _around(self) -> dict[str, str]:
        numbers = range(1, self._pages + 1)
        title = self._layout.title
        names = [title if number == 1 else f"{title} {number}" for number in numbers]
        sheets = "".join(
            f'<sheet name="{escape(name)}" sheetId="{number}" r:id="p{number}"/>'
            for number, name in zip(numbers, names, strict=True)
        )
        parts = "".join(
            f'<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType="{TYPE}.worksheet+xml"/>'
            for number in numbers
        )
        targets = {f"p{number}": ("worksheet", f"worksheets/sheet{number}.xml") for number in numbers}
        return {
            "[Content_Types].xml": (
                f'{HEAD}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels"'
                ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
                f'<Override PartName="/xl/workbook.xml" ContentType="{TYPE}.sheet.main+xml"/>'
                f'<Override PartName="/xl/styles.xml" ContentType="{TYPE}.styles+xml"/>{parts}</Types>'
            ),
            "_rels/.rels": _relations({"book": ("officeDocument", "xl/workbook.xml")}),
            "xl/workbook.xml": (
                f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{REL}"><sheets>{sheets}</sheets></workbook>'
            ),
            "xl/_rels/workbook.xml.rels": _relations(targets | {"styles": ("styles", "styles.xml")}),
            "xl/styles.xml": STYLES,
        }


def _relations(targets: dict[str, tuple[str, str]]) -> str:
    rows = "".join(
        f'<Relationship Id="{name}" Type="{REL}/{kind}" Target="{target}"/>'
        for name, (kind, target) in targets.items()
    )
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{rows}</Relationships>'


def _cell(place: str, value: Any, style: int) -> str:
    if isinstance(value, datetime):
        serial = (local_moment(value) - EPOCH).total_seconds() / DAY_S
        return f'<c r="{place}" s="{MOMENT}"><v>{serial:.9f}</v></c>'
    if isinstance(value, int | float):
        return f'<c r="{place}"><v>{value}</v></c>'
    text = UNWRITABLE.sub("", str(value))[:MAX_TEXT]
    # An inline text is never a formula; the mark keeps it a text when somebody edits it.
    style = QUOTED if text.startswith(FORMULA) else style
    written = escape(text, quote=False)
    return f'<c r="{place}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{written}</t></is></c>'
