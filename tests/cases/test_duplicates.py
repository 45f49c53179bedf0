"""Open cases a report may repeat: found by kind, place and time of the category, the likeliest first."""

import math
import random
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import insert, text
from sqlalchemy.orm import Session

from app.cases.models import Case
from app.cases.queries.ranking import apart, score
from app.core.clock import now
from app.core.geo import metres_per_degree
from tests.cases.conftest import Json, Street, named, sha
from tests.cases.looking import plans_of, reads_all_cases
from tests.cases.test_statements import counted
from tests.factories import CENTRE

PLACE = (CENTRE[0] + 0.0005, CENTRE[1] + 0.00009)
"""Where reports of these tests are."""
SEEN = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
METRES = st.floats(0, 2000)


def at(east_m: float, north_m: float = 0.0) -> Json:
    """A place so far from where reports are."""
    per_lon, per_lat = metres_per_degree(PLACE[1])
    lon, lat = PLACE[0] + east_m / per_lon, PLACE[1] + north_m / per_lat
    return {"location": {"lon": lon, "lat": lat, "datum": "wgs84"}}


def duplicates(street: Street, case: Json, who: str = "supervisor") -> list[Json]:
    answer = street.of(who).get(f"/cases/{case['id']}/duplicates")
    assert answer.status_code == 200, answer.json
    items: list[Json] = answer.get_json()["items"]
    return items


def ids(rows: list[Json]) -> list[str]:
    return [row["id"] for row in rows]


def before(street: Street, **given_: Any) -> list[Json]:
    """What a phone is told before sending."""
    who = given_.pop("who", "chief")
    asked = {"category_code": street.category.code, "observed_at": SEEN.isoformat()}
    asked |= {"lon": PLACE[0], "lat": PLACE[1]} | given_
    answer = street.of(who).get("/cases/duplicates", query_string=asked)
    assert answer.status_code == 200, answer.json
    items: list[Json] = answer.get_json()["items"]
    return items


def change(session: Session, case: Json, **values: Any) -> None:
    row = session.get_one(Case, UUID(case["id"]))
    for name, value in values.items():
        setattr(row, name, value)
    session.flush()


def test_open_ones_of_the_same_kind_within_reach_nearest_first(session: Session, street: Street) -> None:
    case = street.reported()
    far, near = street.reported(**at(45)), street.reported(**at(-3))
    street.reported(**at(52))
    street.reported(**at(40, 40))  # within the square, not within the circle
    street.reported(category_code=street.make.category().code)
    change(session, street.reported(), status="closed", closed_at=now())
    found = duplicates(street, case)
    assert ids(found) == [near["id"], far["id"]]
    assert [round(row["distance_m"]) for row in found] == [3, 45]
    assert found[0]["score"] > found[1]["score"]


def test_the_category_says_how_near(session: Session, street: Street) -> None:
    case, other = street.reported(), street.reported(**at(45))
    change(session, other, received_at=now() - timedelta(hours=3), observed_at=SEEN - timedelta(hours=3))
    assert ids(duplicates(street, case)) == [other["id"]]
    body = {"code": street.category.code, "name": "占道经营", "class_name": "街面秩序"}
    for stricter in ({"duplicate_radius_m": 44}, {"duplicate_radius_m": 50, "duplicate_hours": 2.5}):
        answer = street.of("admin").put(f"/categories/{street.category.code}", json=body | stricter)
        assert answer.status_code == 200, answer.json
        assert dict(answer.get_json()) | stricter == answer.get_json()
        assert duplicates(street, case) == []
    answer = street.of("admin").put(f"/categories/{street.category.code}", json=body)
    assert (answer.json["duplicate_hours"], answer.json["relapse_days"]) == (2.5, 30)


@pytest.mark.parametrize("wrong", [{"duplicate_radius_m": 0}, {"duplicate_hours": -1}, {"relapse_days": -1}])
def test_no_category_has_a_rule_without_sense(street: Street, wrong: Json) -> None:
    body = {"code": street.category.code, "name": "占道经营", "class_name": "街面秩序"}
    answer = street.of("admin").put(f"/categories/{street.category.code}", json=body | wrong)
    assert (answer.status_code, list(answer.json["fields"])) == (422, list(wrong))


def test_one_of_two_clocks_is_enough(session: Session, street: Street) -> None:
    """A phone was two days without a network, another's clock is two days wrong."""
    case = street.reported()
    late, wrong = street.reported(**at(1)), street.reported(**at(2))
    change(session, late, received_at=now() + timedelta(days=2))
    change(session, wrong, observed_at=SEEN - timedelta(days=2))
    both = street.reported(**at(3))
    change(session, both, received_at=now() + timedelta(days=2), observed_at=SEEN - timedelta(days=2))
    found = duplicates(street, case)
    assert set(ids(found)) == {late["id"], wrong["id"]}
    assert all(row["minutes_apart"] <= 1 for row in found)


