"""What goes out packed, and that it stays the same answer."""

import gzip
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from apiflask import APIFlask
from flask import Response
from werkzeug.test import TestResponse

from app.core.http import json_response
from app.core.packed import LEAST_BYTES, init_packing

LONG = {"words": "路长" * LEAST_BYTES}
TAKES = {"Accept-Encoding": "gzip, deflate, br"}


@pytest.fixture
def server() -> APIFlask:
    app = APIFlask(__name__, static_folder=None)  # type: ignore[arg-type]
    init_packing(app)
    answers: dict[str, Callable[[], Response]] = {
        "long": lambda: json_response(LONG, etag="a tag"),
        "short": lambda: json_response({"words": "路长"}),
        "picture": lambda: Response(b"x" * 5_000, content_type="image/jpeg"),
        "stream": lambda: Response(pieces(), content_type="application/json"),
    }
    for name, answer in answers.items():
        app.add_url_rule(f"/{name}", name, answer)
    return app


def pieces() -> Iterator[bytes]:
    yield b'{"words": "'
    yield b"x" * 5_000
    yield b'"}'


def get(server: APIFlask, path: str, headers: dict[str, str] | None = None) -> TestResponse:
    return server.test_client().get(path, headers=headers)


def test_a_long_answer_is_packed_for_who_takes_it(server: APIFlask) -> None:
    plain, packed = get(server, "/long"), get(server, "/long", TAKES)
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert packed.content_length == len(packed.data) < plain.content_length / 10
    assert plain.headers["Vary"] == packed.headers["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize("takes", ["", "br", "gzip;q=0", "identity"])
def test_nobody_gets_what_they_do_not_take(server: APIFlask, takes: str) -> None:
    assert get(server, "/long", {"Accept-Encoding": takes}).json == LONG


@pytest.mark.parametrize("path", ["/short", "/picture", "/stream"])
def test_what_is_short_or_a_picture_or_made_bit_by_bit_goes_as_it_is(server: APIFlask, path: str) -> None:
    assert "Content-Encoding" not in get(server, path, TAKES).headers


@pytest.mark.parametrize("first", [{}, TAKES])
@pytest.mark.parametrize("then", [{}, TAKES])
def test_who_has_it_already_is_told_so_packed_or_not(server: APIFlask, first: Any, then: Any) -> None:
    tag = get(server, "/long", first).headers["ETag"]
    again = get(server, "/long", {**then, "If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")


def test_the_packed_bytes_do_not_pass_for_the_plain_ones(server: APIFlask) -> None:
    assert get(server, "/long").headers["ETag"] == '"a tag"'
    assert get(server, "/long", TAKES).headers["ETag"] == 'W/"a tag"'


def test_a_head_says_how_long_the_packed_answer_is(server: APIFlask) -> None:
    answer = server.test_client().head("/long", headers=TAKES)
    assert (answer.data, answer.content_length) == (b"", get(server, "/long", TAKES).content_length)
