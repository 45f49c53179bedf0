"""What else was reported there: likely duplicates and relapses, never a reason to refuse."""

from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from app.cases.models import Case
from app.core.clock import now
from tests.cases.conftest import Json, Street
from tests.factories import CENTRE


def similar(street: Street, case: Json, who: str = "supervisor") -> list[str]:
    answer = street.of(who).get(f"/cases/{case['id']}/similar")
    assert answer.status_code == 200, answer.json
    return [row["id"] for row in answer.get_json()["items"]]


def at(metres_east: float) -> Json:
    """On the segment, so far from where reports of these tests are."""
    lon = CENTRE[0] + 0.0005 + metres_east / 91_600
    return {"location": {"lon": lon, "lat": CENTRE[1] + 0.00009, "datum": "wgs84"}}


def test_the_same_kind_within_fifty_metres_newest_first(street: Street) -> None:
    case = street.reported()
    near, nearer = street.reported(**at(45)), street.reported(**at(-3))
    street.reported(**at(55))
    street.reported(category_code=street.make.category().code)
    assert similar(street, case) == [nearer["id"], near["id"]]


def test_closed_lately_is_a_relapse_closed_long_ago_is_not(session: Session, street: Street) -> None:
    lately, long_ago, rejected = (street.reported() for _ in range(3))
    for case, status, days in ((lately, "closed", 29), (long_ago, "closed", 31), (rejected, "rejected", 1)):
        row = session.get_one(Case, UUID(case["id"]))
        row.status = status
        row.closed_at = now() - timedelta(days=days) if status == "closed" else None
    session.flush()
    assert similar(street, street.reported()) == [lately["id"]]


def test_known_by_its_segment_alone_it_is_like_the_rest_of_the_segment(street: Street) -> None:
    there = street.reported(**at(-40))
    case = street.reported("supervisor", segment_id=str(street.segment.id), location=None, source="hotline")
    assert similar(street, case) == [there["id"]]


def test_nobody_learns_of_cases_they_may_not_see(street: Street) -> None:
    theirs = street.reported("supervisor", **at(2))
    mine = street.reported("far_chief")
    assert similar(street, mine, "far_chief") == []
    assert similar(street, mine, "chief") == [theirs["id"]]
    assert street.of("far_chief").get(f"/cases/{theirs['id']}/similar").status_code == 404
    assert street.of("supervisor").get(f"/cases/{uuid4()}/similar").status_code == 404
