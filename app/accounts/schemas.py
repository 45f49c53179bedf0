"""What goes in and out of log-in and of the administration of people, units and departments."""

import unicodedata
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints

from app.core.actor import Actor, Device, Role
from app.core.http import Answer, Body
from app.core.paging import Page


def plain_username(typed: str) -> str:
    """As stored and compared: wide letters of a Chinese keyboard and a first capital do not count."""
    return unicodedata.normalize("NFKC", typed).strip().casefold()


Username = Annotated[str, Field(min_length=1, max_length=60), AfterValidator(plain_username)]
Password = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=False)]
Name = Annotated[str, Field(min_length=1, max_length=60)]
UnitKind = Literal["district", "street_office", "community"]


class Credentials(Body):
    """A log-in. Without `device` the stricter time-out of a desk holds."""

    username: Username
    password: Password
    device: Device = "desk"


class PasswordChange(Body):
    """A person's own new password."""

    old_password: Password
    new_password: Password


class PasswordReset(Body):
    """A password given by an administrator; without one the server makes a one-time password."""

    password: Password | None = None


class OneTimePassword(Answer):
    """Shown once; the person must choose another at the first log-in. NULL when the administrator gave it."""

    one_time_password: str | None


class RoleHeld(Answer):
    """A role and the unit it is held in, with all units below."""

    role: Role
    unit_id: UUID


class CurrentUser(Answer):
    """The person logged in."""

    id: UUID
    name: str
    username: str
    roles: list[RoleHeld]
    department_id: UUID | None
    must_change_password: bool


class CurrentSession(Answer):
    """Who is logged in, and the token unsafe requests carry."""

    user: CurrentUser
    csrf_token: str

    @classmethod
    def of(cls, actor: Actor, csrf_token: str) -> "CurrentSession":
        """The session as the client sees it."""
        user = CurrentUser(
            id=actor.id,
            name=actor.name,
            username=actor.username,
            roles=[RoleHeld(role=grant.role, unit_id=grant.unit_id) for grant in actor.grants],
            department_id=actor.department_id,
            must_change_password=actor.must_change_password,
        )
        return cls(user=user, csrf_token=csrf_token)


class RoleGiven(Body):
    """A role to be held in a unit and all units below."""

    role: Role
    unit_id: UUID


class GrantsBody(Body):
    """All roles of a person; what is left out is taken away."""

    roles: list[RoleGiven] = Field(max_length=50)


class UserBody(GrantsBody):
    """A person as an administrator writes them."""

    username: Username
    name: Name
    department_id: UUID | None = None
    is_active: bool = True
    password: Password | None = None
    """Of a new person only; without one the server makes a one-time password."""


class PersonAnswer(Answer):
    """A person as administrators and supervisors see them."""

    id: UUID
    username: str
    name: str
    roles: list[RoleHeld]
    department_id: UUID | None
    is_active: bool
    must_change_password: bool
    may_administer: bool
    """Whether the caller may change this person."""


class NewPersonAnswer(PersonAnswer):
    """A person after a PUT; the one-time password is told when the person is new."""

    one_time_password: str | None = None


class PeopleQuery(Page):
    """Which people: `q` looks at name and user name."""

    q: str | None = Field(default=None, max_length=60)
    unit_id: UUID | None = None
    role: Role | None = None
    department_id: UUID | None = None
    is_active: bool | None = None


class PeoplePage(Answer):
    """One page of people by name."""

    items: list[PersonAnswer]
    next_cursor: str | None


class DeploymentAnswer(Answer):
    """Settings of this deployment that clients follow; lengths in metres, sizes in bytes and pixels."""

    segment_max_distance_m: float
    max_photo_bytes: int
    max_photo_pixels: int
    map_tiles_url: str | None
    map_tiles_datum: str
    is_demo: bool


class UnitBody(Body):
    """A unit as an administrator writes it."""

    name: str = Field(min_length=1, max_length=80)
    kind: UnitKind
    parent_id: UUID | None = None
    code: str | None = Field(default=None, min_length=1, max_length=20, pattern=r"^[0-9A-Za-z]+$")


class UnitAnswer(Answer):
    """A district, street office or community."""

    id: UUID
    parent_id: UUID | None
    kind: UnitKind
    name: str
    code: str | None


class UnitList(Answer):
    """All units of the caller's districts."""

    items: list[UnitAnswer]


class DepartmentBody(Body):
    """A department as an administrator writes it."""

    name: str = Field(min_length=1, max_length=80)
    unit_id: UUID
    is_active: bool = True


class DepartmentAnswer(Answer):
    """A department or crew that handles cases for a unit and all below it."""

    id: UUID
    unit_id: UUID
    name: str
    is_active: bool


class DepartmentList(Answer):
    """All departments of the caller's districts."""

    items: list[DepartmentAnswer]


class AuditQuery(Page):
    """Which rows of the audit log."""

    action: str | None = Field(default=None, max_length=40)
    actor_id: UUID | None = None
    subject_id: str | None = Field(default=None, max_length=80)


class AuditRow(Answer):
    """One log-in, change of right or evidence export."""

    id: Annotated[str, BeforeValidator(str)]
    at: datetime
    actor_id: UUID | None
    actor_name: str
    action: str
    subject_kind: str
    subject_id: str
    unit_id: UUID | None
    detail: dict[str, Any]


class AuditPage(Answer):
    """One page of the audit log, newest first."""

    items: list[AuditRow]
    next_cursor: str | None
