"""The shipped catalogue, what an administrator makes of it, and what people find in it."""

import csv
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from apiflask import APIFlask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import AuditEntry
from app.catalog.models import Category
from app.catalog.queries import get_category
from app.catalog.services import SHIPPED, Loaded, load_categories
from tests.factories import Caller, Make, Phone

NAMED_BY_THE_REPORT = ["01-36", "04-05", "04-06", "02-98", "04-10", "02-01"]


@pytest.fixture
def admin(make: Make, phone: Phone) -> Caller:
    """Of the whole district."""
    return phone(make.user("admin", unit=make.district), "desk")


def body(**given: Any) -> dict[str, Any]:
    return {"code": "09-01", "name": "乱停无人机", "class_name": "其他事件", "limits_text": "1天"} | given


def by_code(caller: Caller) -> dict[str, Any]:
    return {item["code"]: item for item in caller.get("/categories").json["items"]}


def test_loading_twice_changes_nothing(session: Session) -> None:
    assert load_categories(session) == Loaded(added=102)
    assert load_categories(session) == Loaded(same=102)


def test_the_command_says_what_it_did(app: APIFlask, session: Session) -> None:
    result = app.test_cli_runner().invoke(args=["catalog", "load"])
    assert result.output.startswith("102 added, 0 changed")


def test_what_the_report_names_comes_first(session: Session, admin: Caller) -> None:
    load_categories(session)
    items = admin.get("/categories").json["items"]
    assert [item["code"] for item in items[:6]] == NAMED_BY_THE_REPORT
    assert len(items) == 102
    assert all(item["standard_ref"] for item in items)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("01-36", {"乱堆杂物", "luanduizawu", "ldzw"}),
        ("04-05", {"突店经营", "tudianjingying", "tdjy", "dianwaijingying"}),
        ("04-06", {"zhandaojingying", "zdjy"}),
        ("04-10", {"非机动车乱停乱放", "diandongcheluanting"}),
        ("02-01", {"乱贴乱画", "xiaoguanggao", "ltlh"}),
        ("02-98", {"橱窗广告", "chuchuangguanggao", "ccgg"}),
        ("01-10", {"baolushenghuolaji"}),
    ],
)
def test_everyday_words_and_pinyin_lead_to_it(
    session: Session, admin: Caller, code: str, words: set[str]
) -> None:
    load_categories(session)
    found = by_code(admin)[code]
    assert words <= {found["name"], *found["aliases"], *found["pinyin"].split()}


def test_limits_are_told_with_their_clock(session: Session, admin: Caller) -> None:
    load_categories(session)
    found = by_code(admin)["01-01"]
    assert (found["limit_hours"], found["limit_clock"], len(found["limits"])) == (48, "running", 2)
    assert by_code(admin)["04-03"]["limit_hours"] is None


def test_an_edit_is_kept_by_the_next_load_unless_told_otherwise(session: Session, admin: Caller) -> None:
    load_categories(session)
    before = by_code(admin)["04-06"]
    edited = body(code="04-06", name="占道经营", class_name="街面秩序", limits_text="30小时", rank=1)
    answer = admin.put("/categories/04-06", json=edited)
    assert (answer.status_code, answer.json["id"], answer.json["limit_hours"]) == (200, before["id"], 30)
    assert load_categories(session) == Loaded(same=101, kept=1)
    assert load_categories(session, overwrite=True) == Loaded(same=101, changed=1)
    session.expire_all()
    assert get_category(session, "04-06").limit_hours == 2


def test_a_changed_file_changes_what_nobody_edited(session: Session, tmp_path: Path) -> None:
    load_categories(session)
    with SHIPPED.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    rows[0]["limits"] = "9天"
    newer = tmp_path / "newer.csv"
    with newer.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    assert load_categories(session, newer) == Loaded(changed=1, same=101)


def test_a_category_is_made_by_id_and_audited(session: Session, admin: Caller) -> None:
    key = uuid4()
    answer = admin.put(f"/categories/{key}", json=body(aliases=["无人机"]))
    assert answer.status_code == 201
    assert answer.json["pinyin"].split() == ["luantingwurenji", "ltwrj", "wurenji", "wrj"]
    assert admin.put(f"/categories/{key}", json=body(is_active=False)).status_code == 200
    assert not by_code(admin)["09-01"]["is_active"]
    entries = session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
    assert [entry.action for entry in entries] == ["category_created", "category_changed"]
    assert (entries[1].detail["before"]["is_active"], entries[1].detail["after"]["is_active"]) == (
        True,
        False,
    )


def test_codes_are_unique_and_limits_readable(admin: Caller) -> None:
    admin.put(f"/categories/{uuid4()}", json=body())
    taken = admin.put(f"/categories/{uuid4()}", json=body())
    assert (taken.status_code, taken.json["code"]) == (409, "already_taken")
    unread = admin.put(f"/categories/{uuid4()}", json=body(code="09-02", limits_text="soon"))
    assert (unread.status_code, unread.json["code"]) == (422, "bad_limit")
    assert list(unread.json["fields"]) == ["limits_text"]
    assert admin.put("/categories/09-99", json=body()).status_code == 404


def test_the_catalogue_is_fetched_again_only_when_it_changed(admin: Caller) -> None:
    etag = admin.get("/categories").headers["ETag"]
    known = {"If-None-Match": etag}
    unchanged = admin.get("/categories", headers=known)
    assert (unchanged.status_code, unchanged.data) == (304, b"")
    admin.put(f"/categories/{uuid4()}", json=body())
    assert admin.get("/categories", headers=known).status_code == 200


def test_an_office_alone_does_not_change_the_catalogue(make: Make, phone: Phone) -> None:
    assert phone(make.user("admin")).put(f"/categories/{uuid4()}", json=body()).status_code == 403


def test_duties_say_who_takes_what_where(admin: Caller, make: Make, session: Session) -> None:
    crew, category = make.department("综合执法队"), make.category()
    everything = {"unit_id": str(make.district.id), "category_id": None}
    one = {"unit_id": str(make.office.id), "category_id": str(category.id)}
    path = f"/departments/{crew.id}/duties"
    assert admin.put(path, json={"duties": [everything, one, one]}).status_code == 200
    expected = [{"department_id": str(crew.id)} | duty for duty in (everything, one)]
    items = admin.get("/duties").json["items"]
    assert sorted(items, key=str) == sorted(expected, key=str)
    assert admin.put(path, json={"duties": [one]}).json["items"] == [expected[1]]
    entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry is not None
    assert (entry.action, entry.detail) == ("duties_changed", {"given": [], "taken": [everything]})


def test_duties_stay_within_reach(make: Make, phone: Phone) -> None:
    office_admin = phone(make.user("admin"))
    own, districts = make.department(unit=make.office), make.department()
    here = {"unit_id": str(make.office.id)}
    above = {"unit_id": str(make.district.id)}
    assert office_admin.put(f"/departments/{own.id}/duties", json={"duties": [here]}).status_code == 200
    for department, duty, status in (
        (own.id, above, 403),
        (districts.id, here, 403),
        (own.id, here | {"category_id": str(uuid4())}, 422),
        (uuid4(), here, 404),
    ):
        path = f"/departments/{department}/duties"
        assert office_admin.put(path, json={"duties": [duty]}).status_code == status


def test_ids_and_codes_both_name_a_category(session: Session, make: Make) -> None:
    category: Category = make.category("09-05")
    assert get_category(session, "09-05") is get_category(session, UUID(str(category.id)))
