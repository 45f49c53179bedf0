"""What a proxy and systemd ask."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError

from app.core import health


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
