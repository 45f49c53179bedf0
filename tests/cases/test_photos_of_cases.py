"""Photos a case names: there once a person of the case has sent them, seen by those who see the case."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from app.cases.queries.photos import list_named, may_see_photo
from app.cases.schemas.incoming import CaseReport
from app.core.clock import now
from tests.cases.conftest import Json, Street, named, sha
from tests.factories import CENTRE

SEEN_AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


def look(street: Street, case: Json, who: str = "supervisor") -> Json:
    shown: Json = street.of(who).get(f"/cases/{case['id']}").get_json()
    return shown


def test_closing_waits_for_the_bytes_of_the_after_photo(street: Street) -> None:
    case = street.act("handler", street.assigned(), "handle", photos=[named("after", "b")])
    refused = street.send("chief", case, "verify_pass")
    assert (refused.status_code, refused.get_json()["code"]) == (409, "photos_missing")
    assert refused.get_json()["missing_photos"] == [sha("b")]
    street.upload("viewer", "b")
    assert street.send("chief", case, "verify_pass").status_code == 409
    street.upload("handler", "b")
    assert street.act("chief", case, "verify_pass")["status"] == "closed"


def test_an_after_photo_of_failed_work_that_never_came_holds_nothing_up(street: Street) -> None:
    case = street.act("handler", street.assigned(), "handle", photos=[named("after", "b")])
    case = street.act("chief", case, "verify_fail", note="没照片")
    street.upload("handler", "c")
    case = street.act("handler", case, "handle", photos=[named("after", "c")])
    assert street.act("chief", case, "verify_pass")["missing_photos"] == [sha("a"), sha("b")]


def test_the_same_after_photo_named_again_counts_for_the_new_work(street: Street) -> None:
    case = street.act("handler", street.assigned(), "handle", photos=[named("after", "b")])
    case = street.act("chief", case, "verify_fail", note="看不清")
    case = street.act("handler", case, "handle", photos=[named("after", "b"), named("near", "c")])
    assert street.send("chief", case, "verify_pass").get_json()["missing_photos"] == [sha("b")]


def test_what_is_missing_is_listed_until_a_person_of_the_case_sends_it(street: Street) -> None:
    case = street.reported()
    assert case["missing_photos"] == [sha("a")]
    street.upload("other_chief", "a")
    shown = look(street, case)
    assert (shown["missing_photos"], shown["photos"][0]["present"]) == ([sha("a")], False)
    assert shown["photos"][0]["width"] is None
    street.upload("chief", "a")
    (photo,) = look(street, case)["photos"]
    assert (photo["present"], photo["ready"], photo["width"], photo["height"]) == (True, False, 40, 30)


def test_naming_a_hash_gives_no_sight_of_it(session: Session, street: Street) -> None:
    street.upload("far_supervisor", "a")
    street.reported()
    assert not may_see_photo(session, street.make.actor(street.people["chief"]), sha("a"))


@pytest.mark.parametrize(
    ("who", "sees"),
    [("chief", True), ("viewer", True), ("handler", False), ("far_supervisor", False), ("outsider", False)],
)
def test_who_sees_the_case_sees_its_photos(session: Session, street: Street, who: str, sees: bool) -> None:
    street.reported()
    street.upload("chief", "a")
    assert may_see_photo(session, street.make.actor(street.people[who]), sha("a")) is sees


def test_named_photos_and_their_originals_are_never_swept(session: Session, street: Street) -> None:
    street.reported(photos=[named() | {"original_sha256": sha("d")}])
    assert set(list_named(session, [sha("a"), sha("d"), sha("e")])) == {sha("a"), sha("d")}


@pytest.mark.parametrize(
    ("exif", "warnings"),
    [
        ({}, []),
        ({"exif_lon": CENTRE[0] + 0.0005, "exif_lat": CENTRE[1]}, []),
        ({"exif_lon": CENTRE[0] + 0.005, "exif_lat": CENTRE[1]}, ["place_mismatch"]),
        ({"exif_taken_at": SEEN_AT - timedelta(hours=20)}, []),
        ({"exif_taken_at": SEEN_AT - timedelta(hours=30)}, ["time_mismatch"]),
        (
            {"exif_lon": 11.88, "exif_lat": 43.46, "exif_taken_at": datetime(2008, 10, 22, tzinfo=UTC)},
            ["place_mismatch", "time_mismatch"],
        ),
    ],
)
def test_a_camera_that_disagrees_is_shown_and_refuses_nothing(
    street: Street, exif: Json, warnings: list[str]
) -> None:
    street.upload("chief", "a", **exif)
    (photo,) = street.reported()["photos"]
    assert photo["warnings"] == warnings


FAR_OFF: Json = {"lon": 11.88, "lat": 43.46, "taken_at": "2008-10-22T00:00:00Z"}
COPY: Json = {"original_sha256": sha("d")}


@pytest.mark.parametrize(
    ("notes", "warnings"),
    [
        (COPY, []),
        (FAR_OFF | COPY, ["place_mismatch", "time_mismatch"]),
        (FAR_OFF | {"has_exif_time": True, "has_exif_place": True}, ["place_mismatch", "time_mismatch"]),
        (FAR_OFF | COPY | {"has_exif_place": False}, ["place_mismatch", "time_mismatch"]),
        (FAR_OFF | {"has_exif_time": False, "has_exif_place": False}, ["place_mismatch"]),
        ({"lon": CENTRE[0] + 0.0005, "lat": CENTRE[1], "has_exif_place": False}, []),
        ({"taken_at": SEEN_AT.isoformat(), "lon": CENTRE[0], "lat": CENTRE[1]} | COPY, []),
    ],
)
def test_what_a_phone_read_before_making_it_smaller_is_compared_as_well(
    street: Street, notes: Json, warnings: list[str]
) -> None:
    street.upload("chief", "a")
    (photo,) = street.reported(photos=[named() | notes])["photos"]
    assert photo["warnings"] == warnings


def test_the_word_of_the_camera_is_told_from_the_phone_s(street: Street) -> None:
    of_phone = {"has_exif_time": False, "has_exif_place": False}
    told = [named() | FAR_OFF, named("near", "b") | FAR_OFF | of_phone]
    camera, phone = street.reported(photos=told)["photos"]
    assert camera["exif_distance_m"] > 8_000_000
    assert (camera["phone_distance_m"], phone["exif_distance_m"]) == (None, None)
    assert (camera["exif_taken_at"], phone["exif_taken_at"]) == (camera["taken_at"], None)
    assert phone["phone_distance_m"] == camera["exif_distance_m"]
    assert phone["taken_at"] == camera["taken_at"]


def test_the_bytes_own_word_goes_before_what_was_said_about_them(street: Street) -> None:
    street.upload("chief", "a", exif_lon=CENTRE[0], exif_lat=CENTRE[1], exif_taken_at=SEEN_AT)
    (photo,) = street.reported(photos=[named() | FAR_OFF])["photos"]
    assert photo["warnings"] == []


def test_an_after_photo_is_compared_with_the_day_of_the_work(street: Street) -> None:
    street.upload("handler", "b", exif_taken_at=now())
    case = street.act("handler", street.assigned(), "handle", photos=[named("after", "b")])
    assert case["photos"][1]["warnings"] == []


def test_a_picture_used_twice_is_shown(street: Street) -> None:
    first = street.reported()
    assert street.reported()["photos"][0]["warnings"] == ["reused"]
    assert look(street, first)["photos"][0]["warnings"] == ["reused"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (named() | COPY, named("before", "b") | COPY),
        (named("before", "d"), named() | COPY),
        (named() | COPY, named("before", "d")),
    ],
)
def test_two_copies_of_one_original_are_one_picture(street: Street, first: Json, second: Json) -> None:
    street.reported(photos=[first])
    assert street.reported(photos=[second])["photos"][0]["warnings"] == ["reused"]


def test_a_report_from_before_these_notes_is_the_same_report() -> None:
    body = CaseReport.model_validate(
        {"category_code": "x", "observed_at": SEEN_AT, "segment_id": str(UUID(int=1)), "photos": [named()]}
    )
    assert set(body.model_dump()["photos"][0]) == {
        "sha256", "role", "taken_at", "lon", "lat", "original_sha256",
    }  # fmt: skip
