"""Cases of another system from a spreadsheet: looked through, then taken in once."""

from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

import pytest
from openpyxl import Workbook
from sqlalchemy import func, select

from app.accounts.models import AuditEntry
from app.cases.models import Case, CaseEvent
from app.cases.services import report_case
from app.core.clock import as_of, now
from app.exchange import sweepers
from app.exchange.models import CaseImport, CaseImportRow, ImportedCase
from app.exchange.services import importing
from tests.cases.conftest import Json, Street
from tests.factories import CENTRE

HEADINGS = ("原系统编号", "类别", "发现时间", "路段", "经度", "纬度", "坐标系", "问题描述", "状态")
SEGMENT = "桐柏路：建设路—棉纺路"
GOOD: Json = {
    "原系统编号": "A-1",
    "类别": "占道经营",
    "发现时间": "2026-11-20 09:30",
    "路段": SEGMENT,
    "问题描述": "早点摊",
}


def sheet(*rows: Json, headings: tuple[str, ...] = HEADINGS) -> bytes:
    """Rows by heading, below the headings."""
    book = Workbook()
    page = book.active
    assert page is not None
    page.append(headings)
    for row in rows:
        page.append([row.get(heading) for heading in headings])
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def bring(street: Street, *rows: Json, who: str = "supervisor", system: str = "数字城管") -> Json:
    """A spreadsheet as it was understood."""
    query = {"system": system, "file_name": "案件.xlsx"}
    answer = street.of(who).post("/case-imports", query_string=query, data=sheet(*rows))
    assert answer.status_code == 201, answer.json
    found: Json = answer.get_json()
    return found


def take(street: Street, found: Json, who: str = "supervisor", **given: Any) -> Json:
    """The same, taken in."""
    answer = street.of(who).post(f"/case-imports/{found['id']}/take", json=given)
    assert answer.status_code == 202, answer.json
    work()
    taken: Json = street.of(who).get(f"/case-imports/{found['id']}").get_json()
    return taken


def work() -> None:
    while sweepers.take_in(30):
        pass


def bad_cells(street: Street, found: Json) -> list[tuple[int, str, str]]:
    """(row, column, code) of all that is wrong."""
    answer = street.of("supervisor").get(f"/case-imports/{found['id']}/bad-rows").get_json()
    assert answer["next_cursor"] is None
    return [(row["row"], cell["column"], cell["code"]) for row in answer["items"] for cell in row["errors"]]


def cases(street: Street) -> list[Case]:
    return list(street.make.session.scalars(select(Case).order_by(Case.received_at, Case.description)))


def test_a_dry_run_makes_no_case(street: Street) -> None:
    found = bring(street, GOOD, GOOD | {"原系统编号": "A-2"})
    assert (found["status"], found["rows"], found["good"], found["bad"]) == ("checked", 2, 2, 0)
    work()
    assert cases(street) == []


def test_taken_in_it_makes_cases_that_wait_to_be_filed(street: Street) -> None:
    done = take(street, bring(street, GOOD))
    assert (done["status"], done["taken"], done["good"]) == ("done", 1, 0)
    [case] = cases(street)
    assert (case.status, case.source, case.category_code) == ("reported", "import", "04-06")
    assert (case.segment_id, case.unit_id) == (street.segment.id, street.make.office.id)
    assert case.reporter_id == street.people["supervisor"].id
    assert case.description == "早点摊〔数字城管 A-1〕"
    assert case.observed_at.isoformat() == "2026-11-20T01:30:00+00:00"


def test_the_other_systems_number_finds_the_case(street: Street) -> None:
    take(street, bring(street, GOOD | {"原系统编号": "GD20261120001"}))
    found = street.of("supervisor").get("/cases?q=GD20261120001").get_json()["items"]
    assert len(found) == 1


