"""A photo broken on the phone: the case is told, another may take its place, proof of work is never lost."""

import pytest

from tests.cases.conftest import Json, Street, named, sha


def handled(street: Street, *photos: Json) -> Json:
    return street.act("handler", street.assigned(), "handle", photos=list(photos) or [named("after", "b")])


def drop(street: Street, who: str, case: Json, letter: str, **given: object) -> Json:
    return street.act(who, case, "comment", note="照片坏了", drop_photos=[sha(letter)], **given)


def test_its_name_goes_and_the_log_keeps_both(street: Street) -> None:
    case = street.reported(photos=[named(), named("near", "c")])
    shown = drop(street, "chief", case, "a")
    assert [photo["sha256"] for photo in shown["photos"]] == [sha("c")]
    assert shown["missing_photos"] == [sha("c")]
    assert [photo["sha256"] for photo in shown["events"][0]["data"]["photos"]] == [sha("a"), sha("c")]
    assert shown["events"][-1]["data"] == {"dropped_photos": [sha("a")]}


def test_lists_show_the_next_picture_in_its_place(street: Street) -> None:
    case = street.reported(photos=[named(), named("near", "c")])
    drop(street, "chief", case, "a")
    (row,) = street.of("chief").get("/cases?limit=1").get_json()["items"]
    assert row["thumb_sha256"] == sha("c")


def test_another_takes_its_place_in_one_act(street: Street) -> None:
    shown = drop(street, "chief", street.reported(), "a", photos=[named("before", "d")])
    assert [(photo["sha256"], photo["role"]) for photo in shown["photos"]] == [(sha("d"), "before")]


def test_work_whose_proof_was_replaced_can_be_closed(street: Street) -> None:
    case = drop(street, "handler", handled(street), "b", photos=[named("after", "d")])
    assert street.send("chief", case, "verify_pass").get_json()["missing_photos"] == [sha("d")]
    street.upload("handler", "d")
    assert street.act("chief", case, "verify_pass")["status"] == "closed"


def test_the_last_proof_of_work_cannot_be_talked_away(street: Street) -> None:
    case = handled(street)
    refused = street.send("handler", case, "comment", note="没有照片", drop_photos=[sha("b")])
    assert (refused.status_code, refused.get_json()["code"]) == (422, "move_incomplete")
    assert list(refused.get_json()["fields"]) == ["photos"]
    assert sha("b") in street.of("chief").get(f"/cases/{case['id']}").get_json()["missing_photos"]


def test_of_two_proofs_one_may_go(street: Street) -> None:
    case = drop(street, "handler", handled(street, named("after", "b"), named("after", "e")), "b")
    street.upload("handler", "e")
    assert street.act("chief", case, "verify_pass")["status"] == "closed"


def test_what_was_cleared_on_the_spot_keeps_its_proof_too(street: Street) -> None:
    case = street.reported(self_handled=True, photos=[named(), named("after", "b")])
    assert street.send("chief", case, "comment", note="x", drop_photos=[sha("b")]).status_code == 422
    assert sha("a") not in drop(street, "chief", case, "a")["missing_photos"]


@pytest.mark.parametrize("who", ["supervisor", "other_chief"])
def test_nobody_lets_go_of_anothers_photo(street: Street, who: str) -> None:
    shown = drop(street, who, street.reported(), "a")
    assert [photo["sha256"] for photo in shown["photos"]] == [sha("a")]


def test_a_photo_that_has_come_stays(street: Street) -> None:
    case = street.reported()
    street.upload("chief", "a")
    assert [photo["sha256"] for photo in drop(street, "chief", case, "a")["photos"]] == [sha("a")]


def test_only_words_let_go_of_photos(street: Street) -> None:
    case = handled(street)
    refused = street.send("chief", case, "verify_pass", drop_photos=[sha("b")])
    assert (refused.status_code, list(refused.get_json()["fields"])) == (422, ["drop_photos"])
