"""Tables written row by row: what spreadsheet programs find in them."""

import csv
from datetime import UTC, datetime
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from app.core.long_sheets import Cells, ExcelTable, Format, Layout, open_table

LAYOUT = Layout("案卷", ["编号", "描述", "时间", "次数"], [20, 40, 17, 8])
MOMENT = datetime(2026, 11, 23, 6, 5, 59, tzinfo=UTC)
ROWS: list[Cells] = [["a", "门口 <摆满> & 货物", MOMENT, 2], ["b", None, None, 113.612345]]


def written(format_: Format, rows: list[Cells]) -> bytes:
    file = BytesIO()
    table = open_table(format_, file, LAYOUT)
    table.add(rows)
    table.close()
    return file.getvalue()


def workbook(content: bytes) -> Any:
    return load_workbook(BytesIO(content))


def texts(content: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(content.decode("utf-8-sig"), newline="")))


def test_a_workbook_holds_numbers_text_and_local_moments() -> None:
    page = workbook(written("xlsx", ROWS)).worksheets[0]
    assert page.title == "案卷"
    rows = list(page.iter_rows(values_only=True))
    assert rows[0] == ("编号", "描述", "时间", "次数")
    assert rows[1] == ("a", "门口 <摆满> & 货物", datetime(2026, 11, 23, 14, 5, 59), 2)  # noqa: DTZ001
    assert rows[2] == ("b", None, None, 113.612345)
    assert page["C2"].number_format == r"yyyy\-mm\-dd\ hh:mm"


def test_its_headings_stand_still_and_can_be_filtered_by() -> None:
    page = workbook(written("xlsx", ROWS)).worksheets[0]
    assert page.freeze_panes == "A2"
    assert page.auto_filter.ref == "A1:D3"
    assert page.column_dimensions["B"].width == 40
    assert page["A1"].font.b


def test_a_csv_has_the_mark_and_moments_as_an_office_writes_them() -> None:
    content = written("csv", ROWS)
    assert content.startswith(b"\xef\xbb\xbf")
    assert texts(content) == [
        ["编号", "描述", "时间", "次数"],
        ["a", "门口 <摆满> & 货物", "2026-11-23 14:05", "2"],
        ["b", "", "", "113.612345"],
    ]


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-cmd|' /C calc'!A0", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1"]
)
def test_no_text_becomes_a_formula(text: str) -> None:
    assert texts(written("csv", [[text, "", "", ""]]))[1][0] == f"'{text}"
    cell = workbook(written("xlsx", [[text, "", "", ""]])).worksheets[0]["A2"]
    assert cell.data_type == "s"


def test_numbers_stay_numbers_although_some_begin_with_a_minus() -> None:
    assert texts(written("csv", [["a", "b", "c", -3.5]]))[1][3] == "-3.5"
    assert workbook(written("xlsx", [["a", "b", "c", -3.5]])).worksheets[0]["D2"].value == -3.5


@pytest.mark.parametrize("format_", ["xlsx", "csv"])
def test_what_no_spreadsheet_can_hold_is_left_out(format_: Format) -> None:
    content = written(format_, [["a\x00\x0b\ud800b", "line\nline", "", "x" * 40_000]])
    if format_ == "csv":
        assert texts(content)[1][:2] == ["ab", "line\nline"]
        return
    row = list(workbook(content).worksheets[0].iter_rows(values_only=True))[1]
    assert row[:2] == ("ab", "line\nline")
    assert len(row[3]) == 32_767


def test_more_rows_than_a_page_holds_go_on_the_next() -> None:
    file = BytesIO()
    table = ExcelTable(file, LAYOUT, max_rows=4)
    table.add([[str(number), None, None, None] for number in range(7)])
    table.close()
    pages = workbook(file.getvalue()).worksheets
    assert [page.title for page in pages] == ["案卷", "案卷 2", "案卷 3"]
    assert [[row[0] for row in page.iter_rows(values_only=True)] for page in pages] == [
        ["编号", "0", "1", "2"],
        ["编号", "3", "4", "5"],
        ["编号", "6"],
    ]


def test_exactly_a_page_makes_no_empty_one() -> None:
    file = BytesIO()
    table = ExcelTable(file, LAYOUT, max_rows=4)
    table.add([[str(number), None, None, None] for number in range(3)])
    table.close()
    assert len(workbook(file.getvalue()).worksheets) == 1


@pytest.mark.parametrize("format_", ["xlsx", "csv"])
def test_a_table_without_rows_has_its_headings(format_: Format) -> None:
    content = written(format_, [])
    found = texts(content) if format_ == "csv" else list(workbook(content).worksheets[0].values)
    assert [list(row) for row in found] == [["编号", "描述", "时间", "次数"]]


def test_rows_go_to_the_file_and_not_into_memory(tmp_path: Path) -> None:
    path = tmp_path / "long.xlsx"
    with path.open("w+b") as file:
        table = open_table("xlsx", file, LAYOUT)
        table.add(
            [f"{number}-{number * 7919 % 10_007}", "字" * 30, MOMENT, number] for number in range(20_000)
        )
        assert file.tell() > 100_000
        table.close()
