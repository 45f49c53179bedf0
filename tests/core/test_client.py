"""Which address is answered by a file, by the client's first page, or by a refusal."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.core.client import MAX_SHARED_BYTES, init_client
from app.core.errors import Problem
from app.core.http import problem_response

PAGE, SCRIPT = b"<!doctype html>", b"export {}"


@pytest.fixture
def built(tmp_path: Path) -> Path:
    (tmp_path / "index.html").write_bytes(PAGE)
    (tmp_path / "sw.js").write_bytes(SCRIPT)
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "index-4f2a.js").write_bytes(SCRIPT)
    return tmp_path


def get(folder: Path, path: str, tiles_url: str = "", **headers: str) -> TestResponse:
    """Asks an application of its own that serves this folder."""
    app = APIFlask(__name__, static_folder=None, json_errors=False)  # type: ignore[arg-type]
    app.register_error_handler(Problem, problem_response)
    init_client(app, folder, tiles_url)
    # Buffered, so that the file behind the answer is closed.
    return app.test_client().get(path, buffered=True, headers=headers)


@pytest.mark.parametrize("path", ["/", "/tasks", "/cases/5d1f0000", "/desk/segments/1", "/index.html"])
def test_the_clients_own_addresses_get_its_first_page(built: Path, path: str) -> None:
    response = get(built, path)
    assert (response.status_code, response.data) == (200, PAGE)
    assert response.headers["Cache-Control"] == "no-cache"


def test_hashed_files_are_kept_forever_and_the_service_worker_never(built: Path) -> None:
    assert "immutable" in get(built, "/assets/index-4f2a.js").headers["Cache-Control"]
    assert get(built, "/sw.js").headers["Cache-Control"] == "no-cache"


def test_a_script_is_served_as_a_script(built: Path) -> None:
    assert "javascript" in get(built, "/assets/index-4f2a.js").headers["Content-Type"]


@pytest.mark.parametrize(
    ("takes", "coding", "body"),
    [
        ("gzip, deflate, br", "br", b"by brotli"),
        ("gzip", "gzip", b"by gzip"),
        ("br;q=0, gzip", "gzip", b"by gzip"),
        ("zstd", None, SCRIPT),
        ("", None, SCRIPT),
    ],
)
def test_a_file_goes_out_as_the_build_packed_it(
    built: Path, takes: str, coding: str | None, body: bytes
) -> None:
    (built / "assets" / "index-4f2a.js.br").write_bytes(b"by brotli")
    (built / "assets" / "index-4f2a.js.gz").write_bytes(b"by gzip")
    response = get(built, "/assets/index-4f2a.js", **{"Accept-Encoding": takes})
    assert (response.headers.get("Content-Encoding"), response.data) == (coding, body)
    assert "javascript" in response.headers["Content-Type"]
    assert response.headers["Vary"] == "Accept-Encoding"
    assert "immutable" in response.headers["Cache-Control"]


def test_a_file_that_the_build_did_not_pack_goes_out_as_it_is(built: Path) -> None:
    response = get(built, "/sw.js", **{"Accept-Encoding": "br, gzip"})
    assert ("Content-Encoding" in response.headers, response.data) == (False, SCRIPT)


@pytest.mark.parametrize("path", ["/assets/index-old1.js", "/api/v1/nothing", "/api/v2/cases"])
def test_what_is_gone_or_never_was_is_404(built: Path, path: str) -> None:
    response = get(built, path)
    assert response.status_code == 404
    assert (response.json or {})["code"] == "no_such_path"


@pytest.mark.parametrize("path", ["/../config.py", "/%2e%2e/config.py", "/assets/../../config.py"])
def test_nothing_outside_the_folder_is_served(built: Path, path: str) -> None:
    (built.parent / "config.py").write_text("secret")
    assert b"secret" not in get(built, path).data


def test_without_a_build_it_says_what_to_do(tmp_path: Path) -> None:
    assert "make client" in (get(tmp_path, "/").json or {})["detail"]


def test_pictures_may_come_from_the_map_that_is_set(built: Path) -> None:
    tiles = "https://t{s}.tiles.example/{z}/{x}/{y}.png"
    policy = get(built, "/", tiles).headers["Content-Security-Policy"]
    assert "img-src 'self' data: blob: https://*.tiles.example;" in policy


def test_the_first_page_names_the_map_that_is_set(built: Path) -> None:
    (built / "index.html").write_text("<head></head>")
    page = get(built, "/", "https://tiles.example/{z}/{x}/{y}.png?a=1&b=2").text
    assert page.startswith('<head><meta name="base-map" content="{&quot;url&quot;: &quot;https://tiles')
    assert get(built, "/").text == "<head></head>"


def test_camera_and_place_are_for_our_own_pages_only(built: Path) -> None:
    assert get(built, "/").headers["Permissions-Policy"].startswith("camera=(self), geolocation=(self)")


class Endless(BytesIO):
    taken = 0

    def read(self, size: int | None = -1, /) -> bytes:
        self.taken += size or 0
        return b"x" * (size or 0)


def share(client: FlaskClient, body: Any, length: int) -> tuple[int, str]:
    form = "multipart/form-data; boundary=x"
    answer = client.post("/share", input_stream=body, content_type=form, content_length=length)
    return answer.status_code, answer.headers["Location"]


def test_pictures_shared_before_a_service_worker_runs_lead_to_a_page_that_says_so(
    client: FlaskClient,
) -> None:
    body = BytesIO(b"x" * 100_000)
    assert share(client, body, 100_000) == (303, "/shared?unkept=1")
    assert body.read() == b"", "a browser whose form is cut off shows no answer"


def test_nobody_is_listened_to_forever(client: FlaskClient) -> None:
    body = Endless()
    assert share(client, body, 10**9) == (303, "/shared?unkept=1")
    assert body.taken <= MAX_SHARED_BYTES


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("POST", "/api/v1/nothing", 404),
        ("DELETE", "/api/v2/cases", 404),
        ("GET", "/api/v1/nothing", 404),
        ("POST", "/api/v1/units", 405),
        ("DELETE", "/api/v1/password", 405),
        ("POST", "/tasks", 405),
    ],
)
def test_an_unknown_address_is_404_and_a_wrong_method_405(
    client: FlaskClient, method: str, path: str, status: int
) -> None:
    answer = client.open(path, method=method)
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
