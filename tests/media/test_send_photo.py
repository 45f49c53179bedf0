"""A photo is sent to the address its bytes have: kept once and whole, or refused with a reason."""

import io
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from apiflask import APIFlask
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app.core.db import reading
from app.core.storage import storage
from app.media import services
from app.media.models import Photo, PhotoUpload
from tests.factories import Caller, Make, Phone
from tests.media import pictures as made
from tests.media.conftest import said


def send(caller: Caller, content: bytes, **given: Any) -> TestResponse:
    return caller.put(f"/photos/{made.sha(content)}", data=content, **given)


def files(store: Path) -> list[Path]:
    return [path for path in store.rglob("*") if path.is_file()]


def test_a_new_photo_is_kept_as_it_is(chief: Caller, session: Session, store: Path) -> None:
    content = made.noted_picture(make="NIKON", taken="2026:11:23 08:00:00", **made.ZHENGZHOU)
    answer = send(chief, content)
    assert answer.status_code == 201
    assert said(answer)["sha256"] == made.sha(content)
    assert said(answer)["exif_taken_at"] == "2026-11-23T08:00:00+08:00"
    assert said(answer)["exif_lat"] == pytest.approx(34.748)
    (file,) = files(store)
    assert file.read_bytes() == content
    photo = session.get_one(Photo, made.sha(content))
    assert (photo.content_type, photo.width, photo.height) == ("image/jpeg", 64, 48)
    assert photo.exif["make"] == "NIKON"
    assert photo.exif_lon == pytest.approx(113.612)
    assert photo.derived_at is None
    assert photo.next_try_at is not None


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "HEIF"])
def test_other_kinds_are_kept_too(chief: Caller, kind: str) -> None:
    assert send(chief, made.picture(kind=kind)).status_code == 201


def test_what_the_sender_calls_it_does_not_matter(chief: Caller) -> None:
    assert said(send(chief, made.picture(), content_type="text/html"))["content_type"] == "image/jpeg"


def test_sending_again_is_known(chief: Caller, session: Session) -> None:
    content = made.picture()
    assert send(chief, content).status_code == 201
    again = send(chief, content)
    assert again.status_code == 200
    assert said(again)["sha256"] == made.sha(content)
    assert session.scalar(select(func.count()).select_from(PhotoUpload)) == 1


def test_everybody_who_sent_the_bytes_is_noted(make: Make, phone: Phone, session: Session) -> None:
    content = made.picture()
    for role in ("road_chief", "handler", "supervisor"):
        assert send(phone(make.user(role)), content).status_code in {200, 201}
    assert session.scalar(select(func.count()).select_from(Photo)) == 1
    assert session.scalar(select(func.count()).select_from(PhotoUpload)) == 3


