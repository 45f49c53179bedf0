"""Reading categories and duties."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import Department
from app.catalog.models import Category, DepartmentDuty
from app.core.actor import Actor
from app.core.errors import NotFound

CATEGORIES = "categories"
"""Stamp of the catalogue."""

DUTIES = "duties"
"""Stamp of which department does what."""


def list_categories(session: Session) -> list[Category]:
    """The whole catalogue by rank and code; those out of use too, as old cases still name them."""
    return list(session.scalars(select(Category).order_by(Category.rank, Category.code)))


def find_category(session: Session, key: UUID | str) -> Category | None:
    """By id or by code."""
    asked = Category.id == key if isinstance(key, UUID) else Category.code == key
    return session.scalar(select(Category).where(asked))


def get_category(session: Session, key: UUID | str) -> Category:
    """By id or by code; raises NotFound."""
    category = find_category(session, key)
    if category is None:
        raise NotFound("There is no such category")
    return category


def list_duties(session: Session, actor: Actor) -> list[DepartmentDuty]:
    """All duties of the departments of the actor's districts."""
    statement = (
        select(DepartmentDuty)
        .join(Department, Department.id == DepartmentDuty.department_id)
        .where(Department.unit_id.in_(actor.district_unit_ids))
        .order_by(DepartmentDuty.department_id, DepartmentDuty.unit_id, DepartmentDuty.category_id)
    )
    return list(session.scalars(statement))
