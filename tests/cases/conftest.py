"""A street with everybody a case meets, and the shortest way to move one along."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app.accounts.models import User
from app.core.clock import now
from app.media.models import Photo, PhotoUpload
from tests.factories import CENTRE, Caller, Make, Phone

Json = dict[str, Any]


def sha(letter: str) -> str:
    """A hash that stands for some photo."""
    return letter * 64


def named(role: str = "before", letter: str = "a") -> Json:
    """A photo named in a body."""
    return {"sha256": sha(letter), "role": role}


@dataclass
class Street:
    """One segment of one office in a district, its people logged in, one category, one department."""

    make: Make
    phone: Phone
    callers: dict[str, Caller] = field(default_factory=dict)

    def __post_init__(self) -> None:
        make = self.make
        self.segment = make.segment(name="桐柏路：建设路—棉纺路")
        self.category = make.category("04-06")
        self.department = make.department("综合执法队")
        self.people: dict[str, User] = {
            "chief": make.user("road_chief", name="路长"),
            "other_chief": make.user("road_chief", name="另一路长"),
            "far_chief": make.user("road_chief", unit=make.unit("须水街道")),
            "supervisor": make.user("supervisor", unit=make.district, name="督导"),
            "office_supervisor": make.user("supervisor"),
            "far_supervisor": make.user("supervisor", unit=make.unit("柳湖街道")),
            "handler": make.user("handler", unit=make.district, department=self.department, name="处置"),
            "far_handler": make.user("handler", unit=make.district, department=make.department()),
            "organiser": make.user("organiser"),
            "viewer": make.user("viewer", unit=make.district),
            "admin": make.user("admin", unit=make.district),
            "outsider": make.user("supervisor", unit=make.unit("金水区", "district", code="410105")),
        }
        for name in ("chief", "other_chief"):
            make.appointment(self.people[name], self.segment)

    def of(self, who: str) -> Caller:
        """The person with a log-in, the same one each time."""
        if who not in self.callers:
            self.callers[who] = self.phone(self.people[who])
        return self.callers[who]

    def body(self, **given: Any) -> Json:
        """A patrol's report from the middle of the segment, ten metres north of it."""
        location = {"lon": CENTRE[0] + 0.0005, "lat": CENTRE[1] + 0.00009, "accuracy_m": 8, "datum": "wgs84"}
        body: Json = {
            "category_code": self.category.code,
            "observed_at": datetime(2026, 11, 20, 9, 30, tzinfo=UTC).isoformat(),
            "location": location,
            "photos": [named()],
        }
        return {name: value for name, value in (body | given).items() if value is not None}

    def put(self, who: str = "chief", case_id: object = None, **given: Any) -> TestResponse:
        """A report as sent."""
        return self.of(who).put(f"/cases/{case_id or uuid4()}", json=self.body(**given))

    def reported(self, who: str = "chief", **given: Any) -> Json:
        """A report as taken."""
        answer = self.put(who, **given)
        assert answer.status_code == 201, answer.json
        case: Json = answer.get_json()
        return case

    def send(self, who: str, case: Json, action: str, **given: Any) -> TestResponse:
        """A move as sent, with the version of `case`."""
        body = {"action_id": str(uuid4()), "action": action, "version": case["version"]} | given
        return self.of(who).post(f"/cases/{case['id']}/actions", json=body)

    def act(self, who: str, case: Json, action: str, **given: Any) -> Json:
        """A move as made."""
        answer = self.send(who, case, action, **given)
        assert answer.status_code == 200, answer.json
        moved: Json = answer.get_json()
        return moved

    def assigned(self, **given: Any) -> Json:
        """A case the handler's department has."""
        department_id = str(self.department.id)
        return self.act("supervisor", self.reported(**given), "assign", department_id=department_id)

    def handled(self, letter: str = "b", **given: Any) -> Json:
        """A case the handler says is done, its after photo there."""
        self.upload("handler", letter)
        return self.act("handler", self.assigned(**given), "handle", photos=[named("after", letter)])

    def drawn(self, zoom: float, who: str = "supervisor", **query: Any) -> Json:
        """What their map shows."""
        answer = self.of(who).get("/cases/map", query_string={"zoom": zoom} | query)
        assert answer.status_code == 200, answer.json
        shown: Json = answer.get_json()
        return shown

    def upload(self, who: str, letter: str, **given: Any) -> Photo:
        """The bytes of a photo, as media would keep them."""
        session: Session = self.make.session
        photo = session.get(Photo, sha(letter))
        if photo is None:
            values: Json = {"content_type": "image/jpeg", "byte_size": 1, "width": 40, "height": 30}
            photo = Photo(sha256=sha(letter), received_at=now(), **(values | given))
            session.add(photo)
        session.add(PhotoUpload(sha256=sha(letter), user_id=self.people[who].id, uploaded_at=now()))
        session.flush()
        return photo


@pytest.fixture
def street(make: Make, phone: Phone) -> Street:
    """The street most tests of cases play in."""
    return Street(make, phone)