def test_likeness_of_photos_that_are_there_counts_most(session: Session, street: Street) -> None:
    case = street.reported(photos=[named("before", "a")])
    near, alike = (
        street.reported(photos=[named("before", "c")], **at(1)),
        street.reported(photos=[named("before", "d")], **at(40)),
    )
    for letter, hashed in (("a", 0b1111), ("c", -1), ("d", 0b0111)):
        street.upload("chief", letter, perceptual_hash=hashed)
    found = duplicates(street, case)
    assert [(row["id"], row["likeness"]) for row in found] == [(alike["id"], 15 / 16), (near["id"], 0.0)]


def test_a_photo_only_named_or_of_afterwards_is_like_nothing(street: Street) -> None:
    case = street.reported(photos=[named("before", "a")])
    street.reported(photos=[named("before", "c"), named("after", "d")], self_handled=True, **at(1))
    for who, letter in (("chief", "a"), ("far_chief", "c"), ("chief", "d")):
        street.upload(who, letter, perceptual_hash=7)
    (row,) = duplicates(street, case)
    assert row["likeness"] is None


def test_before_sending_with_the_photos_already_sent(street: Street) -> None:
    there = street.reported(photos=[named("before", "a")], **at(10))
    street.upload("chief", "a", perceptual_hash=3)
    street.upload("chief", "b", perceptual_hash=3)
    (row,) = before(street, photo=[sha("b"), sha("e")])
    assert (row["id"], row["likeness"], row["may_sight"]) == (there["id"], 1.0, True)
    street.upload("supervisor", "c", perceptual_hash=3)
    (row,) = before(street, photo=[sha("c")])  # somebody else's
    assert row["likeness"] is None


def test_still_here_adds_a_sighting_instead_of_a_case(street: Street) -> None:
    there = street.reported("supervisor", **at(2))
    (row,) = before(street, who="far_chief")
    sighted = street.act("far_chief", row, "sight", note="还在", photos=[named("near", "f")])
    assert [event["action"] for event in sighted["events"]] == ["report", "sight"]
    (row,) = before(street, who="far_chief")
    assert (row["id"], row["is_visible"], row["version"]) == (there["id"], True, 2)


def test_nobody_is_told_more_than_they_may_see(street: Street) -> None:
    street.reported("supervisor", description="隔壁老王", photos=[named("before", "a")], **at(2))
    street.upload("supervisor", "a", perceptual_hash=1)
    street.upload("far_chief", "b", perceptual_hash=1)
    (row,) = before(street, who="far_chief", photo=[sha("b")])
    assert (row["is_visible"], row["may_sight"]) == (False, True)
    assert (row["description"], row["thumb_sha256"], row["likeness"]) == (None, None, None)
    assert before(street, who="handler") == before(street, who="outsider") == []
    (row,) = before(street, who="chief")
    assert row["description"] == "隔壁老王"
    mine = street.reported("far_chief")
    assert [row["is_visible"] for row in duplicates(street, mine, "far_chief")] == [False]
    assert street.of("handler").get(f"/cases/{mine['id']}/duplicates").status_code == 404
    assert street.of("supervisor").get(f"/cases/{uuid4()}/duplicates").status_code == 404


def test_what_cannot_be_asked(street: Street) -> None:
    asked = {"category_code": street.category.code, "observed_at": SEEN.isoformat()}
    for wrong, field in (({"category_code": "none", "lon": 1, "lat": 1}, "category_code"), ({}, "lon")):
        answer = street.of("chief").get("/cases/duplicates", query_string=asked | wrong)
        assert (answer.status_code, list(answer.json["fields"])) == (422, [field])


def test_a_shifted_datum_is_set_right(street: Street) -> None:
    there = street.reported()
    assert before(street, datum="gcj02") == []
    assert ids(before(street, datum="cgcs2000")) == [there["id"]]


def test_known_by_its_segment_alone(street: Street) -> None:
    segment_id = str(street.segment.id)
    called_in = street.reported("supervisor", segment_id=segment_id, location=None, source="hotline")
    there = street.reported(**at(-40))
    assert [(row["id"], row["distance_m"]) for row in duplicates(street, called_in)] == [(there["id"], None)]
    assert ids(duplicates(street, there)) == [called_in["id"]]
    (first, _) = before(street, segment_id=segment_id)
    assert first["id"] == there["id"]


