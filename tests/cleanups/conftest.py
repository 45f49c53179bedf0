"""An office with its people, and the shortest way to a session that is being counted."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from werkzeug.test import TestResponse

from app.accounts.models import User
from app.core.clock import today
from tests.factories import CENTRE, Caller, Make, Phone

Json = dict[str, Any]
SATURDAY = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)
"""Nine in the morning in the office, ISO week 47 of 2026."""


@dataclass
class Office:
    """棉纺路街道 with a segment, an organiser and everybody else a cleanup meets."""

    make: Make
    phone: Phone
    callers: dict[str, Caller] = field(default_factory=dict)

    def __post_init__(self) -> None:
        make = self.make
        self.segment = make.segment(name="棉纺路：桐柏路—嵩山路")
        far = make.unit("航海西路街道")
        self.people: dict[str, User] = {
            "organiser": make.user("organiser", name="陈组织"),
            "other_organiser": make.user("organiser"),
            "district_organiser": make.user("organiser", unit=make.district),
            "far_organiser": make.user("organiser", unit=far),
            "supervisor": make.user("supervisor", unit=make.district),
            "lead": make.user("road_chief", name="周路长"),
            "chief": make.user("road_chief"),
            "handler": make.user("handler", department=make.department()),
            "viewer": make.user("viewer", unit=make.district),
            "admin": make.user("admin", unit=make.district),
        }

    def of(self, who: str) -> Caller:
        """The person with a log-in, the same one each time."""
        if who not in self.callers:
            self.callers[who] = self.phone(self.people[who])
        return self.callers[who]

    def series(self, who: str = "organiser", **given: Any) -> Json:
        """Every Saturday since January."""
        series_id = given.pop("id", uuid4())
        body = {
            "name": "全城清洁",
            "unit_id": str(self.make.office.id),
            "weekdays": [6],
            "starts_on": "2026-01-01",
        }
        return taken(self.of(who).put(f"/cleanup-series/{series_id}", json=body | given), 201)

    def site(self, **given: Any) -> Json:
        """A site on the segment, unless another place is given."""
        body: Json = {"id": str(uuid4()), "name": "棉纺路东段"}
        if not {"road_id", "location"} & given.keys():
            body["segment_id"] = str(self.segment.id)
        return body | given

    def body(self, series: Json, **given: Any) -> Json:
        """A session with one site, today."""
        return {"series_id": series["id"], "held_on": str(today()), "sites": [self.site()]} | given

    def put(
        self, series: Json, who: str = "organiser", session_id: object = None, **given: Any
    ) -> TestResponse:
        """A session as sent."""
        return self.of(who).put(f"/cleanup-sessions/{session_id or uuid4()}", json=self.body(series, **given))

    def session(self, series: Json | None = None, **given: Any) -> Json:
        """A session as made."""
        return taken(self.put(series or self.series(), **given), 201)

    def read(self, session: Json, who: str = "organiser") -> Json:
        """The session as it stands."""
        return taken(self.of(who).get(f"/cleanup-sessions/{session['id']}"), 200)

    def send(self, session: Json, action: str, who: str = "organiser", **given: Any) -> TestResponse:
        """An order as sent, with the version of `session`."""
        body = {"action_id": str(uuid4()), "action": action, "version": session["version"]} | given
        return self.of(who).post(f"/cleanup-sessions/{session['id']}/actions", json=body)

    def act(self, session: Json, action: str, who: str = "organiser", **given: Any) -> Json:
        """An order as carried out."""
        return taken(self.send(session, action, who, **given), 200)

    def at(self, session: Json, site: Json | None = None) -> str:
        """The address of a site, by default the first."""
        return f"/cleanup-sessions/{session['id']}/sites/{(site or session['sites'][0])['id']}"

    def count(
        self,
        session: Json,
        counter_id: object,
        seq: int,
        who: str = "organiser",
        site: Json | None = None,
        **counts: int,
    ) -> TestResponse:
        """A counter as sent."""
        path = f"{self.at(session, site)}/counters/{counter_id}"
        return self.of(who).put(path, json={"seq": seq, "counts": counts})

    def point(self) -> Json:
        """A place on no segment."""
        return {"lon": CENTRE[0], "lat": CENTRE[1]}


def taken(answer: TestResponse, status: int) -> Json:
    """The body of an answer that must have this status."""
    assert answer.status_code == status, answer.text
    body: Json = answer.get_json()
    return body


def refused(answer: TestResponse) -> tuple[int, str]:
    """Status and code of a refusal."""
    return answer.status_code, answer.get_json()["code"]


@pytest.fixture
def office(make: Make, phone: Phone) -> Office:
    """The office most tests of cleanups play in."""
    return Office(make, phone)
