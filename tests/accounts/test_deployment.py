"""What a client learns before anybody logs in."""

from flask.testing import FlaskClient

from app.core import http
from tests.factories import Make


def test_settings_are_told_to_anyone(client: FlaskClient, make: Make) -> None:
    answer = client.get(f"{http.API}/settings")
    assert answer.status_code == 200
    assert (answer.json["segment_max_distance_m"], answer.json["map_tiles_url"]) == (30, None)
    assert answer.json["is_demo"] is False


def test_open_demo_accounts_are_shown(client: FlaskClient, make: Make) -> None:
    make.user("viewer", is_demo=True, is_active=False)
    assert client.get(f"{http.API}/settings").json["is_demo"] is False
    make.user("viewer", is_demo=True)
    assert client.get(f"{http.API}/settings").json["is_demo"] is True
