"""Reading people and what they hold."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import Session, selectinload

from app.accounts.models import RoleGrant, User
from app.accounts.policy import may_administer, may_administer_person
from app.accounts.schemas import PeopleQuery, PersonAnswer, RoleHeld
from app.accounts.units import unit_tree
from app.core.actor import Actor
from app.core.errors import Invalid, NotFound
from app.core.paging import decode_cursor, encode_cursor


def held_in(user: User) -> frozenset[UUID]:
    """The units this person holds roles in."""
    return frozenset(grant.unit_id for grant in user.grants)


def demo_accounts_exist(session: Session) -> bool:
    """Whether anybody could log in with the password that the README prints."""
    return bool(session.scalar(select(exists().where(User.is_demo, User.is_active))))


def is_known(session: Session, user_id: UUID) -> bool:
    """Whether there is such a person, seen by the caller or not."""
    return bool(session.scalar(select(exists().where(User.id == user_id))))


def get_person(session: Session, user_id: UUID, actor: Actor) -> User:
    """A person the actor may see; raises NotFound."""
    statement = select(User).where(User.id == user_id, _visible(actor)).options(selectinload(User.grants))
    user = session.scalar(statement)
    if user is None:
        raise NotFound("There is no such person")
    return user


def list_people(session: Session, wanted: PeopleQuery, actor: Actor) -> tuple[list[User], str | None]:
    """People by name, and where the next page begins."""
    statement = select(User).where(_visible(actor), *_asked(session, wanted))
    if wanted.cursor:
        statement = _after(statement, wanted.cursor)
    statement = statement.order_by(User.name, User.id).limit(wanted.limit + 1)
    rows = list(session.scalars(statement.options(selectinload(User.grants))))
    page = rows[: wanted.limit]
    more = len(rows) > wanted.limit
    return page, encode_cursor(page[-1].name, str(page[-1].id)) if more else None


def _visible(actor: Actor) -> ColumnElement[bool]:
    # A supervisor assigns cases to crews of the whole district; an administrator looks after certain units.
    units = actor.units_as("admin") | (actor.district_unit_ids if actor.has("supervisor") else frozenset())
    seen = User.grants.any(RoleGrant.unit_id.in_(units))
    return or_(seen, ~User.grants.any()) if may_administer(actor) else seen


def _asked(session: Session, wanted: PeopleQuery) -> list[ColumnElement[bool]]:
    held: list[ColumnElement[bool]] = []
    if wanted.role is not None:
        held.append(RoleGrant.role == wanted.role)
    if wanted.unit_id is not None:
        held.append(RoleGrant.unit_id.in_(unit_tree(session).subtree(wanted.unit_id)))
    asked = [User.grants.any(and_(*held))] if held else []
    if wanted.q:
        found = (column.icontains(wanted.q, autoescape=True) for column in (User.name, User.username))
        asked.append(or_(*found))
    if wanted.department_id is not None:
        asked.append(User.department_id == wanted.department_id)
    if wanted.is_active is not None:
        asked.append(User.is_active == wanted.is_active)
    return asked


def _after(statement: Select[User], cursor: str) -> Select[User]:
    name, user_id = decode_cursor(cursor, 2)
    try:
        after = str(name), UUID(user_id)
    except (ValueError, AttributeError) as error:
        raise Invalid("The cursor belongs to another list", code="bad_cursor") from error
    return statement.where(or_(User.name > after[0], and_(User.name == after[0], User.id > after[1])))


def present(user: User, actor: Actor, **more: Any) -> PersonAnswer:
    """The person as the actor sees them."""
    return PersonAnswer(
        id=user.id,
        username=user.username,
        name=user.name,
        roles=[RoleHeld(role=grant.role, unit_id=grant.unit_id) for grant in user.grants],
        department_id=user.department_id,
        is_active=user.is_active,
        must_change_password=user.must_change_password,
        may_administer=may_administer_person(actor, held_in(user)),
        **more,
    )
