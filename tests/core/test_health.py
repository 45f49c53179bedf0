"""What a proxy and systemd ask."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError

from app.core import health
from app.core.storage import storage


def test_a_running_process_says_so_without_a_log_in(client: FlaskClient) -> None:
    response = client.get("/api/v1/healthz")
    assert (response.status_code, response.json) == (200, {"status": "ok"})


def test_ready_means_that_the_database_answers(client: FlaskClient) -> None:
    assert client.get("/api/v1/readyz").status_code == 200


def test_without_its_database_it_is_not_ready(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise OperationalError("SELECT", {}, Exception("gone"))

    monkeypatch.setattr(health, "reading", broken)
    response = client.get("/api/v1/readyz")
    assert response.status_code == 503
    assert response.content_type == "application/problem+json"
    assert (response.json or {})["code"] == "not_ready"


def test_tables_of_another_version_are_not_ready(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "_wanted_version", lambda: "9999")
    assert "flask db upgrade" in client.get("/api/v1/readyz").json["detail"]


def test_without_room_for_photos_it_is_not_ready(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(storage, "put", full)
    response = client.get("/api/v1/readyz")
    assert (response.status_code, response.json["detail"]) == (503, "Photos cannot be stored")
