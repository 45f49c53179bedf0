"""Reading log-ins and who holds them."""

import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, select
from sqlalchemy.orm import Session

from app.accounts.models import LoginSession, RoleGrant, User
from app.accounts.units import STAMP, unit_tree
from app.core.actor import Actor, Grant
from app.core.stamps import stamp

HOLDER = (User.id, User.name, User.username, User.department_id, User.must_change_password)
# Built once, as every request asks this; columns, as nobody needs the rows as objects.
LOGIN = (
    select(*HOLDER, LoginSession.device, LoginSession.seen_at, RoleGrant.role, RoleGrant.unit_id)
    .add_columns(stamp(STAMP).label("units_stamp"))
    .join(User, User.id == LoginSession.user_id)
    .outerjoin(RoleGrant, RoleGrant.user_id == User.id)
    .where(LoginSession.token_hash == bindparam("token_hash"))
    .where(LoginSession.ended_at.is_(None), User.is_active)
)


def hash_token(token: str) -> str:
    """What the table keeps of a log-in's token."""
    return hashlib.sha256(token.encode()).hexdigest()


def find_login(session: Session, token: str) -> tuple[Actor, datetime] | None:
    """Who holds this token and when they were last seen; None if ended. One statement while units stand."""
    rows = session.execute(LOGIN, {"token_hash": hash_token(token)}).all()
    if not rows:
        return None
    first = rows[0]
    grants = [(row.role, row.unit_id) for row in rows if row.role]
    return make_actor(session, first, grants, first.units_stamp or 0, token, first.device), first.seen_at


def make_actor(
    session: Session,
    user: User | Row[Any],
    grants: list[tuple[str, UUID]],
    units_stamp: int | None = None,
    session_id: str = "",
    device: str = "desk",
) -> Actor:
    """The person, or a row with the columns of HOLDER, as policies see them."""
    tree = unit_tree(session, units_stamp)
    return Actor(
        id=user.id,
        name=user.name,
        username=user.username,
        department_id=user.department_id,
        grants=tuple(Grant(role, unit_id, tree.subtree(unit_id)) for role, unit_id in grants),  # type: ignore[arg-type]
        district_unit_ids=tree.district_units(unit_id for _, unit_id in grants),
        session_id=session_id,
        device=device,  # type: ignore[arg-type]
        must_change_password=user.must_change_password,
        units_stamp=units_stamp,
    )


def actor_of(session: Session, user: User) -> Actor:
    """The same for a person known by row, as commands and tests need it."""
    grants = session.execute(
        select(RoleGrant.role, RoleGrant.unit_id).where(RoleGrant.user_id == user.id)
    ).all()
    return make_actor(session, user, [(role, unit_id) for role, unit_id in grants])


def find_user(session: Session, username: str) -> User | None:
    """The active person of this user name, or None."""
    return session.scalar(select(User).where(User.username == username, User.is_active))


def password_hash_of(session: Session, user_id: UUID) -> str:
    """What a person's password is compared with."""
    return session.scalars(select(User.password_hash).where(User.id == user_id)).one()


def home_unit_id(session: Session, unit_ids: Iterable[UUID]) -> UUID | None:
    """The highest of the units a person holds roles in: its administrators read what the log says of them."""
    tree = unit_tree(session)
    return min(unit_ids, key=lambda unit_id: (len(tree.chain(unit_id)), str(unit_id)), default=None)


def idle_limit(actor: Actor, desk: timedelta, phone: timedelta, phone_admin: timedelta) -> timedelta:
    """How long this person may be away on this device; administrators less on a phone."""
    if actor.device == "desk":
        return desk
    return phone_admin if actor.has("admin") else phone
