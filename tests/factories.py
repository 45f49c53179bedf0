"""Rows for tests, made with as little as a test wants to say."""

from collections.abc import Mapping
from datetime import date
from itertools import count
from typing import Any, TypeVar
from uuid import UUID, uuid4

from apiflask import APIFlask
from flask.testing import FlaskClient
from geoalchemy2.shape import from_shape
from shapely import LineString, MultiLineString
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app.accounts.models import Department, RoleGrant, Unit, User
from app.accounts.queries import actor_of
from app.accounts.queries.places import DEPARTMENTS
from app.accounts.services import open_session
from app.accounts.units import STAMP
from app.catalog.limits import holding, parse_limits
from app.catalog.models import Category, DepartmentDuty
from app.catalog.queries import CATEGORIES, DUTIES
from app.core import http
from app.core.actor import Actor, Device, Role
from app.core.clock import now
from app.core.stamps import bump
from app.roads.models import Appointment, ChiefLevel, Road, RoadSegment

Row = TypeVar("Row")
LONG_AGO = date(2020, 1, 1)
CENTRE = (113.612, 34.748)
PASSWORD = "Test-password-1"
# Made once: hashing takes longer than most tests.
PASSWORD_HASH = (
    "$argon2id$v=19$m=65536,t=3,p=4$9Y7rhvmqZ+1NtSNxVv798A$U+0NsOrh61GUUKJd2gtONIXAAx0TVUI4f9UVvlV5z+Q"
)
_numbers = count(1)


class Make:
    """One method for each kind of row; each flushes, so that ids and constraints are real."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._held: dict[str, Any] = {}

    def _add(self, row: Row) -> Row:
        self.session.add(row)
        self.session.flush()
        return row

    def _once(self, key: str, row: Row) -> Row:
        if key not in self._held:
            self._held[key] = self._add(row)
        held: Row = self._held[key]
        return held

    def unit(
        self, name: str = "", kind: str = "street_office", parent: Unit | None = None, **given: Any
    ) -> Unit:
        """A unit, by default a street office of the test's district."""
        if parent is None and kind != "district":
            parent = self.district
        row = Unit(name=name or f"unit {next(_numbers)}", kind=kind, parent_id=parent and parent.id, **given)
        bump(self.session, STAMP)
        return self._add(row)

    @property
    def district(self) -> Unit:
        """The district most tests play in, code 410102."""
        if "district" not in self._held:
            self._held["district"] = self.unit("中原区", "district", code="410102")
        held: Unit = self._held["district"]
        return held

    @property
    def office(self) -> Unit:
        """The street office most tests play in."""
        if "office" not in self._held:
            self._held["office"] = self.unit("棉纺路街道")
        held: Unit = self._held["office"]
        return held

    def department(self, name: str = "", unit: Unit | None = None) -> Department:
        """A department that serves `unit`, by default the whole district."""
        unit = unit or self.district
        bump(self.session, DEPARTMENTS)
        return self._add(Department(name=name or f"department {next(_numbers)}", unit_id=unit.id))

    def duty(
        self, department: Department, unit: Unit | None = None, category: Category | None = None
    ) -> DepartmentDuty:
        """A department takes a category, by default every one, within a unit."""
        unit_id = unit.id if unit else department.unit_id
        bump(self.session, DUTIES)
        row = DepartmentDuty(
            department_id=department.id, unit_id=unit_id, category_id=category and category.id
        )
        return self._add(row)

    def user(
        self, *roles: Role, unit: Unit | None = None, department: Department | None = None, **given: Any
    ) -> User:
        """A person with these roles within `unit`, by default the test's street office."""
        username = given.pop("username", f"user{next(_numbers)}")
        row = User(
            username=username,
            name=given.pop("name", username),
            password_hash=PASSWORD_HASH,
            department_id=department and department.id,
            created_at=now(),
            **given,
        )
        row.grants = [RoleGrant(role=role, unit_id=(unit or self.office).id) for role in roles]
        return self._add(row)

    def actor(self, user: User) -> Actor:
        """The person as policies see them."""
        return actor_of(self.session, user)

    def category(self, code: str = "", **given: Any) -> Category:
        """A category with a limit of four hours, by default ones that run on."""
        values: dict[str, Any] = {
            "code": code or f"98-{next(_numbers):04}",
            "name": "占道经营",
            "class_name": "街面秩序",
            "standard_ref": "test",
            "aliases": [],
            "pinyin": "",
            "icon": "stall",
            "limits_text": "4紧急工作时",
        }
        values |= given
        limits = parse_limits(values["limits_text"])
        hours, clock = holding(limits)
        values |= {"limits": limits, "limit_hours": hours, "limit_clock": clock}
        bump(self.session, CATEGORIES)
        return self._add(Category(**values))

    def road(self, name: str = "", **given: Any) -> Road:
        """A road of the test's district."""
        return self._add(Road(name=name or f"road {next(_numbers)}", district_id=self.district.id, **given))

    def segment(
        self,
        line: list[tuple[float, float]] | None = None,
        road: Road | None = None,
        unit: Unit | None = None,
        **given: Any,
    ) -> RoadSegment:
        """A segment, by default a hundred metres or so west to east through the district's centre."""
        lon, lat = CENTRE
        shape = MultiLineString([LineString(line or [(lon, lat), (lon + 0.001, lat)])])
        road = road or self.road()
        values: dict[str, Any] = {"name": f"{road.name}：甲路—乙路", "length_m": 91.5}
        row = RoadSegment(
            id=given.pop("id", uuid4()),
            road_id=road.id,
            unit_id=(unit or self.office).id,
            geometry=from_shape(shape, srid=4326),
            **(values | given),
        )
        return self._add(row)

    def level(self, name: str = "一级路长", rank: int = 1) -> ChiefLevel:
        """A level of chief, the same row each time it is asked for."""
        return self._once(f"level {name}", ChiefLevel(name=name, rank=rank))

    def appointment(self, user: User, segment: RoadSegment, **given: Any) -> Appointment:
        """The person answers for the segment, by default since long ago and without end."""
        values: dict[str, Any] = {"starts_on": LONG_AGO, "level_id": self.level().id}
        return self._add(Appointment(user_id=user.id, segment_id=segment.id, **(values | given)))


