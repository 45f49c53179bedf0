"""Every route states who may call it, and answers each role as the table says."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from apiflask import APIFlask
from argon2 import PasswordHasher
from sqlalchemy.orm import Session
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from app.accounts import passwords, units
from app.accounts.models import User
from app.catalog.models import CalendarYear
from app.core import http
from app.core.actor import ROLES
from app.core.clock import now, today
from app.core.storage import storage
from app.messages.models import Robot
from tests.architecture.routes import OPEN, ROLELESS, TABLE, Known, Row
from tests.cleanups.setting import lay_out_cleanup
from tests.factories import Caller, Make, Phone
from tests.media.pictures import picture, sha

PHOTO = picture()
MADE_ANEW = {
    "PUT /api/v1/cases/{case_id}": "case_id",
    "PUT /api/v1/cleanup-series/{series_id}": "series_id",
    "PUT /api/v1/cleanup-sessions/{session_id}": "session_id",
}
"""Routes that make something under a new id, lest each role find the row of another body."""


def routes(app: APIFlask) -> Iterator[tuple[str, Rule]]:
    """All of the API as `METHOD /path/{name}`."""
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith(http.API):
            path = re.sub(r"<(?:[^<:]+:)?([^>]+)>", r"{\1}", rule.rule)
            for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
                yield f"{method} {path}", rule


def test_every_route_has_a_rule_and_a_row(app: APIFlask) -> None:
    assert [str(rule) for rule in app.url_map.iter_rules() if _permission(app, rule) is None] == []
    assert {name for name, _ in routes(app)} == TABLE.keys()
    opened = {name for name, rule in routes(app) if _permission(app, rule) is http.anyone}
    assert opened == {name for name, row in TABLE.items() if row.may is OPEN}


def _permission(app: APIFlask, rule: Rule) -> http.Permission | None:
    return getattr(app.view_functions[rule.endpoint], "permission", None)


@pytest.fixture
def people(make: Make) -> dict[str, User]:
    """One for each role, of the whole district, and one without any."""
    return {role: make.user(role, unit=make.district) for role in ROLES} | {ROLELESS: make.user()}


@pytest.fixture
def callers(people: dict[str, User], phone: Phone) -> dict[str, Caller]:
    """The same, logged in."""
    return {role: phone(user, "desk") for role, user in people.items()}


def test_rows_agree_with_policy(app: APIFlask, make: Make, people: dict[str, User]) -> None:
    """Whoever is served is let in by the route's predicate; whom it turns away, the table calls refused."""
    for name, rule in routes(app):
        row, permission = TABLE[name], _permission(app, rule)
        assert permission is not None
        let_in = {role for role, user in people.items() if permission(make.actor(user))}
        served = set(people) if row.may is OPEN else row.may
        assert served <= let_in, name
        assert not row.blind - let_in, name


@pytest.fixture
def known(make: Make, phone: Phone, monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> Iterator[Known]:
    """A case with a photo, reported from the office, and the rows around it."""
    monkeypatch.setattr(passwords, "hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    before = storage._url
    storage.bind(f"file://{tmp_path}")
    segment, user = make.segment(), make.user("road_chief")
    soon = make.appointment(user, make.segment(), starts_on=today() + timedelta(days=9))
    make.appointment(user, segment)
    rows = {
        "district_id": make.district,
        "unit_id": make.unit("own"),
        "department_id": make.department(),
        "segment_id": segment,
        "user_id": user,
        "other_user_id": make.user("road_chief"),
        "level_id": make.level(),
        "appointment_id": soon,
    }
    known = {name: str(row.id) for name, row in rows.items()}  # type: ignore[attr-defined]
    known |= {"key": make.category().code, "today": today().isoformat(), "sha256": sha(PHOTO)}
    known |= {"case_id": str(uuid4()), "new_id": str(uuid4()), "year": "2031"}
    known |= {"export_id": str(uuid4()), "import_id": str(uuid4())}
    make.session.add(CalendarYear(year=2031, note="", loaded_at=now(), days=[]))
    known |= lay_out_cleanup(phone(make.user("organiser", unit=make.district)), known)
    known["robot_id"] = str(_set_up_robot(make))
    _report(phone(user), known)
    yield known
    storage.bind(before)


def _set_up_robot(make: Make) -> UUID:
    shown = {"name": "group", "service": "wecom", "key": "0a1b2c3d4e5f", "secret": "", "events": ["new"]}
    robot = Robot(unit_id=make.district.id, summary_minute=1050, changed_at=now(), **shown)
    make.session.add(robot)
    make.session.flush()
    return robot.id


def _report(chief: Caller, known: Known) -> None:
    assert chief.put(f"/photos/{sha(PHOTO)}", data=PHOTO).status_code == 201
    body = {
        "category_code": known["key"],
        "observed_at": "2026-11-20T09:30:00+08:00",
        "segment_id": known["segment_id"],
        "photos": [{"sha256": sha(PHOTO), "role": "before"}],
    }
    assert chief.put(f"/cases/{known['case_id']}", json=body).status_code == 201


@pytest.mark.parametrize("name", TABLE)
def test_each_role_is_served_or_refused(
    app: APIFlask, session: Session, callers: dict[str, Caller], known: Known, name: str
) -> None:
    row = TABLE[name]
    method, _, path = name.partition(" ")
    for put, made in MADE_ANEW.items():
        if name == put:
            known[made] = known["new_id"]
    address = path.removeprefix(http.API).format(**known)
    nobody = Caller(app.test_client(), {})
    answer = nobody.send(method, address, **row.wish(known))
    if row.may is OPEN:
        assert_served(row, answer)
        return
    assert (answer.status_code, answer.json["code"]) == (401, "login_required")
    for role, caller in callers.items():
        # Each role meets the rows as they were.
        with session.connection().begin_nested() as attempt:
            answer = caller.send(method, address, **row.wish(known))
            attempt.rollback()
        units._cache.clear()
        assert_as_the_table_says(row, role, answer)


def assert_as_the_table_says(row: Row, role: str, answer: TestResponse) -> None:
    if role in (row.may or ()):
        assert_served(row, answer)
    else:
        expected = 404 if role in row.blind else 403
        assert answer.status_code == expected, f"{role}: {answer.status_code} {answer.text[:200]}"


def assert_served(row: Row, answer: TestResponse) -> None:
    if row.status is None:
        assert answer.status_code < 400, answer.text[:300]
    else:
        assert answer.status_code == row.status, answer.text[:300]
    if row.code is not None:
        assert answer.json["code"] == row.code
