"""A merge takes photos, sightings and followers to the case that goes on; it loses nothing and is undone."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.cases.models import Case, CaseEvent, CaseFollower, CasePhoto
from tests.cases.conftest import Json, Street, named, sha
from tests.cases.test_statements import counted


def whole(street: Street, case: Json, who: str = "supervisor") -> Json:
    answer = street.of(who).get(f"/cases/{case['id']}")
    assert answer.status_code == 200, answer.json
    shown: Json = answer.get_json()
    return shown


def twins(street: Street, case: Json, who: str = "supervisor") -> Json:
    answer = street.of(who).get(f"/cases/{case['id']}/duplicates")
    assert answer.status_code == 200, answer.json
    shown: Json = answer.get_json()
    return shown


def shown_photos(case: Json) -> list[tuple[str, str, bool]]:
    return sorted((photo["sha256"][0], photo["role"], photo["present"]) for photo in case["photos"])


def merged(street: Street, case: Json, into: Json) -> Json:
    return street.act("supervisor", whole(street, case), "merge", into_id=into["id"])


def everything(session: Session) -> list[Any]:
    """What must be as before once a merge is undone: rows of photos, followers and pointers."""
    session.expire_all()
    cases = select(Case.id, Case.status, Case.merged_into_id, Case.thumb_sha256, Case.search_text)
    photos = select(CasePhoto.id, CasePhoto.case_id, CasePhoto.sha256, CasePhoto.role, CasePhoto.named_at)
    followers = select(CaseFollower.merged_id, CaseFollower.user_id, CaseFollower.case_id)
    return [sorted(map(repr, session.execute(one))) for one in (cases, photos, followers)]


@pytest.fixture
def pair(street: Street) -> tuple[Json, Json]:
    """The survivor of the supervisor, and a report of a chief from elsewhere with a sighting of another."""
    survivor = street.reported("supervisor", photos=[named("before", "a")])
    double = street.reported("far_chief", photos=[named("before", "b"), named("near", "a")])
    street.upload("supervisor", "a")
    street.upload("far_chief", "b")
    double = street.act("other_chief", double, "sight", note="还在", photos=[named("far", "c")])
    street.upload("other_chief", "c")
    return survivor, double


def test_photos_and_sightings_are_shown_by_the_survivor(street: Street, pair: tuple[Json, Json]) -> None:
    survivor, double = pair
    merged(street, double, survivor)
    shown = whole(street, survivor)
    expected = [("a", "before", True), ("a", "near", True), ("b", "before", True), ("c", "far", True)]
    assert shown_photos(shown) == expected
    assert [event["action"] for event in shown["events"]] == ["report"]
    assert len(whole(street, double)["events"]) == 3
    assert [
        (one["case_id"], one["actor_id"], one["note"], [photo["sha256"][0] for photo in one["photos"]])
        for one in twins(street, survivor)["sightings"]
    ] == [
        (double["id"], str(street.people["far_chief"].id), "", ["b", "a"]),
        (double["id"], str(street.people["other_chief"].id), "还在", ["c"]),
    ]


def test_a_picture_that_both_name_is_shown_once(street: Street) -> None:
    survivor, double = street.reported(), street.reported()
    street.upload("chief", "a")
    merged(street, double, survivor)
    assert shown_photos(whole(street, survivor)) == [("a", "before", True)]


def test_who_reported_or_sighted_it_follows_the_survivor(street: Street, pair: tuple[Json, Json]) -> None:
    survivor, double = pair
    far = street.of("far_chief")
    assert far.get(f"/cases/{survivor['id']}").status_code == 404
    assert far.get(f"/photos/{sha('a')}").status_code == 404
    merged(street, double, survivor)
    assert whole(street, survivor, "far_chief")["allowed_actions"] == ["comment", "sight"]
    # Shown to them now; that these bytes are no picture is another matter.
    assert far.get(f"/photos/{sha('a')}").get_json()["code"] == "photo_unreadable"
    listed = far.get("/cases").get_json()["items"]
    assert {row["id"] for row in listed} == {survivor["id"], double["id"]}
    assert street.of("far_handler").get(f"/cases/{survivor['id']}").status_code == 404


def test_undone_everything_is_as_before(session: Session, street: Street, pair: tuple[Json, Json]) -> None:
    survivor, double = pair
    before, logged = everything(session), session.scalar(select(func.count()).select_from(CaseEvent)) or 0
    shown = whole(street, survivor), whole(street, double)
    after = merged(street, double, survivor)
    assert everything(session) != before
    street.act("supervisor", after, "unmerge")
    assert everything(session) == before
    assert session.scalar(select(func.count()).select_from(CaseEvent)) == logged + 2
    assert whole(street, survivor) == shown[0]
    assert [one[:2] for one in shown_photos(whole(street, double))] == [
        one[:2] for one in shown_photos(shown[1])
    ]
    assert street.of("far_chief").get(f"/cases/{survivor['id']}").status_code == 404


def test_a_chain_of_merges_leads_to_the_last(
    session: Session, street: Street, pair: tuple[Json, Json]
) -> None:
    survivor, double = pair
    last = street.reported("supervisor", photos=[named("before", "e")])
    merged(street, double, survivor)
    merged(street, survivor, last)
    told = twins(street, last)
    assert {one["id"] for one in told["merged"]} == {survivor["id"], double["id"]}
    assert {one["case_id"] for one in told["sightings"]} == {survivor["id"], double["id"]}
    assert whole(street, last, "far_chief")["id"] == last["id"]
    assert len(whole(street, last)["photos"]) == 5
    followed = set(session.scalars(select(CaseFollower.case_id)))
    assert followed == {UUID(last["id"])}
    # Whoever is taken out of it again takes along what is theirs, and nothing else.
    street.act("supervisor", whole(street, survivor), "unmerge")
    assert [one["id"] for one in twins(street, last)["merged"]] == [double["id"]]
    assert shown_photos(whole(street, survivor)) == [("a", "before", True)]
    assert whole(street, last, "far_chief")["id"] == last["id"]
    street.act("supervisor", whole(street, double), "unmerge")
    assert len(whole(street, last)["photos"]) == 1
    assert session.scalars(select(CaseFollower.user_id)).all() == []


def test_the_old_number_leads_to_the_new(street: Street) -> None:
    survivor = street.act("supervisor", street.reported(), "file")
    double = street.act("supervisor", street.reported(), "file")
    merged(street, double, survivor)
    (found,) = street.of("chief").get("/cases", query_string={"q": double["number"]}).get_json()["items"]
    assert (found["id"], found["status"]) == (double["id"], "merged")
    leads_to = twins(street, double, "chief")["merged_into"]
    assert (leads_to["id"], leads_to["number"]) == (survivor["id"], survivor["number"])


def test_a_relative_out_of_sight_is_not_told(street: Street, pair: tuple[Json, Json]) -> None:
    survivor, double = pair
    merged(street, double, survivor)
    street.make.appointment(street.people["handler"], street.segment)
    assert twins(street, survivor, "supervisor")["merged"][0]["id"] == double["id"]
    assert twins(street, survivor, "far_chief")["merged"][0]["id"] == double["id"]
    far = street.act("supervisor", street.reported("handler"), "merge", into_id=survivor["id"])
    told = [one["id"] for one in twins(street, survivor, "far_chief")["merged"]]
    assert far["id"] not in told


def test_merging_and_undoing_stay_cheap_however_many_were_merged(session: Session, street: Street) -> None:
    survivor, last = street.reported(), street.reported("supervisor")
    for _ in range(5):
        merged(street, street.reported(), survivor)
    with counted(session) as statements:
        whole(street, survivor)
        twins(street, survivor)
    assert len(statements) <= 4 + 7, "\n".join(statements)
    seen = whole(street, survivor)
    with counted(session) as statements:
        after = street.act("supervisor", seen, "merge", into_id=last["id"])
    assert len(statements) <= 18, "\n".join(statements)
    with counted(session) as statements:
        street.act("supervisor", after, "unmerge")
    assert len(statements) <= 12, "\n".join(statements)
