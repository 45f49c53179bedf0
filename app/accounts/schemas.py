"""What goes in and out of log-in."""

from uuid import UUID

from pydantic import Field

from app.core.actor import Actor, Device, Role
from app.core.http import Answer, Body


class Credentials(Body):
    """A log-in. Without `device` the stricter time-out of a desk holds."""

    username: str = Field(min_length=1, max_length=60)
    password: str = Field(min_length=1, max_length=200)
    device: Device = "desk"


class RoleIn(Answer):
    """A role and where it is held."""

    role: Role
    unit_id: UUID


class CurrentUser(Answer):
    """The person logged in."""

    id: UUID
    name: str
    username: str
    roles: list[RoleIn]
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
            roles=[RoleIn(role=grant.role, unit_id=grant.unit_id) for grant in actor.grants],
            department_id=actor.department_id,
            must_change_password=actor.must_change_password,
        )
        return cls(user=user, csrf_token=csrf_token)
