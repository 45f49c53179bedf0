"""Signing in by QR: one phone once, only around the session, struck out by whoever plans it."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.cleanups.models import CleanupSignIn, Shop
from app.core.clock import LOCAL_ZONE, as_of, now
from tests.cleanups.conftest import Json, Office, refused, taken
from tests.factories import Caller

NINE = datetime(2026, 11, 21, 9, 0, tzinfo=LOCAL_ZONE)


@pytest.fixture(autouse=True)
def saturday() -> Iterator[None]:
    with as_of(NINE):
        yield


@pytest.fixture
def held(office: Office) -> Json:
    return office.session()


@pytest.fixture
def anybody(client: FlaskClient) -> Caller:
    return Caller(client, {})


def sign_in(anybody: Caller, held: Json, token: str = "", **given: object) -> TestResponse:
    body = {"token": token or str(uuid4()), "category_code": "volunteer"} | given
    return anybody.post(f"/cleanup-sign-ins/{held['sign_in']['code']}", json=body)


def test_one_phone_counts_once(office: Office, held: Json, anybody: Caller) -> None:
    token = str(uuid4())
    first = taken(sign_in(anybody, held, token), 201)
    again = taken(sign_in(anybody, held, token, category_code="street_staff"), 200)
    assert (first["is_new"], again["is_new"], again["category_code"]) == (True, False, "volunteer")
    taken(sign_in(anybody, held), 201)
    whole = office.read(held)
    assert (whole["total"], whole["totals"]["volunteer"]) == (2, 2)
    assert whole["sites"][0]["counted"]["volunteer"]["sources"] == ["sign_in"]


def test_a_phone_cannot_be_followed_from_week_to_week(office: Office, anybody: Caller) -> None:
    series, token = office.series(), str(uuid4())
    for _ in range(2):
        taken(sign_in(anybody, office.session(series), token), 201)
    hashes = office.make.session.scalars(select(CleanupSignIn.device_hash)).all()
    assert len(set(hashes)) == 2
    assert not any(token in kept for kept in hashes)


@pytest.mark.parametrize(
    ("hours", "is_open"), [(-2.1, False), (-0.9, True), (0, True), (3.9, True), (4.1, False)]
)
def test_open_only_around_the_session(office: Office, anybody: Caller, hours: float, is_open: bool) -> None:
    held = office.session(starts_at="09:00", ends_at="11:00")
    with as_of(NINE + timedelta(hours=hours)):
        is_open = is_open and hours > -1
        page = taken(anybody.get(f"/cleanup-sign-ins/{held['sign_in']['code']}"), 200)
        answer = sign_in(anybody, held)
    assert page["is_open"] is is_open
    if is_open:
        taken(answer, 201)
    else:
        assert refused(answer) == (403, "sign_in_closed")
        assert answer.get_json()["opens_at"].startswith("2026-11-21T")


def test_it_moves_along_when_postponed(office: Office, held: Json, anybody: Caller) -> None:
    office.act(held, "postpone", held_on="2026-11-22", note="下雨")
    assert refused(sign_in(anybody, held)) == (403, "sign_in_closed")
    with as_of(NINE + timedelta(days=1)):
        taken(sign_in(anybody, held), 201)


def test_a_cancelled_session_takes_no_more_but_keeps_those_there(
    office: Office, held: Json, anybody: Caller
) -> None:
    taken(sign_in(anybody, held), 201)
    office.act(held, "cancel", note="下雨")
    assert refused(sign_in(anybody, held)) == (403, "sign_in_closed")
    assert office.read(held)["total"] == 1


def test_a_code_that_was_passed_on_is_renewed(office: Office, held: Json, anybody: Caller) -> None:
    taken(sign_in(anybody, held), 201)
    renewed = office.act(held, "renew_code")
    assert refused(sign_in(anybody, held)) == (404, "sign_in_unknown")
    taken(sign_in(anybody, renewed), 201)
    assert office.read(held)["total"] == 2


def test_those_who_were_not_there_are_struck_out(office: Office, held: Json, anybody: Caller) -> None:
    token = str(uuid4())
    taken(sign_in(anybody, held, token), 201)
    taken(sign_in(anybody, held), 201)
    path = f"/cleanup-sessions/{held['id']}"
    rows = taken(office.of("organiser").get(f"{path}/sign-ins"), 200)["items"]
    body = {"kind": "sign_in", "ids": [row["id"] for row in rows], "reason": "码被转发"}
    assert taken(office.of("organiser").post(f"{path}/strikes", json=body), 200) == {"changed": 2}
    assert office.read(held)["total"] == 0
    # Once struck out, the same phone does not come back by itself.
    taken(sign_in(anybody, held, token), 200)
    assert office.read(held)["total"] == 0
    back = body | {"is_struck": False}
    assert taken(office.of("organiser").post(f"{path}/strikes", json=back), 200) == {"changed": 2}
    assert office.read(held)["total"] == 2


def test_several_sites_want_one_named(office: Office, anybody: Caller) -> None:
    sites = [office.site(), office.site(name="西段")]
    held = office.session(sites=sites)
    assert refused(sign_in(anybody, held)) == (422, "invalid")
    assert refused(sign_in(anybody, held, site_id=str(uuid4()))) == (422, "invalid")
    taken(sign_in(anybody, held, site_id=sites[1]["id"]), 201)
    assert [site["total"] for site in office.read(held)["sites"]] == [0, 1]


def test_shops_along_the_site_come_alone_and_say_where(office: Office, held: Json, anybody: Caller) -> None:
    make = office.make
    known = {"unit_id": make.office.id, "name": "张记烩面", "updated_at": now()}
    here = make._add(Shop(segment_id=office.segment.id, **known))
    make._add(Shop(segment_id=make.segment(name="嵩山路：中原路—伊河路").id, **known))
    path = f"/cleanup-sign-ins/{held['sign_in']['code']}/shops"
    names = [shop["segment_name"] for shop in taken(anybody.get(path), 200)["items"]]
    assert sorted(names) == ["嵩山路：中原路—伊河路", "棉纺路：桐柏路—嵩山路"]
    along = taken(anybody.get(f"{path}?site_id={held['sites'][0]['id']}"), 200)["items"]
    assert along == [{"id": str(here.id), "name": "张记烩面", "segment_name": "棉纺路：桐柏路—嵩山路"}]


def test_shops_say_which_and_take_part(office: Office, held: Json, anybody: Caller) -> None:
    make = office.make
    shop = make._add(Shop(unit_id=make.office.id, name="张记烩面", updated_at=now()))
    code = held["sign_in"]["code"]
    shops = taken(anybody.get(f"/cleanup-sign-ins/{code}/shops"), 200)["items"]
    assert shops == [{"id": str(shop.id), "name": "张记烩面", "segment_name": None}]
    for _ in range(2):
        taken(sign_in(anybody, held, category_code="street_shop", shop_id=str(shop.id)), 201)
    whole = office.read(held)
    assert (whole["totals"]["street_shop"], whole["shops_taking_part"], whole["shops_registered"]) == (
        2,
        1,
        1,
    )


@pytest.mark.parametrize(
    "given",
    [
        {"category_code": "ghost"},
        {"category_code": "volunteer", "shop_id": str(uuid4())},
        {"category_code": "street_shop", "shop_id": str(uuid4())},
        {"category_code": "stationed_unit", "stationed_unit_id": str(uuid4())},
        {"token": "short"},
        {"name": "somebody"},
        {"phone": "13800000000"},
    ],
)
def test_what_cannot_be_so(held: Json, anybody: Caller, given: Json) -> None:
    assert refused(sign_in(anybody, held, **given)) == (422, "invalid")


@pytest.mark.parametrize("code", ["nothinghere", "é", "%00", "x" * 90])
def test_a_code_of_nothing(anybody: Caller, code: str) -> None:
    assert refused(anybody.get(f"/cleanup-sign-ins/{code}")) == (404, "sign_in_unknown")


def test_the_list_goes_on_by_cursor(office: Office, held: Json, anybody: Caller) -> None:
    for _ in range(5):
        taken(sign_in(anybody, held), 201)
    seen: list[str] = []
    cursor = ""
    while True:
        path = f"/cleanup-sessions/{held['id']}/sign-ins?limit=2{cursor}"
        page = taken(office.of("organiser").get(path), 200)
        seen += [row["id"] for row in page["items"]]
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={page['next_cursor']}"
    assert len(seen) == len(set(seen)) == 5


def test_only_those_who_plan_see_the_code(office: Office, held: Json) -> None:
    assert office.read(held, "viewer")["sign_in"]["code"] is None
    assert office.of("supervisor").get(f"/cleanup-sessions/{held['id']}/sign-ins").status_code == 403
