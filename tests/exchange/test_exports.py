"""Asking for a file, watching it, fetching it: whose it is, what is in it, what is refused."""

from datetime import timedelta
from urllib.parse import unquote
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from app.accounts.models import AuditEntry
from app.core import storage as stored
from app.exchange.models import Export
from tests.cases.conftest import Street
from tests.exchange.conftest import exported, order, rows_of, work

HEADINGS = [
    *(
        "案卷编号",
        "状态",
        "时限",
        "类别",
        "大类",
        "问题描述",
        "道路",
        "路段",
        "路侧",
        "单位",
        "来源",
        "上报人",
    ),
    *(
        "处置部门",
        "处置人",
        "发现时间",
        "收到时间",
        "立案时间",
        "派遣时间",
        "处置截止",
        "处置完成",
        "结案时间",
    ),
    *("返工次数", "自行处置", "最近说明", "经度", "纬度", "系统编号"),
]


def test_an_export_is_accepted_written_by_the_worker_and_fetched(street: Street) -> None:
    case = street.reported(description="门口摆满货物")
    supervisor = street.of("supervisor")
    accepted = order(supervisor)
    assert (accepted["status"], accepted["rows_total"], accepted["byte_size"]) == ("waiting", None, None)
    assert supervisor.get(f"/exports/{accepted['id']}/file").json["code"] == "export_not_ready"
    assert work() == 1
    done = supervisor.get(f"/exports/{accepted['id']}").get_json()
    assert (done["status"], done["rows_total"], done["rows_done"]) == ("done", 1, 1)
    answer = supervisor.get(f"/exports/{accepted['id']}/file")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert int(answer.headers["Content-Length"]) == len(answer.data) == done["byte_size"]
    assert unquote(answer.headers["Content-Disposition"]).endswith(done["file_name"])
    assert answer.headers["Cache-Control"] == "no-store"
    [row] = rows_of(answer.data)
    assert list(row) == HEADINGS
    assert (row["系统编号"], row["问题描述"]) == (case["id"], "门口摆满货物")


@pytest.mark.parametrize("format_", ["xlsx", "csv"])
def test_a_row_says_in_words_what_the_case_is(street: Street, format_: str) -> None:
    assigned = street.assigned()
    [row] = exported(street, format_=format_)
    assert row["案卷编号"] == assigned["number"]
    assert (row["状态"], row["时限"], row["来源"], row["路侧"]) == ("待处置", "正常", "巡查", "北侧")
    assert (row["类别"], row["路段"]) == ("占道经营 04-06", "桐柏路：建设路—棉纺路")
    assert (row["单位"], row["处置部门"], row["上报人"]) == ("棉纺路街道", "综合执法队", "路长")
    assert str(row["发现时间"])[:16] == "2026-11-20 17:30"
    assert float(row["经度"]) == pytest.approx(113.6125)
    assert row["自行处置"] == "否"


def test_the_filter_is_that_of_the_list_and_the_newest_comes_first(street: Street) -> None:
    first, second = street.reported(), street.reported()
    street.assigned()
    rows = exported(street, status=["reported"])
    assert [row["系统编号"] for row in rows] == [second["id"], first["id"]]
    assert exported(street, q="桐柏", unplaced=True) == []
    assert len(exported(street, q="桐柏", bbox="113.6,34.7,113.7,34.8")) == 3


