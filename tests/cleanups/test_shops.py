"""Shops: a register in and out of Excel, ticked along the street, each counted once."""

from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

import pytest
from openpyxl import Workbook, load_workbook
from sqlalchemy import func, select

from app.cleanups.models import Shop
from app.core import sheets
from app.core.clock import now
from tests.cleanups.conftest import Json, Office, refused, taken


def add(office: Office, name: str, **given: Any) -> Shop:
    values = {"unit_id": office.make.office.id, "segment_id": office.segment.id, "updated_at": now()}
    return office.make._add(Shop(name=name, **(values | given)))


def sheet(*rows: Any, headings: Any = ("店名", "类别", "路段", "经度", "纬度", "在营")) -> bytes:
    book = Workbook()
    for row in (headings, *rows):
        book.worksheets[0].append(row)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def send(office: Office, content: bytes, query: str = "", who: str = "organiser") -> Json:
    path = f"/shops/import?unit_id={office.make.office.id}{query}"
    return taken(office.of(who).post(path, data=content), 200)


def count(office: Office) -> int:
    return office.make.session.scalar(select(func.count()).select_from(Shop)) or 0


def bad(outcome: Json) -> list[tuple[int, str, str]]:
    return [(error["row"], error["column"], error["code"]) for error in outcome["errors"]]


def test_a_shop_is_registered_and_changed(office: Office) -> None:
    path = f"/shops/{uuid4()}"
    body = {"unit_id": str(office.make.office.id), "name": "张记烩面", "kind": "餐饮"}
    body |= {"segment_id": str(office.segment.id)}
    made = taken(office.of("organiser").put(path, json=body), 201)
    assert (made["segment_name"], made["version"]) == (office.segment.name, 1)
    assert taken(office.of("organiser").put(path, json=body), 200)["version"] == 1
    closed = body | {"is_active": False, "version": 1}
    assert taken(office.of("organiser").put(path, json=closed), 200)["version"] == 2
    stale = office.of("other_organiser").put(path, json=closed | {"name": "李记"})
    assert refused(stale) == (409, "stale_version")
    assert stale.get_json()["shop"]["is_active"] is False


def test_the_register_is_listed_by_name(office: Office) -> None:
    for name in ("丙", "甲", "乙"):
        add(office, name)
    add(office, "丁", is_active=False)
    first = taken(office.of("viewer").get("/shops?limit=2"), 200)
    rest = taken(office.of("viewer").get(f"/shops?limit=2&cursor={first['next_cursor']}"), 200)
    names = [row["name"] for row in (*first["items"], *rest["items"])]
    assert (names, rest["next_cursor"], first["total"]) == (sorted(names), None, 3)
    assert len(taken(office.of("viewer").get("/shops?all=true"), 200)["items"]) == 4
    assert [row["name"] for row in taken(office.of("viewer").get("/shops?q=甲"), 200)["items"]] == ["甲"]


def test_out_to_excel_and_back_unchanged(office: Office) -> None:
    add(office, "=张记", kind="餐饮", lon=113.6, lat=34.7)
    answer = office.of("viewer").get("/shops/export")
    assert answer.content_type == sheets.CONTENT_TYPE
    cell = load_workbook(BytesIO(answer.data)).worksheets[0].cell(2, 1)
    assert (cell.value, cell.data_type) == ("=张记", "s")
    outcome = send(office, answer.data)
    assert (outcome["unchanged"], outcome["made"], outcome["errors"]) == (1, 0, [])


def test_new_rows_are_registered_once(office: Office) -> None:
    content = sheet(
        ("张记烩面", "餐饮", office.segment.name, 113.612, 34.748, "是"),
        ("李家五金", None, None, None, None, None),
    )
    assert send(office, content, "&dry_run=true")["made"] == 2
    assert count(office) == 0
    assert send(office, content)["made"] == 2
    assert send(office, content)["unchanged"] == 2
    changed = sheet(("李家五金", "五金", None, None, None, "否"))
    assert send(office, changed)["changed"] == 1
    assert count(office) == 2