class Caller:
    """A logged-in browser: JSON in, cookie and token on every request. `path` stands below /api/v1."""

    def __init__(self, client: FlaskClient, headers: Mapping[str, str]) -> None:
        self.client = client
        self.headers = dict(headers)

    def send(self, method: str, path: str, **given: Any) -> TestResponse:
        """Any request; `headers` are added to the caller's own."""
        headers = self.headers | dict(given.pop("headers", {}))
        return self.client.open(http.API + path, method=method, headers=headers, **given)

    def get(self, path: str, **given: Any) -> TestResponse:
        """GET."""
        return self.send("GET", path, **given)

    def put(self, path: str, **given: Any) -> TestResponse:
        """PUT."""
        return self.send("PUT", path, **given)

    def post(self, path: str, **given: Any) -> TestResponse:
        """POST."""
        return self.send("POST", path, **given)

    def delete(self, path: str, **given: Any) -> TestResponse:
        """DELETE."""
        return self.send("DELETE", path, **given)


class Phone:
    """Opens a log-in for a person without the cost of checking a password."""

    def __init__(self, app: APIFlask, session: Session) -> None:
        self.app = app
        self.session = session

    def __call__(self, user: User, device: Device = "phone") -> Caller:
        token = open_session(self.session, user, device, now())
        self.session.flush()
        client = self.app.test_client()
        with client.session_transaction() as cookie:
            cookie["_user_id"] = token
        with self.app.app_context():
            return Caller(client, {"X-CSRF-Token": http.csrf_token(token)})


def ids(rows: list[Any]) -> list[UUID]:
    """The ids of rows, in their order."""
    return [row.id for row in rows]
