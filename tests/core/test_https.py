"""What a TLS proxy in front may say, and what happens to the cookie."""

import pytest
from apiflask import APIFlask
from flask import request, session
from werkzeug.test import TestResponse

from app.core.https import UNATTENDED, init_https

FORWARDED = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.7"}


def answer(trusted_proxies: int, headers: dict[str, str], base_url: str = "http://localhost") -> TestResponse:
    """Asks an application of its own, which sets a cookie and says who it thinks is calling."""
    app = APIFlask(__name__)
    app.secret_key = "for this test only"

    @app.get("/")
    def view() -> dict[str, object]:
        session["seen"] = True
        return {"secure": request.is_secure, "address": request.remote_addr}

    init_https(app, trusted_proxies)
    return app.test_client().get("/", headers=headers, base_url=base_url)


def test_forwarded_headers_mean_nothing_unless_a_proxy_is_set() -> None:
    response = answer(0, FORWARDED)
    assert response.json == {"secure": False, "address": "127.0.0.1"}
    assert "Secure" not in response.headers["Set-Cookie"]


def test_a_trusted_proxy_tells_scheme_and_address() -> None:
    response = answer(1, FORWARDED)
    assert response.json == {"secure": True, "address": "203.0.113.7"}
    assert "Secure" in response.headers["Set-Cookie"]


def test_only_as_many_hops_as_set_are_believed() -> None:
    forged = FORWARDED | {"X-Forwarded-For": "198.51.100.1, 203.0.113.7"}
    assert (answer(1, forged).json or {})["address"] == "203.0.113.7"


@pytest.mark.parametrize(("base_url", "secure"), [("http://localhost", False), ("https://localhost", True)])
def test_the_cookie_is_bound_to_the_scheme_it_was_given_under(base_url: str, secure: bool) -> None:
    assert ("Secure" in answer(0, {}, base_url).headers["Set-Cookie"]) is secure


def test_an_unattended_request_gets_no_new_cookie() -> None:
    app = APIFlask(__name__)
    app.secret_key = "for this test only"

    @app.get("/in")
    def log_in() -> str:
        session["seen"] = session.permanent = True
        return ""

    @app.get("/")
    def view() -> str:
        return str(session["seen"])

    init_https(app, 0)
    client = app.test_client()
    assert "Set-Cookie" in client.get("/in", headers={UNATTENDED: "1"}).headers
    assert "Set-Cookie" in client.get("/").headers
    assert "Set-Cookie" not in client.get("/", headers={UNATTENDED: "1"}).headers
