"""Appointments out to Excel and back: nothing runs as a formula, all rows or none, bad cells by name."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from sqlalchemy import func, select

from app.roads import sheets
from app.roads.models import Appointment, RoadSegment
from tests.factories import Caller, Make, Phone

HEADINGS = ("路段", "用户名", "级别", "开始日期", "结束日期", "代班对象用户名")


@pytest.fixture
def admin(make: Make, phone: Phone) -> Caller:
    make.level("一级路长")
    return phone(make.user("admin", unit=make.district))


@pytest.fixture
def segment(make: Make) -> RoadSegment:
    return make.segment(name="桐柏路：建设路—棉纺路")


def sheet(*rows: Any, headings: Any = HEADINGS) -> bytes:
    book = Workbook()
    for row in (headings, *rows):
        book.worksheets[0].append(row)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def send(caller: Caller, content: bytes, query: str = "") -> dict[str, Any]:
    answer = caller.post(f"/appointments/import{query}", data=content)
    assert answer.status_code == 200, answer.text
    outcome: dict[str, Any] = answer.get_json()
    return outcome


def export(caller: Caller) -> bytes:
    answer = caller.get("/appointments/export")
    assert answer.status_code == 200, answer.text
    assert answer.content_type == sheets.CONTENT_TYPE
    return bytes(answer.data)


def count(make: Make) -> int:
    return make.session.scalar(select(func.count()).select_from(Appointment)) or 0


def bad(outcome: dict[str, Any]) -> list[tuple[int, str, str]]:
    return [(error["row"], error["column"], error["code"]) for error in outcome["errors"]]


def test_what_goes_out_comes_back_unchanged(make: Make, admin: Caller, segment: RoadSegment) -> None:
    covered = make.user("road_chief")
    make.appointment(covered, segment, ends_on=date(2099, 1, 1))
    make.appointment(make.user("road_chief"), segment, stands_in_for_id=covered.id)
    outcome = send(admin, export(admin))
    assert outcome | {"errors": bad(outcome)} == {
        "dry_run": False,
        "rows": 2,
        "made": 0,
        "changed": 0,
        "unchanged": 2,
        "errors": [],
    }


def test_a_changed_cell_changes_the_appointment(make: Make, admin: Caller, segment: RoadSegment) -> None:
    standing = make.appointment(make.user("road_chief"), segment)
    book = load_workbook(BytesIO(export(admin)))
    book.worksheets[0].cell(2, list(sheets.COLUMNS).index("结束日期") + 1, "2099年6月30日")
    content = BytesIO()
    book.save(content)
    assert send(admin, content.getvalue())["changed"] == 1
    make.session.expire_all()
    assert make.session.get_one(Appointment, standing.id).ends_on == date(2099, 6, 30)


@pytest.mark.parametrize("name", ["=1+1", "+86", "-1", "@SUM(A1)", '=HYPERLINK("http://x")'])
def test_names_that_begin_like_formulas_stay_words(make: Make, admin: Caller, name: str) -> None:
    make.appointment(make.user("road_chief", name=name), make.segment(name=name))
    book = load_workbook(BytesIO(export(admin)))
    for heading in ("路段", "姓名"):
        cell = book.worksheets[0].cell(2, list(sheets.COLUMNS).index(heading) + 1)
        assert (cell.value, cell.data_type, cell.quotePrefix) == (name, "s", True)


def test_new_rows_appoint_by_names(make: Make, admin: Caller, segment: RoadSegment) -> None:
    make.user("road_chief", username="zhang")
    make.user("road_chief", username="li")
    content = sheet(
        (segment.name, "zhang", "一级路长", "2026/1/1", date(2026, 12, 31), None),
        (None, None, None, None, None, None),
        (segment.name, " li ", "一级路长", "2026.02.01", "", "zhang"),
    )
    assert send(admin, content)["made"] == 2
    assert send(admin, content)["unchanged"] == 2
    assert count(make) == 2


def test_a_dry_run_says_what_would_be(make: Make, admin: Caller, segment: RoadSegment) -> None:
    make.user("road_chief", username="zhang")
    content = sheet((segment.name, "zhang", "一级路长", "2026-01-01"))
    outcome = send(admin, content, "?dry_run=true")
    assert (outcome["dry_run"], outcome["made"], count(make)) == (True, 1, 0)


def test_one_bad_row_and_nothing_happens(make: Make, admin: Caller, segment: RoadSegment) -> None:
    make.user("road_chief", username="zhang")
    make.user("handler", username="wang")
    for _ in range(2):
        make.segment(name="双名路：全段")
    good = (segment.name, "zhang", "一级路长", "2026-01-01")
    outcome = send(
        admin,
        sheet(
            good,
            ("没有的路", "zhang", "一级路长", "2026-01-01"),
            ("双名路：全段", "zhang", "一级路长", "2026-01-01"),
            (segment.name, "nobody", "一级路长", "2026-01-01"),
            (segment.name, None, "一级路长", "2026-01-01"),
            (segment.name, "wang", "一级路长", "2026-01-01"),
            (segment.name, "zhang", "九级", "2026-01-01"),
            (segment.name, "zhang", "一级路长", "明天"),
            (segment.name, "zhang", "一级路长", "2026-02-30"),
            (segment.name, "zhang", "一级路长", "2026-03-01", "2026-02-01"),
            (segment.name, "zhang", "一级路长", "2026-03-01"),
        ),
    )
    assert bad(outcome) == [
        (3, "路段", "unknown_segment"),
        (4, "路段", "ambiguous_segment"),
        (5, "用户名", "unknown_person"),
        (6, "用户名", "missing"),
        (7, "用户名", "not_a_road_chief"),
        (8, "级别", "unknown_level"),
        (9, "开始日期", "bad_date"),
        (10, "开始日期", "bad_date"),
        (11, "结束日期", "ends_before_start"),
        (12, "开始日期", "appointment_overlaps"),
    ]
    assert outcome["made"] == 1
    assert count(make) == 0


def test_segments_of_other_units_are_unknown(make: Make, phone: Phone) -> None:
    make.level("一级路长")
    make.user("road_chief", username="zhang")
    other = make.segment(name="远路：全段", unit=make.unit("林山寨街道"))
    office_admin = phone(make.user("admin"))
    by_name = sheet((other.name, "zhang", "一级路长", "2026-01-01"))
    by_id = sheet(
        (other.name, "zhang", "一级路长", "2026-01-01", str(other.id)), headings=(*HEADINGS[:4], "路段编号")
    )
    for content in (by_name, by_id):
        assert [code for _, _, code in bad(send(office_admin, content))] == ["unknown_segment"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "not_a_spreadsheet"),
        (b"PK\x03\x04 junk", "not_a_spreadsheet"),
        (sheet(headings=("a", "b")), "unknown_headings"),
    ],
)
def test_what_is_no_such_spreadsheet(make: Make, admin: Caller, content: bytes, code: str) -> None:
    answer = admin.post("/appointments/import", data=content)
    assert (answer.status_code, answer.get_json()["code"]) == (422, code)


def test_too_large(make: Make, admin: Caller) -> None:
    answer = admin.post("/appointments/import", data=b"x" * (sheets.MAX_BYTES + 1))
    assert answer.status_code == 413


def test_only_administrators_import(make: Make, phone: Phone) -> None:
    supervisor = phone(make.user("supervisor"))
    assert supervisor.post("/appointments/import", data=b"").status_code == 403
    assert supervisor.get("/appointments/export").status_code == 200
