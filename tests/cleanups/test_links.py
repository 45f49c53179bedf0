"""A helper's link counts at one site of one session, and opens nothing else at all."""

from datetime import timedelta
from uuid import uuid4

import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.core import http
from app.core.clock import as_of, now
from tests.architecture.routes import OPEN, TABLE
from tests.architecture.test_roles_and_routes import routes
from tests.cleanups.conftest import Json, Office, refused, taken
from tests.factories import Caller


@pytest.fixture
def held(office: Office) -> Json:
    return office.session(sites=[office.site(), office.site(name="西段")])


@pytest.fixture
def link(office: Office, held: Json) -> Json:
    return make_link(office, held)


@pytest.fixture
def helper(client: FlaskClient) -> Caller:
    """A phone with nobody logged in."""
    return Caller(client, {})


def make_link(office: Office, held: Json, site: int = 0) -> Json:
    path = f"{office.at(held, held['sites'][site])}/links/{uuid4()}"
    return taken(office.of("organiser").put(path, json={"label": "二号楼"}), 201)


def count(helper: Caller, link: Json, counter_id: object, seq: int, **counts: int) -> TestResponse:
    path = f"/cleanup-links/{link['token']}/counters/{counter_id}"
    return helper.put(path, json={"seq": seq, "counts": counts})


def test_it_shows_the_site_and_the_buttons(office: Office, held: Json, link: Json, helper: Caller) -> None:
    page = taken(helper.get(f"/cleanup-links/{link['token']}"), 200)
    assert (page["site_id"], page["site_name"]) == (held["sites"][0]["id"], "棉纺路东段")
    assert [button["name"] for button in page["categories"]][:3] == ["社区党员", "楼栋长", "志愿者"]
    assert not {"totals", "people", "sites", "sign_in"} & page.keys()


def test_what_is_counted_by_it_adds_up(office: Office, held: Json, link: Json, helper: Caller) -> None:
    other = make_link(office, held)
    taken(count(helper, link, uuid4(), 1, volunteer=4), 201)
    taken(count(helper, other, uuid4(), 1, volunteer=5), 201)
    taken(office.count(held, uuid4(), 1, volunteer=6), 201)
    whole = office.read(held)
    assert [site["total"] for site in whole["sites"]] == [15, 0]


def test_the_same_token_whenever_it_is_shown(office: Office, held: Json, link: Json) -> None:
    path = f"{office.at(held)}/links"
    again = taken(office.of("organiser").put(f"{path}/{link['id']}", json={"label": "三号楼"}), 200)
    (listed,) = taken(office.of("organiser").get(path), 200)["items"]
    assert again["token"] == listed["token"] == link["token"]


def test_no_other_site_and_no_other_counter(office: Office, held: Json, link: Json, helper: Caller) -> None:
    counter = uuid4()
    taken(office.count(held, counter, 1, site=held["sites"][1], volunteer=9), 201)
    assert refused(count(helper, link, counter, 2, volunteer=1)) == (409, "counter_elsewhere")
    assert office.read(held)["sites"][1]["total"] == 9


def test_no_other_route(app: APIFlask, link: Json) -> None:
    """Wherever the token is put, nobody is logged in by it."""
    token = link["token"]
    carriers = ({"Authorization": f"Bearer {token}"}, {"X-CSRF-Token": token}, {"Cookie": f"luzhang={token}"})
    shut = [name for name, _ in routes(app) if TABLE[name].may is not OPEN]
    assert len(shut) > 60
    for name in shut:
        method, _, path = name.partition(" ")
        address = path.removeprefix(http.API).format_map(
            Anything(key=token, sha256=token, code=token, year="2026")
        )
        for headers in carriers:
            answer = Caller(app.test_client(use_cookies=False), headers).send(method, address, json={})
            assert (answer.status_code, answer.json["code"]) == (401, "login_required"), name


class Anything(dict[str, str]):
    """Some id wherever a path wants one."""

    def __missing__(self, name: str) -> str:
        return str(uuid4())


@pytest.mark.parametrize("spoil", ["0" * 64, "x", "é\x01", ""])
def test_a_token_of_nobody(link: Json, helper: Caller, spoil: str) -> None:
    token = spoil or link["token"][:-1] + ("0" if link["token"][-1] != "0" else "1")
    assert refused(helper.get(f"/cleanup-links/{token}")) == (404, "link_unknown")


def test_taken_back_it_takes_nothing_more_and_loses_nothing(
    office: Office, held: Json, link: Json, helper: Caller
) -> None:
    counter = uuid4()
    taken(count(helper, link, counter, 1, volunteer=4), 201)
    path = f"{office.at(held)}/links/{link['id']}"
    for _ in range(2):
        assert office.of("organiser").delete(path).status_code == 204
    assert refused(count(helper, link, counter, 2, volunteer=5)) == (403, "link_revoked")
    assert refused(helper.get(f"/cleanup-links/{link['token']}")) == (403, "link_revoked")
    assert office.read(held)["total"] == 4
    # The phone goes on with a new link and the counter it has.
    taken(count(helper, make_link(office, held), counter, 3, volunteer=6), 200)
    assert office.read(held)["total"] == 6


def test_a_month_late_is_not_too_late_but_two_are(
    office: Office, held: Json, link: Json, helper: Caller
) -> None:
    with as_of(now() + timedelta(days=29)):
        taken(count(helper, link, uuid4(), 1, volunteer=4), 201)
    with as_of(now() + timedelta(days=60)):
        assert refused(count(helper, link, uuid4(), 1, volunteer=5)) == (403, "link_closed")
    (row,) = taken(office.of("organiser").get(f"{office.at(held)}/counts"), 200)["counters"]
    assert (row["is_late"], row["is_by_link"], row["sent_by"]) == (True, True, "二号楼")


def test_a_cancelled_session_still_takes_what_was_counted(
    office: Office, held: Json, link: Json, helper: Caller
) -> None:
    office.act(held, "cancel", note="下雨")
    assert taken(helper.get(f"/cleanup-links/{link['token']}"), 200)["is_cancelled"]
    taken(count(helper, link, uuid4(), 1, volunteer=4), 201)


def test_whoever_counts_hears_how_the_session_stands(
    office: Office, held: Json, link: Json, helper: Caller
) -> None:
    def shown() -> tuple[bool, bool, str]:
        page = taken(helper.get(f"/cleanup-links/{link['token']}"), 200)
        return page["is_cancelled"], page["is_finished"], page["reason"]

    assert shown() == (False, False, "")
    cancelled = office.act(held, "cancel", note="下雨")
    assert shown() == (True, False, "下雨")
    office.act(office.act(cancelled, "reinstate"), "finish")
    assert shown() == (False, True, "")


def test_asked_again_it_is_sent_only_when_it_has_changed(
    office: Office, held: Json, link: Json, helper: Caller
) -> None:
    path = f"/cleanup-links/{link['token']}"
    known = {"If-None-Match": helper.get(path).headers["ETag"]}
    assert helper.get(path, headers=known).status_code == 304
    office.act(held, "finish")
    assert helper.get(path, headers=known).status_code == 200


def test_only_those_who_plan_give_links_out(office: Office, held: Json) -> None:
    path = f"{office.at(held)}/links/{uuid4()}"
    for who, status in {"supervisor": 403, "far_organiser": 404, "lead": 403}.items():
        assert office.of(who).put(path, json={}).status_code == status
