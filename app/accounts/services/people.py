"""People made and changed, their roles given and taken, their passwords reset."""

from collections.abc import Collection, Iterable
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import Department, RoleGrant, User
from app.accounts.policy import may_administer_person, may_administer_units
from app.accounts.queries.people import get_person, held_in
from app.accounts.queries.sessions import home_unit_id
from app.accounts.schemas import GrantsBody, RoleGiven, UserBody
from app.accounts.services.audit import record
from app.accounts.services.sessions import end_all_sessions, forget_failures
from app.accounts.units import unit_tree
from app.core.actor import Actor
from app.core.clock import now
from app.core.errors import Conflict, Forbidden, Invalid
from app.core.stamps import bump

Held = tuple[str, UUID]
"""A role and the unit it is held in."""

STAMP = "people"


def create_person(
    session: Session, user_id: UUID, body: UserBody, password_hash: str, actor: Actor | None, **flags: bool
) -> User:
    """A new person with their first roles; `actor` None is the command line, where all is allowed."""
    _take_turns(session)
    _refuse_taken_name(session, user_id, body.username)
    _check_department(session, body.department_id, actor)
    user = User(
        id=user_id,
        username=body.username,
        name=body.name,
        password_hash=password_hash,
        department_id=body.department_id,
        is_active=body.is_active,
        created_at=now(),
        **{"must_change_password": True} | flags,
    )
    session.add(user)
    session.flush()
    _set_roles(session, user, body.roles, actor)
    session.flush()
    _record(session, "user_created", user, actor, after=_facts(user), roles=_words(_held(user)))
    return user


def write_person(
    session: Session, user_id: UUID, body: UserBody, password_hash: str, actor: Actor
) -> tuple[User, bool]:
    """Make the person or change them; whether they are new."""
    _take_turns(session)
    if session.get(User, user_id) is None:
        return create_person(session, user_id, body, password_hash, actor), True
    user = get_person(session, user_id, actor)
    change_person(session, user, body, actor)
    return user, False


def change_person(session: Session, user: User, body: UserBody, actor: Actor) -> None:
    """Everything about a person but the password."""
    _take_turns(session)
    _check_reach(user, actor)
    if body.password is not None:
        raise Invalid("A person who exists gets a password at their /password", code="password_not_here")
    _refuse_taken_name(session, user.id, body.username)
    if body.department_id != user.department_id:
        _check_department(session, body.department_id, actor)
    before = _facts(user)
    user.username, user.name = body.username, body.name
    user.department_id, user.is_active = body.department_id, body.is_active
    session.flush()
    after = _facts(user)
    if before != after:
        _record(session, "user_changed", user, actor, before=before, after=after)
    if before["is_active"] and not user.is_active:
        end_all_sessions(session, user.id, now())
        _keep_an_admin(session, _administered(_held(user)))
    change_grants(session, user, body, actor)


def change_grants(session: Session, user: User, body: GrantsBody, actor: Actor) -> None:
    """Replace a person's roles by these; every one given or taken must lie within the actor's reach."""
    _take_turns(session)
    before = _held(user)
    _set_roles(session, user, body.roles, actor)
    session.flush()
    after = _held(user)
    if before == after:
        return
    home = home_unit_id(session, {unit_id for _, unit_id in before | after})
    words = {"before": _words(before), "after": _words(after)}
    record(session, "grants_changed", "user", user.id, actor=actor, unit_id=home, **words)
    _keep_an_admin(session, _administered(before - after))


def reset_password(session: Session, user: User, password_hash: str, actor: Actor | None) -> None:
    """A new password by another's hand: log-ins end, the door opens, and the person must choose another."""
    if actor is not None:
        _check_reach(user, actor)
    user.password_hash, user.must_change_password = password_hash, True
    end_all_sessions(session, user.id, now())
    forget_failures(session, user.username)
    _record(session, "password_reset", user, actor)


def _take_turns(session: Session) -> None:
    # Two administrators who take each other's role away at once would leave nobody: one waits here.
    bump(session, STAMP)


def _check_reach(user: User, actor: Actor) -> None:
    if not may_administer_person(actor, held_in(user)):
        raise Forbidden("This person holds a role outside your units")


def _check_department(session: Session, department_id: UUID | None, actor: Actor | None) -> None:
    if department_id is None:
        return
    department = session.get(Department, department_id)
    seen = department is not None and (actor is None or department.unit_id in actor.district_unit_ids)
    if not seen:
        words = "There is no such department in your district"
        raise Invalid(words, code="unknown_department", fields={"department_id": [words]})


def _refuse_taken_name(session: Session, user_id: UUID, username: str) -> None:
    if session.scalar(select(User.id).where(User.username == username, User.id != user_id)):
        words = "Somebody else has this user name"
        raise Conflict(words, code="username_taken", fields={"username": [words]})


def _set_roles(session: Session, user: User, roles: Iterable[RoleGiven], actor: Actor | None) -> None:
    wanted: set[Held] = {(role.role, role.unit_id) for role in roles}
    given, taken = wanted - _held(user), _held(user) - wanted
    _check_units(session, given)
    touched = {unit_id for _, unit_id in given | taken}
    if actor is not None and not may_administer_units(actor, touched):
        raise Forbidden("A role outside your units is not yours to give or take", code="outside_your_units")
    user.grants = [grant for grant in user.grants if (grant.role, grant.unit_id) not in taken]
    user.grants += [RoleGrant(role=role, unit_id=unit_id) for role, unit_id in sorted(given, key=str)]


def _check_units(session: Session, given: Collection[Held]) -> None:
    known = unit_tree(session).nodes
    if any(unit_id not in known for _, unit_id in given):
        words = "There is no such unit"
        raise Invalid(words, code="unknown_unit", fields={"roles": [words]})


def _keep_an_admin(session: Session, unit_ids: Iterable[UUID]) -> None:
    """Every unit that had an administrator keeps one, in itself or above; raises Conflict."""
    statement = select(RoleGrant.unit_id).join(User).where(RoleGrant.role == "admin", User.is_active)
    administered = set(session.scalars(statement))
    tree = unit_tree(session)
    for unit_id in unit_ids:
        if administered.isdisjoint(node.id for node in tree.chain(unit_id)):
            raise Conflict("Nobody would be left to administer this unit", code="last_admin")


def _held(user: User) -> set[Held]:
    return {(grant.role, grant.unit_id) for grant in user.grants}


def _administered(held: set[Held]) -> set[UUID]:
    return {unit_id for role, unit_id in held if role == "admin"}


def _words(held: set[Held]) -> list[dict[str, str]]:
    return [{"role": role, "unit_id": str(unit_id)} for role, unit_id in sorted(held, key=str)]


def _facts(user: User) -> dict[str, object]:
    return {
        "username": user.username,
        "name": user.name,
        "department_id": user.department_id and str(user.department_id),
        "is_active": user.is_active,
    }


def _record(session: Session, action: str, user: User, actor: Actor | None, **detail: object) -> None:
    unit_id = home_unit_id(session, held_in(user))
    record(session, action, "user", user.id, actor=actor, unit_id=unit_id, **detail)
