"""Who is acting: a person as roles and units allow, free of any database session."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

Role = Literal["road_chief", "supervisor", "handler", "organiser", "viewer", "admin"]
ROLES: tuple[Role, ...] = ("road_chief", "supervisor", "handler", "organiser", "viewer", "admin")
Device = Literal["phone", "desk"]


@dataclass(frozen=True)
class Grant:
    """A role within a unit and all units below it (`unit_ids`, the unit itself included)."""

    role: Role
    unit_id: UUID
    unit_ids: frozenset[UUID]


@dataclass(frozen=True)
class Actor:
    """A logged-in person for the length of one request."""

    id: UUID
    name: str
    username: str
    department_id: UUID | None
    grants: tuple[Grant, ...]
    district_unit_ids: frozenset[UUID]
    """Every unit of the districts this person holds a role in."""
    session_id: str = ""
    device: Device = "desk"
    must_change_password: bool = False
    units_stamp: int | None = None
    """Of the tree of units this was built from; spares asking again during the request."""

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def get_id(self) -> str:
        """What the cookie carries (Flask-Login)."""
        return self.session_id

    def has(self, *roles: Role) -> bool:
        """Whether one of these roles is held anywhere."""
        return any(grant.role in roles for grant in self.grants)

    def units_as(self, *roles: Role) -> frozenset[UUID]:
        """The units, with all below them, in which one of these roles is held."""
        return frozenset[UUID]().union(*(grant.unit_ids for grant in self.grants if grant.role in roles))

    def spans_district(self, *roles: Role) -> bool:
        """Whether one of these roles is held in every unit of their districts."""
        return self.has(*roles) and self.units_as(*roles) >= self.district_unit_ids
