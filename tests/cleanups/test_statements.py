"""No request takes more than a dozen or so statements, however many sites, phones and shops there are."""

from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.core.clock import as_of
from tests.cases.test_statements import counted
from tests.cleanups.conftest import SATURDAY, Json, Office, taken


@pytest.fixture
def held(office: Office) -> Json:
    """Eight sites with three phones each, and a week before it."""
    series = office.series()
    office.session(series, held_on="2026-11-14")
    sites = [office.site(name=f"第{number}处") for number in range(8)]
    held = office.session(series, held_on="2026-11-21", sites=sites)
    for site in sites:
        for _ in range(3):
            taken(office.count(held, uuid4(), 1, site=site, volunteer=5, street_staff=2), 201)
    office.of("organiser").get("/session")  # the tree of units is read once a process
    return held


READS = {
    "/cleanup-sessions/{id}": 12,
    "/cleanup-sessions": 6,
    "/cleanup-series": 2,
    "/cleanup-weeks?year=2026": 6,
    "/cleanup-statistics?first=2026-01-01&last=2026-12-31&by=week": 14,
    "/cleanup-statistics?first=2026-01-01&last=2026-12-31&by=segment": 15,
    "/cleanup-sessions/{id}/brief": 36,
    "/shops": 3,
}


@pytest.mark.parametrize("path", READS)
def test_reading(session: Session, office: Office, held: Json, path: str) -> None:
    with counted(session) as statements:
        taken(office.of("organiser").get(path.format(id=held["id"])), 200)
    assert len(statements) <= READS[path], "\n".join(statements)


def test_counting(session: Session, office: Office, held: Json) -> None:
    counter = uuid4()
    for seq, most in ((1, 6), (2, 9)):
        with counted(session) as statements:
            office.count(held, counter, seq, volunteer=seq, street_staff=3)
        assert len(statements) <= most, "\n".join(statements)


def test_signing_in(session: Session, office: Office, client: FlaskClient) -> None:
    with as_of(SATURDAY):
        held = office.session()
        code = held["sign_in"]["code"]
        with counted(session) as statements:
            body = {"token": str(uuid4()), "category_code": "volunteer"}
            taken(client.post(f"/api/v1/cleanup-sign-ins/{code}", json=body), 201)
    assert len(statements) <= 4, "\n".join(statements)


def test_ticking(session: Session, office: Office, held: Json) -> None:
    with counted(session) as statements:
        taken(office.of("organiser").post(f"{office.at(held)}/shops", json={"took_part": []}), 200)
    assert len(statements) <= 6, "\n".join(statements)
