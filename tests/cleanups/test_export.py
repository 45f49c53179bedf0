"""Everything as a spreadsheet, read back: where each number came from, and nobody's name who took part."""

from io import BytesIO
from typing import Any
from uuid import uuid4

from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import select

from app.accounts.models import AuditEntry
from app.cleanups.models import CleanupSignIn, Shop
from app.core.clock import as_of, now
from tests.cases.conftest import Street
from tests.cleanups.conftest import SATURDAY, Json, Office, taken
from tests.factories import Make, Phone

PAGES = ["场次", "人次", "计数器", "扫码签到", "报数与更正", "参与门店", "成果", "问题"]


def export(office: Office, who: str = "viewer", **given: str) -> dict[str, list[tuple[Any, ...]]]:
    answer = office.of(who).get("/cleanup-sessions/export", query_string=given)
    assert answer.status_code == 200, answer.text
    book = load_workbook(BytesIO(answer.data))
    return {page.title: list(page.iter_rows(values_only=True)) for page in book.worksheets}


def full(office: Office, client: FlaskClient, street: Street) -> Json:
    """A session with something of everything."""
    with as_of(SATURDAY):
        session = office.session(held_on="2026-11-21", sites=[office.site(name="=东段")])
        values = {"unit_id": office.make.office.id, "updated_at": now()}
        shop = office.make._add(Shop(name="张记", kind="餐饮", **values))
        taken(office.count(session, uuid4(), 3, volunteer=40), 201)
        body: Json = {"token": "a-phone-of-somebody", "category_code": "street_shop", "shop_id": str(shop.id)}
        taken(client.post(f"/api/v1/cleanup-sign-ins/{session['sign_in']['code']}", json=body), 201)
    at = office.at(session)
    entry = {"kind": "correction", "category_code": "volunteer", "count": -1, "reason": "重复"}
    taken(office.of("organiser").put(f"{at}/entries/{uuid4()}", json=entry), 201)
    taken(office.of("organiser").post(f"{at}/shops", json={"took_part": [str(shop.id)]}), 200)
    body = {"version": 0, "results": {"household_waste": 2.25}}
    taken(office.of("organiser").put(f"{at}/results", json=body), 200)
    street.people["organiser"] = office.people["organiser"]
    office.of("organiser").put(f"{at}/cases/{street.reported()['id']}")
    return session


def test_everything_reads_back(office: Office, client: FlaskClient, make: Make, phone: Phone) -> None:
    session = full(office, client, Street(make, phone))
    pages = export(office)
    assert list(pages) == PAGES
    first = dict(zip(pages["场次"][0], pages["场次"][1], strict=True))
    assert (str(first["日期"])[:10], first["周次"], first["人次合计"]) == ("2026-11-21", "2026-W47", 40)
    rows = {row[3]: row[4:] for row in pages["人次"][1:]}
    assert rows["志愿者"] == (39, "计数器", 40, 0, 0, -1)
    assert rows["沿街门店"] == (1, "扫码签到", 0, 1, 0, 0)
    assert pages["计数器"][1][2:5] == ("=东段", "陈组织", "否")
    assert pages["扫码签到"][1][3:6] == ("沿街门店", "张记", None)
    assert pages["报数与更正"][1][3:8] == ("更正", "志愿者", -1, None, "重复")
    assert [row[1:3] for row in pages["参与门店"][1:]] == [("张记", "餐饮")]
    assert pages["成果"][1][3:] == ("生活垃圾", 2.25, "立方米")
    assert pages["问题"][1][6] == "否"
    assert office.read(session)["total"] == 40


def test_no_phone_can_be_found_in_it(office: Office, client: FlaskClient, make: Make, phone: Phone) -> None:
    full(office, client, Street(make, phone))
    (device,) = office.make.session.scalars(select(CleanupSignIn.device_hash))
    words = {str(cell) for page in export(office).values() for row in page for cell in row}
    assert not any(device[:8] in word or "a-phone-of-somebody" in word for word in words)


def test_only_what_one_may_see_and_asks_for(office: Office) -> None:
    series = office.series()
    for day in ("2026-11-07", "2026-11-14", "2026-11-21"):
        office.session(series, held_on=day)
    assert len(export(office, first="2026-11-10", last="2026-11-15")["场次"]) == 2
    assert len(export(office, "far_organiser")["场次"]) == 1


def test_who_takes_it_along_is_on_record(office: Office) -> None:
    export(office, unit_id=str(office.make.office.id))
    row = office.make.session.scalars(
        select(AuditEntry).where(AuditEntry.action == "cleanups_exported")
    ).one()
    assert (row.unit_id, row.detail["asked"]["mine"]) == (office.make.office.id, False)
