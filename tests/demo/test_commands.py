"""`flask demo load` really run: the first time it fills an empty database, the second it changes nothing."""

from typing import Any

import pytest
from apiflask import APIFlask
from click.testing import Result
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.accounts.models import Unit, User
from app.cases.models import Case, CaseEvent
from app.core.db import reading, unit_of_work
from app.core.http import API
from app.demo.commands import ACCOUNTS
from app.media.models import Photo

PASSWORD = "Luzhang-demo-1"


def run(app: APIFlask, *words: str) -> Result:
    return app.test_cli_runner().invoke(args=["demo", *words])


def counts() -> list[int]:
    with reading() as session:
        tables = (User, Unit, Case, CaseEvent, Photo)
        return [session.scalar(select(func.count()).select_from(table)) or 0 for table in tables]


def log_in(client: FlaskClient, name: str, password: str = PASSWORD) -> int:
    answer = client.post(f"{API}/session", json={"username": name, "password": password})
    return answer.status_code


def get(client: FlaskClient, path: str) -> Any:
    answer = client.get(API + path)
    assert answer.status_code == 200, answer.text
    return answer.json


def test_load_fills_an_empty_database_once(app: APIFlask, for_keeps: None) -> None:
    first = run(app, "load", "--cases", "20")
    assert first.exit_code == 0, first.output
    assert all(name in first.output for name in (*ACCOUNTS, PASSWORD))
    before = counts()
    assert before[2] == 20
    assert run(app, "load", "--cases", "20").exit_code == 0
    assert counts() == before
    _everybody_gets_in_and_sees_something(app)
    _pictures_can_be_shown(app)
    removed = run(app, "remove")
    assert removed.exit_code == 0
    assert log_in(app.test_client(), "chief") == 401
    again = run(app, "load")
    assert again.exit_code == 0
    assert "closed" in again.output
    assert counts() == before


def _everybody_gets_in_and_sees_something(app: APIFlask) -> None:
    for name in ACCOUNTS:
        client = app.test_client()
        assert log_in(client, name) in {200, 201}
        assert get(client, "/cases")["total"] > 0 or name == "chief"
    chief = app.test_client()
    log_in(chief, "chief")
    held = get(chief, "/road-segments?chief=me")["features"]
    assert len(held) >= 6
    assert all(segment["properties"]["name"] for segment in held)


def _pictures_can_be_shown(app: APIFlask) -> None:
    client = app.test_client()
    log_in(client, "supervisor")
    shown = [row["thumb_sha256"] for row in get(client, "/cases")["items"] if row["thumb_sha256"]]
    assert len(shown) > 10
    for sha256 in shown[:3]:
        for size in ("thumb", "screen"):
            answer = client.get(f"{API}/photos/{sha256}?size={size}")
            assert answer.status_code == 200
            assert answer.content_type == "image/jpeg"


def test_load_stays_out_of_a_district_at_work(app: APIFlask, for_keeps: None) -> None:
    with unit_of_work() as session:
        session.add(Unit(kind="district", name="中原区", code="410102"))
    refused = run(app, "load", "--cases", "20")
    assert refused.exit_code == 1
    assert "410102" in refused.output
    assert counts()[:3] == [0, 1, 0]


def test_password_can_be_set(app: APIFlask, for_keeps: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEMO_PASSWORD", "Another-word-7")
    assert "Another-word-7" in run(app, "load", "--cases", "0").output
    assert log_in(app.test_client(), "admin", "Another-word-7") in {200, 201}
    assert log_in(app.test_client(), "admin") == 401
    monkeypatch.delenv("DEMO_PASSWORD")
    assert PASSWORD not in run(app, "load").output
