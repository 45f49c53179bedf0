"""A photo from the phone to the one who checks, over HTTP: who sees it, when, and what is refused."""

import pytest
from werkzeug.test import TestResponse

from tests.cases.conftest import Json
from tests.contract.conftest import Town, picture, sha256
from tests.media import pictures as made

PHOTO = picture(7)
SHA = sha256(PHOTO)
BEFORE = {"sha256": SHA, "role": "before"}
ITALY = made.noted_picture(
    taken="2008:10:22 16:28:39", lat_ref="N", lat=(43.0, 28.0, 2.8), lon_ref="E", lon=(11.0, 53.0, 6.4)
)


def sees(town: Town, who: str, sha: str = SHA) -> bool:
    """Whether somebody may see it, made or not."""
    answer = town.of(who).get(f"/photos/{sha}?size=thumb")
    if answer.status_code == 200:
        return True
    assert answer.status_code == 404
    if answer.json["code"] == "photo_not_ready":
        assert int(answer.headers["Retry-After"]) > 0
        return True
    return False


def test_before_a_case_names_it_only_its_sender_sees_it(town: Town) -> None:
    assert town.send_photo("chief", PHOTO).status_code == 201
    assert town.send_photo("chief", PHOTO).status_code == 200
    others = (
        "other_chief",
        "supervisor",
        "office_supervisor",
        "admin",
        "viewer",
        "handler",
        "next_supervisor",
    )
    assert sees(town, "chief")
    assert [who for who in others if sees(town, who)] == []


@pytest.mark.parametrize("is_first", [True, False])
def test_bytes_may_come_before_or_after_the_case(town: Town, is_first: bool) -> None:
    if is_first:
        town.send_photo("chief", PHOTO)
    case = town.reported(photos=[BEFORE])
    assert case["missing_photos"] == ([] if is_first else [SHA])
    assert sees(town, "supervisor") is is_first
    town.send_photo("chief", PHOTO)
    assert sees(town, "supervisor")
    assert not sees(town, "next_supervisor")
    assert town.look("viewer", case).json["missing_photos"] == []


def test_naming_the_hash_of_anothers_photo_shows_nothing(town: Town) -> None:
    town.send_photo("next_chief", PHOTO)
    town.reported("next_chief", photos=[BEFORE], location=None, segment_id=str(town.next_segment.id))
    case = town.reported("chief", photos=[BEFORE])
    assert case["missing_photos"] == [SHA]
    assert [who for who in ("chief", "office_supervisor", "other_chief") if sees(town, who)] == []
    town.act("chief", case, "comment", note="也是", photos=[{"sha256": SHA, "role": "near"}])
    assert not sees(town, "chief")
    assert case["photos"][0]["width"] is None
    town.send_photo("chief", PHOTO)
    assert sees(town, "office_supervisor")


def test_the_bytes_from_somebody_who_has_no_part_in_the_case_do_not_count(town: Town) -> None:
    case = town.reported(photos=[BEFORE])
    town.send_photo("office_supervisor", PHOTO)
    assert town.look("chief", case).json["missing_photos"] == [SHA]
    town.act("office_supervisor", case, "file")
    assert town.look("chief", case).json["missing_photos"] == []
    assert sees(town, "chief")


def test_closing_waits_for_the_bytes_of_the_handler(town: Town) -> None:
    case = town.assigned()
    after = {"sha256": SHA, "role": "after"}
    for photos in ([], [BEFORE], [{"sha256": SHA, "role": "check"}]):
        refused = town.send("handler", case, "handle", photos=photos)
        assert (refused.status_code, list(refused.get_json()["fields"])) == (422, ["photos"])
    case = town.act("handler", case, "handle", photos=[after])
    refused = town.send("chief", case, "verify_pass")
    assert (refused.status_code, refused.get_json()["code"]) == (409, "photos_missing")
    assert town.send_photo("handler", PHOTO).status_code == 201
    assert sees(town, "chief")
    assert town.act("chief", case, "verify_pass")["status"] == "closed"


def test_a_picture_of_italy_is_shown_as_a_mismatch_and_not_refused(town: Town) -> None:
    assert town.send_photo("chief", ITALY).status_code == 201
    named = {"sha256": sha256(ITALY), "role": "before"}
    case = town.reported(photos=[named])
    (photo,) = case["photos"]
    assert {"place_mismatch", "time_mismatch"} <= set(photo["warnings"])
    assert photo["exif_taken_at"][:10] == "2008-10-22"
    assert photo["exif_distance_m"] > 1_000_000
    again = town.reported(photos=[named])
    assert "reused" in again["photos"][0]["warnings"]


def test_the_photo_of_before_handed_in_as_after_is_shown_as_reused(town: Town) -> None:
    town.send_photo("chief", PHOTO)
    case = town.act(
        "supervisor", town.reported(photos=[BEFORE]), "assign", department_id=str(town.department.id)
    )
    assert case["photos"][0]["warnings"] == []
    case = town.act("handler", case, "handle", photos=[{"sha256": SHA, "role": "after"}])
    assert [photo["warnings"] for photo in case["photos"]] == [["reused"], ["reused"]]


@pytest.mark.parametrize("who", ["chief", "handler", "supervisor", "organiser"])
def test_whoever_reports_or_acts_sends_photos(town: Town, who: str) -> None:
    assert town.send_photo(who, PHOTO).status_code == 201


def refusal(answer: TestResponse) -> tuple[int, str]:
    assert answer.content_type == "application/problem+json"
    return answer.status_code, answer.get_json()["code"]


def test_what_is_refused_is_refused_with_its_reason(town: Town) -> None:
    chief = town.of("chief")
    assert refusal(chief.put(f"/photos/{'0' * 64}", data=PHOTO)) == (422, "hash_mismatch")
    for content, status in (
        (b"<svg/>", 415),
        (PHOTO[:-20], 415),
        (made.huge_png(), 413),
        (made.huge_heic(), 413),
    ):
        assert refusal(town.send_photo("chief", content))[0] == status
        assert not sees(town, "chief", sha256(content))
    assert refusal(town.send_photo("chief", PHOTO + b"\0" * 25_000_000))[0] == 413


def test_the_untouched_bytes_leave_only_with_a_line_in_the_log(town: Town) -> None:
    town.send_photo("chief", ITALY)
    town.reported(photos=[{"sha256": sha256(ITALY), "role": "before"}])
    path = f"/photos/{sha256(ITALY)}/evidence"
    statuses = {who: town.of(who).post(path).status_code for who in ("chief", "viewer", "next_supervisor")}
    assert statuses == {"chief": 403, "viewer": 403, "next_supervisor": 404}
    assert town.of("office_supervisor").post(path).data == ITALY
    log: Json = town.of("admin").get("/audit?action=evidence_export").get_json()
    assert [row["actor_id"] for row in log["items"]] == [str(town.people["office_supervisor"].id)]