def test_a_number_is_taken_in_once_whoever_brings_it_however_often(street: Street) -> None:
    take(street, bring(street, GOOD))
    again = bring(street, GOOD | {"问题描述": "别的话"}, GOOD | {"原系统编号": "A-2"}, who="organiser")
    assert (again["known"], again["good"]) == (1, 1)
    done = take(street, again, who="organiser")
    assert (done["known"], done["taken"]) == (1, 1)
    assert len(cases(street)) == 2


def test_two_sheets_looked_through_before_either_is_taken_make_one_case(street: Street) -> None:
    first, second = bring(street, GOOD), bring(street, GOOD)
    assert take(street, first)["taken"] == 1
    done = take(street, second)
    assert (done["taken"], done["known"]) == (0, 1)
    assert len(cases(street)) == 1


def test_another_system_has_numbers_of_its_own(street: Street) -> None:
    take(street, bring(street, GOOD))
    take(street, bring(street, GOOD, system="12345"))
    assert len(cases(street)) == 2


def test_saying_it_twice_takes_it_in_once(street: Street) -> None:
    found = bring(street, GOOD)
    take(street, found)
    assert take(street, found)["taken"] == 1
    assert len(cases(street)) == 1


def test_a_place_may_be_a_point_in_the_datum_of_its_map(street: Street) -> None:
    place = {"路段": None, "经度": CENTRE[0] + 0.0005, "纬度": str(CENTRE[1] + 0.00009)}
    gcj = {"路段": None, "经度": 113.6181, "纬度": 34.7468, "坐标系": "高德", "原系统编号": "A-2"}
    take(street, bring(street, GOOD | place, GOOD | gcj))
    near, shifted = sorted(cases(street), key=lambda case: case.description)
    assert (near.segment_id, near.datum) == (street.segment.id, "wgs84")
    assert shifted.datum == "gcj02"
    assert shifted.lon is not None
    assert shifted.lon < 113.6181 - 0.003


@pytest.mark.parametrize(
    ("given", "column", "code"),
    [
        ({"原系统编号": None}, "原系统编号", "missing"),
        ({"原系统编号": 2026112300001234567}, "原系统编号", "digits_lost"),
        ({"原系统编号": "x" * 61}, "原系统编号", "too_long"),
        ({"类别": None}, "类别", "missing"),
        ({"类别": "没有的类别"}, "类别", "unknown_category"),
        ({"发现时间": None}, "发现时间", "missing"),
        ({"发现时间": "昨天"}, "发现时间", "bad_time"),
        ({"发现时间": "2199-01-01"}, "发现时间", "in_future"),
        ({"路段": "桐柏路"}, "路段", "unknown_segment"),
        ({"路段": None}, "路段", "no_place"),
        ({"经度": "东经113", "纬度": 34.7}, "经度", "bad_place"),
        ({"经度": 113.6, "纬度": None}, "纬度", "bad_place"),
        ({"经度": 34.748, "纬度": 113.612}, "经度", "bad_place"),
        ({"经度": 113.612, "纬度": 34.748, "坐标系": "火星"}, "坐标系", "unknown_datum"),
        ({"问题描述": "长" * 1901}, "问题描述", "too_long"),
        ({"状态": "已结案"}, "状态", "already_closed"),
    ],
)
def test_a_bad_cell_is_named_with_its_row_and_column(
    street: Street, given: Json, column: str, code: str
) -> None:
    found = bring(street, GOOD | {"原系统编号": "fine"}, GOOD | given)
    assert (found["good"], found["bad"]) == (1, 1)
    assert bad_cells(street, found) == [(3, column, code)]


def test_everything_wrong_with_a_row_is_named_at_once(street: Street) -> None:
    found = bring(street, {"类别": "没有", "发现时间": "昨天", "路段": "没有", "状态": "办结"})
    assert [(column, code) for _, column, code in bad_cells(street, found)] == [
        ("原系统编号", "missing"),
        ("类别", "unknown_category"),
        ("发现时间", "bad_time"),
        ("路段", "unknown_segment"),
        ("状态", "already_closed"),
    ]