REFUSED = {
    "wrong hash": (made.picture(), "0" * 64, 422, "hash_mismatch"),
    "no hash": (made.picture(), "photo.jpg", 422, "hash_mismatch"),
    "shouted hash": (made.picture(), made.sha(made.picture()).upper(), 422, "hash_mismatch"),
    "nothing": (b"", made.sha(b""), 415, "photo_not_a_picture"),
    "a page": (b"<html>", made.sha(b"<html>"), 415, "photo_not_a_picture"),
    "cut off": (made.picture()[:-9], made.sha(made.picture()[:-9]), 415, "photo_truncated"),
    "two files": (
        made.picture() + made.zipped(),
        made.sha(made.picture() + made.zipped()),
        415,
        "photo_is_two_files",
    ),
    "bomb": (made.huge_jpeg(), made.sha(made.huge_jpeg()), 413, "photo_too_many_pixels"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_refusal_leaves_nothing_behind(
    case: str, chief: Caller, session: Session, store: Path, data_dir: Path
) -> None:
    content, address, status, code = REFUSED[case]
    answer = chief.put(f"/photos/{address}", data=content)
    assert (answer.status_code, said(answer)["code"]) == (status, code)
    assert answer.content_type == "application/problem+json"
    assert files(store) == []
    assert files(data_dir / "incoming") == []
    assert session.scalar(select(func.count()).select_from(Photo)) == 0


class Endless:
    """A body that never stops, and counts what was read of it."""

    def __init__(self) -> None:
        self.taken = 0

    def read(self, size: int = -1) -> bytes:
        self.taken += size
        return b"\xff" * size


@pytest.mark.parametrize("announced", [None, "26000000"])
def test_too_many_bytes_are_refused_while_they_arrive(
    chief: Caller, store: Path, announced: str | None
) -> None:
    body = Endless()
    length = {"wsgi.input_terminated": True} if announced is None else {"CONTENT_LENGTH": announced}
    answer = chief.put(f"/photos/{'0' * 64}", environ_overrides={"wsgi.input": body} | length)
    assert (answer.status_code, said(answer)["code"]) == (413, "photo_too_large")
    assert body.taken <= 25_000_001 + 4 * 25_000_000 + 65_536
    assert files(store) == []


@pytest.mark.parametrize(
    ("headers", "status"), [({"X-CSRF-Token": ""}, 403), ({"Cookie": "luzhang=none"}, 401), ({}, 413)]
)
def test_a_refused_sender_is_heard_out(chief: Caller, headers: dict[str, str], status: int) -> None:
    """Otherwise a phone sees a broken line, and tries again for ever."""
    body = io.BytesIO(b"\xff" * 30_000_000)
    if "Cookie" in headers:
        chief.client.delete_cookie("luzhang")
    environ = {"wsgi.input": body, "CONTENT_LENGTH": "30000000"}
    answer = chief.put(f"/photos/{'0' * 64}", environ_overrides=environ, headers=headers)
    assert answer.status_code == status
    assert body.tell() == 30_000_000


@pytest.mark.parametrize("role", ["viewer", "admin"])
def test_who_neither_reports_nor_acts_may_not_send(make: Make, phone: Phone, role: Any) -> None:
    assert send(phone(make.user(role)), made.picture()).status_code == 403


def test_sending_needs_the_token(chief: Caller) -> None:
    answer = send(chief, made.picture(), headers={"X-CSRF-Token": ""})
    assert (answer.status_code, said(answer)["code"]) == (403, "csrf")


def test_when_the_database_fails_no_photo_is_known(
    chief: Caller, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> bool:
        raise RuntimeError("database gone")

    with monkeypatch.context() as broken:
        broken.setattr(services, "keep_photo", fail)
        assert send(chief, made.picture()).status_code == 500
    assert session.get(Photo, made.sha(made.picture())) is None
    assert send(chief, made.picture()).status_code == 201


def test_when_the_disk_fails_no_photo_is_known(
    chief: Caller, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(storage, "put", fail)
    assert send(chief, made.picture()).status_code == 500
    assert session.get(Photo, made.sha(made.picture())) is None


def test_bytes_a_sweeper_took_meanwhile_are_stored_again(
    chief: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    content, stored = made.picture(), services.store_original

    def store_then_lose(sha256: str, given: Any) -> None:
        stored(sha256, given)
        storage.delete(f"original/{sha256[:2]}/{sha256[2:4]}/{sha256}")
        monkeypatch.setattr(services, "store_original", stored)

    monkeypatch.setattr(services, "store_original", store_then_lose)
    sha256 = made.sha(content)
    assert send(chief, content).status_code == 201
    assert storage.get(f"original/{sha256[:2]}/{sha256[2:4]}/{sha256}") == content


def test_forty_at_once_make_one_photo(app: APIFlask, committed_chief: Caller) -> None:
    content = made.picture((300, 200))
    cookie = committed_chief.client.get_cookie("luzhang")
    assert cookie is not None

    def one(_: int) -> int:
        client = app.test_client()
        client.set_cookie("luzhang", cookie.value)
        return send(Caller(client, committed_chief.headers), content).status_code

    with ThreadPoolExecutor(40) as threads:
        answers = sorted(threads.map(one, range(40)))
    assert answers == [200] * 39 + [201]
    with reading() as session:
        assert session.scalar(select(func.count()).select_from(Photo)) == 1
        assert session.scalar(select(func.count()).select_from(PhotoUpload)) == 1


def test_a_real_photo_is_kept(chief: Caller, shared_data: Path) -> None:
    answer = send(chief, (shared_data / "photos" / "DSCN0010.jpg").read_bytes())
    assert answer.status_code == 201
    assert said(answer)["exif_taken_at"] == "2008-10-22T16:28:39+08:00"