@pytest.mark.parametrize("seed", range(5))
def test_found_and_ranked_as_by_looking_at_every_case(session: Session, street: Street, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    case, made = street.reported(), []
    for _ in range(25):
        place = at(chance.uniform(-60, 60), chance.uniform(-60, 60))
        made.append(street.reported(**place))
        change(
            session,
            made[-1],
            received_at=now() - timedelta(hours=chance.uniform(0, 40)),
            observed_at=SEEN - timedelta(hours=chance.uniform(0, 40)),
            status=chance.choice(("reported", "filed", "handled", "suspended", "closed", "merged")),
        )
    assert ids(duplicates(street, case)) == slowly(session, case, made)


def slowly(session: Session, case: Json, made: list[Json]) -> list[str]:
    """By rule, one after the other."""
    this, found = session.get_one(Case, UUID(case["id"])), []
    for other in (session.get_one(Case, UUID(one["id"])) for one in made):
        far = math.dist(in_metres(this), in_metres(other))
        seconds = min(
            abs((other.received_at - this.received_at).total_seconds()),
            abs((other.observed_at - this.observed_at).total_seconds()),
        )
        if far <= 50 and seconds <= 86_400 and other.status not in ("closed", "merged"):
            rank = round((1 - round(far, 1) / 50 + 1 - seconds / 86_400) / 4, 3)
            found.append((-rank, -other.received_at.timestamp(), str(other.id)))
    return [one for *_, one in sorted(found)][:20]


def in_metres(case: Case) -> tuple[float, float]:
    assert case.lon is not None
    assert case.lat is not None
    per_lon, per_lat = metres_per_degree(PLACE[1])
    return case.lon * per_lon, case.lat * per_lat


@given(METRES, st.floats(1, 1000), st.timedeltas(timedelta(0), timedelta(days=30)), st.floats(0.5, 1000))
def test_nearer_sooner_and_liker_never_rank_behind(
    metres: float, radius: float, between: timedelta, hours: float
) -> None:
    plain = score(metres, radius, between, hours, None)
    assert 0 <= plain <= 0.5
    assert score(None, radius, between, hours, None) <= plain
    assert score(metres / 2, radius, between, hours, None) >= plain
    assert score(metres, radius, between / 2, hours, None) >= plain
    assert (
        plain == score(metres, radius, between, hours, 0.0) <= score(metres, radius, between, hours, 0.3) <= 1
    )
    assert score(0, radius, timedelta(0), hours, 1.0) == 1


@given(MOMENTS, MOMENTS, MOMENTS, MOMENTS)
def test_apart_is_the_smaller_difference_either_way(
    one: datetime, two: datetime, three: datetime, four: datetime
) -> None:
    found = apart((one, two), (three, four))
    assert found == apart((three, four), (one, two)) >= timedelta(0)
    assert found in (max(one, three) - min(one, three), max(two, four) - min(two, four))
    assert found <= abs(one - three)
    assert found <= abs(two - four)


@pytest.fixture
def city(session: Session, street: Street) -> Json:
    """A case among four thousand others all over the city, most of them closed."""
    case = street.reported()
    whole = session.get_one(Case, UUID(case["id"]))
    session.refresh(whole, ["location"])
    names = [
        column.key for column in Case.__table__.columns if column.key not in ("id", "location", "number")
    ]
    like = {name: getattr(whole, name) for name in names}
    rows = []
    for number in range(4000):
        lon, lat = CENTRE[0] + number % 63 / 500, CENTRE[1] + number // 63 / 500
        place = {"lon": lon, "lat": lat, "location": f"SRID=4326;POINT({lon} {lat})"}
        row = like | place | {"id": uuid4(), "status": "closed" if number % 20 else "filed"}
        row |= {"received_at": whole.received_at - timedelta(hours=number), "closed_at": whole.received_at}
        rows.append(row)
    session.execute(insert(Case), rows)
    session.execute(text("ANALYZE"))
    return case


def test_costs_do_not_grow_with_the_city(session: Session, street: Street, city: Json) -> None:
    street.of("supervisor").get("/session")
    with counted(session) as statements, plans_of(session, "may_sight") as plans:
        duplicates(street, city)
        assert len(statements) <= 6, "\n".join(statements)
    with plans_of(session, "may_sight") as others:
        before(street, segment_id=str(street.segment.id))
        before(street)
    assert len(plans + others) == 3
    for plan in plans + others:
        assert not reads_all_cases(plan), plan
        assert "ix_cases_open_location" in plan or "SpatialIndex" in plan, plan
