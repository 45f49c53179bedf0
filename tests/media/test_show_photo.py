"""A photo is shown to its sender and to whoever may see what names it, without a word of metadata."""

import io
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import media
from app.accounts.models import AuditEntry
from app.core.storage import storage
from app.media.formats import jpeg
from app.media.models import Photo
from tests.factories import Caller, Make, Phone
from tests.media import pictures as made
from tests.media.conftest import derive_all, said

CONTENT = made.noted_picture(size=(2000, 1000), orientation=6, make="NIKON", **made.ZHENGZHOU)
PATH = f"/photos/{made.sha(CONTENT)}"


@pytest.fixture
def sent(chief: Caller) -> Caller:
    """The chief has sent the photo; nothing is made of it yet."""
    assert chief.put(PATH, data=CONTENT).status_code == 201
    return chief


@pytest.fixture
def shown(sent: Caller) -> Caller:
    """The chief has sent the photo, and the worker has done its part."""
    assert derive_all() == 1
    return sent


@pytest.mark.parametrize("size", ["thumb", "screen", "original"])
def test_not_ready_says_when_to_ask_again(sent: Caller, size: str) -> None:
    answer = sent.get(f"{PATH}?size={size}")
    assert (answer.status_code, said(answer)["code"]) == (404, "photo_not_ready")
    assert int(answer.headers["Retry-After"]) <= 10
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?size=thumb", (180, 360)),
        ("?size=screen", (800, 1600)),
        ("", (800, 1600)),
        ("?size=original", (1000, 2000)),
    ],
)
def test_each_size_is_an_upright_jpeg_without_metadata(
    shown: Caller, query: str, expected: tuple[int, int]
) -> None:
    answer = shown.get(PATH + query)
    assert (answer.status_code, answer.content_type) == (200, "image/jpeg")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert Image.open(io.BytesIO(answer.data)).size == expected
    assert not {segment.marker for segment in jpeg.segments(answer.data)} & set(range(0xE1, 0xF0))
    assert b"NIKON" not in answer.data


def test_photos_may_lie_on_an_s3_server(chief: Caller, s3_url: str) -> None:
    storage.bind(s3_url)
    assert chief.put(PATH, data=CONTENT).status_code == 201
    assert chief.put(PATH, data=CONTENT).status_code == 200
    assert derive_all() == 1
    answer = chief.get(f"{PATH}?size=thumb")
    assert Image.open(io.BytesIO(answer.data)).size == (180, 360)


def test_a_small_photo_is_its_own_original(chief: Caller) -> None:
    content = made.picture()
    chief.put(f"/photos/{made.sha(content)}", data=content)
    derive_all()
    answer = chief.get(f"/photos/{made.sha(content)}?size=original")
    assert Image.open(io.BytesIO(answer.data)).size == (64, 48)


def test_it_may_be_kept_by_its_viewer_alone_and_for_good(shown: Caller) -> None:
    answer = shown.get(PATH)
    assert answer.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    again = shown.get(PATH, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    other = shown.get(f"{PATH}?size=thumb", headers={"If-None-Match": answer.headers["ETag"]})
    assert other.status_code == 200


def test_an_unknown_size_is_malformed(shown: Caller) -> None:
    assert shown.get(f"{PATH}?size=huge").status_code == 422


@pytest.mark.parametrize("role", ["road_chief", "handler", "supervisor", "viewer", "admin", "organiser"])
def test_others_see_nothing_of_it(shown: Caller, make: Make, phone: Phone, role: Any) -> None:
    stranger = phone(make.user(role))
    answer = stranger.get(PATH)
    assert (answer.status_code, said(answer)["code"]) == (404, "photo_not_found")
    assert answer.data == stranger.get(f"/photos/{'0' * 64}").data


@pytest.mark.parametrize("address", ["%00", "x", "0" * 63, "A" * 64, "%F0%9F%93%B7"])
def test_what_is_no_address_is_not_there(chief: Caller, supervisor: Caller, address: str) -> None:
    assert chief.get(f"/photos/{address}").status_code == 404
    assert supervisor.post(f"/photos/{address}/evidence").status_code == 404


def test_an_etag_opens_no_door(shown: Caller, supervisor: Caller) -> None:
    etag = shown.get(PATH).headers["ETag"]
    assert supervisor.get(PATH, headers={"If-None-Match": etag}).status_code == 404


def test_who_may_see_what_names_it_sees_it(shown: Caller, make: Make, phone: Phone) -> None:
    allowed = make.user("supervisor")
    media.register_viewer(lambda _session, actor, sha256: actor.id == allowed.id and sha256 in PATH)
    assert phone(allowed).get(PATH).status_code == 200
    assert phone(make.user("supervisor")).get(PATH).status_code == 404


def test_sending_the_same_bytes_is_a_way_to_see_them(shown: Caller, supervisor: Caller) -> None:
    assert supervisor.put(PATH, data=CONTENT).status_code == 200
    assert supervisor.get(PATH).status_code == 200


def test_the_untouched_bytes_leave_only_with_a_line_in_the_log(
    shown: Caller, make: Make, phone: Phone, session: Session
) -> None:
    media.register_viewer(lambda *_: True)
    user = make.user("supervisor")
    answer = phone(user).post(f"{PATH}/evidence")
    assert answer.data == CONTENT
    assert answer.content_type == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Cache-Control"] == "no-store"
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "evidence_export")).one()
    assert (entry.actor_id, entry.subject_kind, entry.subject_id) == (user.id, "photo", made.sha(CONTENT))


@pytest.mark.parametrize(
    ("role", "status"),
    [("road_chief", 403), ("handler", 403), ("viewer", 403), ("organiser", 403), ("admin", 200)],
)
def test_who_may_export_evidence(shown: Caller, make: Make, phone: Phone, role: Any, status: int) -> None:
    media.register_viewer(lambda *_: True)
    assert phone(make.user(role)).post(f"{PATH}/evidence").status_code == status


def test_evidence_one_may_not_see_is_not_there(shown: Caller, supervisor: Caller, session: Session) -> None:
    assert supervisor.post(f"{PATH}/evidence").status_code == 404
    assert session.scalars(select(AuditEntry).where(AuditEntry.action == "evidence_export")).all() == []


def test_a_photo_nobody_can_decode_is_given_up_and_says_so(chief: Caller, session: Session) -> None:
    content = made.png_with(width=400, height=400, pixels=b"")
    path = f"/photos/{made.sha(content)}"
    assert chief.put(path, data=content).status_code == 201
    photo = session.get_one(Photo, made.sha(content))
    for attempt in (1, 2, 3):
        assert photo.next_try_at is not None
        photo.next_try_at = photo.received_at
        session.flush()
        assert derive_all() == 1
        session.refresh(photo)
        assert photo.attempts == attempt
    answer = chief.get(path)
    assert (answer.status_code, said(answer)["code"]) == (404, "photo_unreadable")
    assert "Retry-After" not in answer.headers
    assert photo.failure


def test_a_store_out_of_reach_does_not_count_as_a_bad_photo(
    sent: Caller, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: str) -> bytes:
        raise ConnectionError

    with monkeypatch.context() as broken:
        broken.setattr(storage, "get", fail)
        with pytest.raises(ConnectionError):
            derive_all()
    photo = session.get_one(Photo, made.sha(CONTENT))
    assert photo.failure is None
    assert photo.next_try_at is not None