def test_the_same_number_twice_in_a_sheet_is_wrong_the_second_time(street: Street) -> None:
    found = bring(street, GOOD, GOOD | {"问题描述": "别的"})
    assert bad_cells(street, found) == [(3, "原系统编号", "twice")]


def test_a_category_is_found_by_code_name_or_alias_if_only_one_bears_it(street: Street) -> None:
    street.make.category("04-05", name="店外经营", aliases=["突店经营"])
    words = ["04-05", "店外经营", "突店经营"]
    rows = [GOOD | {"类别": word, "原系统编号": word} for word in words]
    assert bring(street, *rows)["good"] == 3
    street.make.category("04-99", name="突店经营")
    found = bring(street, *rows)
    assert bad_cells(street, found) == [(4, "类别", "ambiguous_category")]


def test_segments_of_the_same_name_or_of_another_district_are_none(street: Street) -> None:
    street.make.segment(name=SEGMENT)
    other = street.make.unit("二七区", "district", code="410103")
    street.make.segment(name="别处", unit=other)
    found = bring(street, GOOD, GOOD | {"原系统编号": "A-2", "路段": "别处"})
    assert bad_cells(street, found) == [(2, "路段", "ambiguous_segment"), (3, "路段", "unknown_segment")]


def test_bad_rows_forbid_it_unless_one_says_to_leave_them_out(street: Street) -> None:
    found = bring(street, GOOD, GOOD | {"原系统编号": "A-2", "类别": "没有"})
    answer = street.of("supervisor").post(f"/case-imports/{found['id']}/take", json={})
    assert (answer.status_code, answer.json["code"], answer.json["bad"]) == (409, "import_has_errors", 1)
    work()
    assert cases(street) == []
    done = take(street, found, only_good=True)
    assert (done["taken"], done["bad"], done["status"]) == (1, 1, "done")


def test_bad_rows_come_page_by_page(street: Street) -> None:
    found = bring(street, *({"原系统编号": str(number)} for number in range(5)))
    address, supervisor = f"/case-imports/{found['id']}/bad-rows?limit=2", street.of("supervisor")
    seen, cursor = [], ""
    while True:
        page = supervisor.get(address + cursor).get_json()
        seen += [row["row"] for row in page["items"]]
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={page['next_cursor']}"
    assert seen == [2, 3, 4, 5, 6]
    assert supervisor.get(address + "&cursor=x").json["code"] == "bad_cursor"


def test_what_changed_since_the_dry_run_is_a_bad_row_and_leaves_nothing_behind(street: Street) -> None:
    found = bring(street, GOOD, GOOD | {"原系统编号": "A-2"})
    street.category.is_active = False
    street.make.session.flush()
    done = take(street, found)
    assert (done["taken"], done["bad"], done["status"]) == (0, 2, "done")
    assert bad_cells(street, done) == [(2, "类别", "invalid"), (3, "类别", "invalid")]
    assert street.make.session.scalar(select(func.count()).select_from(ImportedCase)) == 0


def test_a_batch_at_a_time_and_what_a_killed_worker_left_is_gone_on_with(
    street: Street, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "BATCH", 2)
    found = bring(street, *(GOOD | {"原系统编号": f"A-{number}"} for number in range(5)))
    street.of("supervisor").post(f"/case-imports/{found['id']}/take", json={})
    assert sweepers.take_in(30)
    half = street.of("supervisor").get(f"/case-imports/{found['id']}").get_json()
    assert (half["status"], half["taken"], half["good"]) == ("taking", 2, 3)
    refused = street.of("supervisor").delete(f"/case-imports/{found['id']}")
    assert (refused.status_code, refused.json["code"]) == (409, "import_under_way")
    work()
    assert len(cases(street)) == 5
    assert len(list(street.make.session.scalars(select(CaseEvent)))) == 5