def test_every_bad_row_is_named_and_nothing_happens(office: Office) -> None:
    far = office.make.segment(name="远路：全段", unit=office.make.unit("林山寨街道"))
    for _ in range(2):
        office.make.segment(name="双名路：全段")
    gone = str(uuid4())
    outcome = send(
        office,
        sheet(
            ("好店", None, office.segment.name, None, None, None, None),
            (None, "餐饮", None, None, None, None, None),
            ("甲", None, "没有的路", None, None, None, None),
            ("乙", None, far.name, None, None, None, None),
            ("丙", None, "双名路：全段", None, None, None, None),
            ("丁", None, None, 213.0, 34.7, None, None),
            ("戊", None, None, 113.6, "北", None, None),
            ("己", None, None, None, None, "也许", None),
            ("庚", None, None, None, None, None, gone),
            ("辛", None, None, None, None, None, "x"),
            ("好店", None, office.segment.name, None, None, None, None),
            ("长" * 121, None, None, None, None, None, None),
            headings=("店名", "类别", "路段", "经度", "纬度", "在营", "门店编号"),
        ),
    )
    assert bad(outcome) == [
        (3, "店名", "missing"),
        (4, "路段", "unknown_segment"),
        (5, "路段", "unknown_segment"),
        (6, "路段", "ambiguous_segment"),
        (7, "经度", "bad_place"),
        (8, "纬度", "bad_place"),
        (9, "在营", "not_yes_or_no"),
        (10, "门店编号", "unknown_shop"),
        (11, "门店编号", "bad_id"),
        (12, "店名", "twice"),
        (13, "店名", "too_long"),
    ]
    assert count(office) == 0


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "not_a_spreadsheet"), (sheet(headings=("a",)), "unknown_headings")],
)
def test_what_is_no_such_spreadsheet(office: Office, content: bytes, code: str) -> None:
    path = f"/shops/import?unit_id={office.make.office.id}"
    assert refused(office.of("organiser").post(path, data=content)) == (422, code)


def tick(office: Office, session: Json, who: str = "organiser", **given: list[str]) -> Json:
    return taken(office.of(who).post(f"{office.at(session)}/shops", json=given), 200)


def test_two_lists_along_one_street_add_up(office: Office) -> None:
    session = office.session()
    one, other, third = (str(add(office, name).id) for name in ("甲", "乙", "丙"))
    assert tick(office, session, took_part=[one, other]) == {"at_site": 2, "in_session": 2}
    assert tick(office, session, "supervisor", took_part=[other, third]) == {"at_site": 3, "in_session": 3}
    assert tick(office, session, did_not=[one])["in_session"] == 2
    assert tick(office, session, took_part=[other])["in_session"] == 2
    rows = taken(office.of("organiser").get(f"{office.at(session)}/shops"), 200)["items"]
    assert {row["name"]: row["is_ticked"] for row in rows} == {"甲": False, "乙": True, "丙": True}
    assert office.read(session)["shops_taking_part"] == 2


def test_a_shop_at_two_sites_is_one_shop(office: Office) -> None:
    session = office.session(sites=[office.site(), office.site(name="西段")])
    shop = str(add(office, "甲").id)
    for site in session["sites"]:
        path = f"{office.at(session, site)}/shops"
        taken(office.of("organiser").post(path, json={"took_part": [shop]}), 200)
    assert office.read(session)["shops_taking_part"] == 1


def test_the_list_of_a_site_holds_its_street_and_whoever_came_there_besides(office: Office) -> None:
    session = office.session(sites=[office.site(), office.site(location=office.point() | {"datum": "wgs84"})])
    add(office, "甲")
    guest = str(add(office, "客", segment_id=None).id)
    first, second = session["sites"]

    def names(site: Json) -> list[str]:
        rows = taken(office.of("organiser").get(f"{office.at(session, site)}/shops"), 200)["items"]
        return [row["name"] for row in rows]

    taken(
        office.of("organiser").post(f"{office.at(session, second)}/shops", json={"took_part": [guest]}), 200
    )
    assert (names(first), names(second)) == (["甲"], ["客", "甲"])
    taken(office.of("organiser").post(f"{office.at(session, first)}/shops", json={"took_part": [guest]}), 200)
    assert names(first) == ["客", "甲"]


def test_shops_elsewhere_are_not_ticked(office: Office) -> None:
    session = office.session()
    far = add(office, "远店", unit_id=office.make.unit("林山寨街道").id, segment_id=None)
    for shop_id in (far.id, uuid4()):
        answer = office.of("organiser").post(
            f"{office.at(session)}/shops", json={"took_part": [str(shop_id)]}
        )
        assert refused(answer) == (422, "invalid")


def test_shops_go_along_with_their_segment(office: Office) -> None:
    shop, unit = add(office, "甲"), office.make.unit("林山寨街道")
    body = {"unit_id": str(unit.id)}
    answer = office.of("admin").send("PATCH", f"/road-segments/{office.segment.id}", json=body)
    assert answer.status_code == 200
    office.make.session.expire_all()
    moved: UUID = office.make.session.get_one(Shop, shop.id).unit_id
    assert moved == unit.id


def test_who_keeps_the_register(office: Office) -> None:
    body = {"unit_id": str(office.make.office.id), "name": "甲"}
    for who, status in {"supervisor": 403, "chief": 403, "far_organiser": 422}.items():
        assert office.of(who).put(f"/shops/{uuid4()}", json=body).status_code == status
    add(office, "甲")
    assert taken(office.of("far_organiser").get("/shops"), 200)["items"] == []
    assert office.of("chief").get("/shops").status_code == 403