def test_pages_follow_each_other_without_gap_or_repetition(
    street: Street, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = [street.reported()["id"] for _ in range(7)]
    monkeypatch.setattr("app.exchange.queries.exports.PAGE", 3)
    assert [row["系统编号"] for row in exported(street)] == made[::-1]
    monkeypatch.setattr("app.exchange.queries.exports.PAGE", 7)
    assert [row["系统编号"] for row in exported(street)] == made[::-1]


def test_nobody_gets_what_they_may_not_see(street: Street) -> None:
    street.reported()
    assert exported(street, "far_supervisor") == []
    assert exported(street, "outsider") == []
    assert exported(street, "far_handler") == []
    assert len(exported(street, "office_supervisor")) == 1
    street.assigned()
    assert len(exported(street, "handler")) == 1


def test_an_export_is_its_owners_alone(street: Street) -> None:
    accepted = order(street.of("supervisor"))
    work()
    other = street.of("admin")
    for method, path in (("GET", ""), ("GET", "/file"), ("DELETE", "")):
        answer = other.send(method, f"/exports/{accepted['id']}{path}")
        assert (answer.status_code, answer.json["code"]) == (404, "export_not_found")
    assert other.get("/exports").get_json() == {"items": []}
    assert street.of("supervisor").get(f"/exports/{accepted['id']}/file").status_code == 200


def test_own_exports_are_listed_newest_first(street: Street) -> None:
    ids = [order(street.of("viewer"))["id"] for _ in range(3)]
    listed = street.of("viewer").get("/exports").get_json()["items"]
    assert [row["id"] for row in listed] == ids[::-1]


def test_the_same_id_again_is_the_same_export(street: Street) -> None:
    viewer, body = street.of("viewer"), {"id": str(uuid4()), "format": "csv", "filter": {"q": "桐柏"}}
    first, again = viewer.post("/exports", json=body), viewer.post("/exports", json=body)
    assert (again.status_code, again.json) == (202, first.json)
    other = viewer.post("/exports", json=body | {"format": "xlsx"})
    assert (other.status_code, other.json["code"]) == (409, "export_exists_with_other_body")
    assert street.of("admin").post("/exports", json=body).json["code"] == "export_not_found"


def test_one_person_cannot_keep_the_worker_to_themselves(street: Street) -> None:
    viewer = street.of("viewer")
    for _ in range(3):
        order(viewer)
    answer = viewer.post("/exports", json={"format": "csv"})
    assert (answer.status_code, answer.json["code"]) == (409, "too_many_exports")
    order(street.of("admin"))
    work()
    order(viewer)


@pytest.mark.parametrize(
    "body",
    [
        {"format": "pdf"},
        {"format": "csv", "filter": {"road": "桐柏路"}},
        {"format": "csv", "filter": {"bbox": "1,2"}},
        {"format": "csv", "filter": {"status": ["new"]}},
    ],
)
def test_a_filter_that_cannot_be_understood_is_refused_and_never_dropped(
    street: Street, body: dict[str, object]
) -> None:
    answer = street.of("viewer").post("/exports", json=body)
    assert (answer.status_code, answer.json["code"]) == (422, "invalid")
    assert answer.json["fields"]


def test_telephone_numbers_stay_inside(street: Street) -> None:
    words = "找王师傅 13812345678 或 0371-67891234，编号 410102-20261123-0007，138-1234-5678"
    street.reported(description=words)
    [row] = exported(street)
    assert row["问题描述"] == "找王师傅 138****5678 或 0371****1234，编号 410102-20261123-0007，138****5678"


def test_the_rights_are_those_of_when_it_is_written(street: Street) -> None:
    street.reported()
    accepted = order(street.of("viewer"))
    street.people["viewer"].grants.clear()
    street.people["viewer"].is_active = False
    street.make.session.flush()
    work()
    row = street.make.session.get_one(Export, UUID(accepted["id"]))
    assert (row.stored_key, row.failure, row.next_try_at) == (None, "no_longer_allowed", None)


def test_taking_an_export_back_takes_its_file_along(street: Street) -> None:
    viewer = street.of("viewer")
    accepted = order(viewer)
    work()
    key = street.make.session.get_one(Export, UUID(accepted["id"])).stored_key
    assert key is not None
    assert stored.storage.has(key)
    assert viewer.delete(f"/exports/{accepted['id']}").status_code == 204
    assert not stored.storage.has(key)
    assert viewer.get(f"/exports/{accepted['id']}").status_code == 404


def test_a_file_that_is_gone_is_said_to_be(street: Street) -> None:
    viewer = street.of("viewer")
    accepted = order(viewer)
    work()
    stored.storage.delete(street.make.session.get_one(Export, UUID(accepted["id"])).stored_key or "")
    answer = viewer.get(f"/exports/{accepted['id']}/file")
    assert (answer.status_code, answer.json["code"]) == (404, "export_not_found")


def test_who_took_what_out_is_in_the_audit_log(street: Street) -> None:
    accepted = order(street.of("viewer"), status=["reported"])
    found = street.make.session.scalars(select(AuditEntry).where(AuditEntry.action == "cases_exported")).one()
    assert (found.actor_id, found.subject_id) == (street.people["viewer"].id, accepted["id"])
    assert found.detail == {"format": "csv", "filter": {"status": ["reported"]}}


def test_it_is_said_until_when_the_file_is_there(street: Street) -> None:
    accepted = order(street.of("viewer"))
    row = street.make.session.get_one(Export, UUID(accepted["id"]))
    assert accepted["expires_at"].startswith(f"{row.asked_at + timedelta(days=7):%Y-%m-%dT%H:%M}")