def test_a_failure_takes_its_batch_back_is_tried_again_and_then_told(
    street: Street, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = bring(street, GOOD, GOOD | {"原系统编号": "A-2"})
    street.of("supervisor").post(f"/case-imports/{found['id']}/take", json={})
    calls = iter(range(100))

    def fails_at_second(*given: Any, **named: Any) -> Any:
        if next(calls) % 2:
            raise OSError("disk full")
        return report_case(*given, **named)

    monkeypatch.setattr(importing, "report_case", fails_at_second)
    for attempt in range(importing.MAX_ATTEMPTS):
        with as_of(now() + timedelta(hours=attempt)):
            work()
        assert cases(street) == []
    told = street.of("supervisor").get(f"/case-imports/{found['id']}").get_json()
    assert (told["status"], told["failure"], told["good"]) == ("failed", "server_error", 2)


def test_whoever_lost_the_right_meanwhile_brings_nothing(street: Street) -> None:
    found = bring(street, GOOD)
    street.of("supervisor").post(f"/case-imports/{found['id']}/take", json={})
    street.people["supervisor"].is_active = False
    street.make.session.flush()
    work()
    row = street.make.session.get_one(CaseImport, UUID(found["id"]))
    assert (row.failure, row.next_try_at) == ("no_longer_allowed", None)
    assert cases(street) == []


def test_an_import_is_its_owners_alone(street: Street) -> None:
    found = bring(street, GOOD)
    other = street.of("office_supervisor")
    for method, path in (("GET", ""), ("GET", "/bad-rows"), ("DELETE", ""), ("POST", "/take")):
        body: Json = {"json": {}} if method == "POST" else {}
        answer = other.send(method, f"/case-imports/{found['id']}{path}", **body)
        assert (answer.status_code, answer.json["code"]) == (404, "import_not_found")
    assert other.get("/case-imports").get_json() == {"items": []}
    assert [row["id"] for row in street.of("supervisor").get("/case-imports").get_json()["items"]] == [
        found["id"]
    ]


def test_what_is_not_wanted_can_be_forgotten(street: Street) -> None:
    found = bring(street, GOOD)
    assert street.of("supervisor").delete(f"/case-imports/{found['id']}").status_code == 204
    assert street.make.session.scalar(select(func.count()).select_from(CaseImportRow)) == 0


def test_old_spreadsheets_are_swept_and_their_numbers_stay(street: Street) -> None:
    take(street, bring(street, GOOD))
    with as_of(now() + timedelta(days=8)):
        assert sweepers.sweep_old_imports(timedelta(days=7))
        assert not sweepers.sweep_old_imports(timedelta(days=7))
    assert street.make.session.scalar(select(func.count()).select_from(CaseImportRow)) == 0
    assert bring(street, GOOD)["known"] == 1


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"no spreadsheet", "not_a_spreadsheet"), (sheet(headings=("类别",)), "unknown_headings")],
)
def test_what_is_no_such_table_is_refused_in_words(street: Street, content: bytes, code: str) -> None:
    answer = street.of("supervisor").post("/case-imports?system=x", data=content)
    assert (answer.status_code, answer.json["code"]) == (422, code)


@pytest.mark.parametrize("query", ["", "?system=", "?system=%20", f"?system={'x' * 41}"])
def test_the_other_system_has_a_name(street: Street, query: str) -> None:
    answer = street.of("supervisor").post(f"/case-imports{query}", data=sheet(GOOD))
    assert (answer.status_code, list(answer.json["fields"])) == (422, ["system"])


def test_the_audit_log_says_who_brought_how_much(street: Street) -> None:
    found = bring(street, GOOD)
    take(street, found)
    entry = street.make.session.scalars(select(AuditEntry).where(AuditEntry.action == "cases_imported")).one()
    assert (entry.subject_id, entry.detail["system"], entry.detail["good"]) == (found["id"], "数字城管", 1)


def test_an_unknown_import_is_not_found(street: Street) -> None:
    answer = street.of("supervisor").get(f"/case-imports/{uuid4()}")
    assert (answer.status_code, answer.json["code"]) == (404, "import_not_found")
