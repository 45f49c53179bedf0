"""Tables of units, departments, people, grants, log-ins and the audit log."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.actor import ROLES
from app.core.db import Base, HasId
from app.core.dialect import Json, LogNumber

UNIT_KINDS = ("district", "street_office", "community")


def one_of(column: str, values: tuple[str, ...]) -> str:
    """The text of a CHECK constraint that holds a column to these words."""
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


class Unit(HasId, Base):
    """A district, street office or community; `code` is the district code of case numbers."""

    __tablename__ = "units"
    __table_args__ = (
        CheckConstraint(one_of("kind", UNIT_KINDS), name="kind"),
        UniqueConstraint("parent_id", "name"),
    )

    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("units.id"))
    kind: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(80))
    code: Mapped[str | None] = mapped_column(String(20), unique=True)


class Department(HasId, Base):
    """A department or crew that handles cases for a unit and all below it."""

    __tablename__ = "departments"
    __table_args__ = (UniqueConstraint("unit_id", "name"),)

    unit_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"))
    name: Mapped[str] = mapped_column(String(80))
    is_active: Mapped[bool] = mapped_column(default=True)


class User(HasId, Base):
    """A person with a log-in."""

    __tablename__ = "users"
    __table_args__ = (Index("ix_users_is_demo", "is_demo"),)

    username: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(60))
    password_hash: Mapped[str] = mapped_column(String(200))
    department_id: Mapped[UUID | None] = mapped_column(ForeignKey("departments.id"))
    is_active: Mapped[bool] = mapped_column(default=True)
    is_demo: Mapped[bool] = mapped_column(default=False)
    must_change_password: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    grants: Mapped[list["RoleGrant"]] = relationship(back_populates="user", cascade="all, delete-orphan")


class RoleGrant(HasId, Base):
    """A role held within a unit and all below it."""

    __tablename__ = "role_grants"
    __table_args__ = (
        CheckConstraint(one_of("role", ROLES), name="role"),
        UniqueConstraint("user_id", "role", "unit_id"),
    )

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    role: Mapped[str] = mapped_column(String(20))
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"))
    user: Mapped[User] = relationship(back_populates="grants")


class LoginSession(Base):
    """One log-in on one device; the cookie holds the token, the table only its SHA-256."""

    __tablename__ = "login_sessions"
    __table_args__ = (CheckConstraint(one_of("device", ("phone", "desk")), name="device"),)

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), index=True)
    device: Mapped[str] = mapped_column(String(10))
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class LoginFailure(Base):
    """How often a log-in under one name has failed of late.

    Known and unknown names alike, so that neither is told from the other. A name is kept as
    SHA-256 only: people type their password there by mistake.
    """

    __tablename__ = "login_failures"

    name_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    failures: Mapped[int]
    failed_at: Mapped[datetime] = mapped_column(index=True)


class AuditEntry(Base):
    """One row for each log-in, change of right and evidence export; the database refuses to change it."""

    __tablename__ = "audit_log"
    __table_args__ = (
        Index("ix_audit_log_at", "at"),
        Index("ix_audit_log_subject", "subject_kind", "subject_id"),
    )

    id: Mapped[int] = mapped_column(LogNumber, primary_key=True)
    at: Mapped[datetime]
    actor_id: Mapped[UUID | None]
    actor_name: Mapped[str] = mapped_column(String(60))
    action: Mapped[str] = mapped_column(String(40))
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[str] = mapped_column(String(80))
    unit_id: Mapped[UUID | None]
    """The unit within which an administrator may read the row; NULL for those of the whole deployment."""
    detail: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    words: Mapped[str] = mapped_column(Text, default="")
