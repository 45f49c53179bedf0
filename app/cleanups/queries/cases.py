"""The cases that were found at sites."""

from collections import defaultdict
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.cases import policy as case_policy
from app.cases.models import Case
from app.catalog.models import Category
from app.cleanups.models import CleanupCase
from app.cleanups.queries.adding import Shape
from app.core.actor import Actor
from app.core.clock import local_date


def list_cases_of_sites(
    session: Session, sites: Select[Any], *, actor: Actor, at: datetime
) -> defaultdict[UUID, list[Shape]]:
    """By site, in the order they were linked."""
    rows = session.execute(
        select(
            CleanupCase.site_id,
            CleanupCase.case_id,
            Case.number,
            Case.status,
            Category.name.label("category_name"),
            case_policy.visible(actor, local_date(at)).label("is_visible"),
        )
        .join(Case, Case.id == CleanupCase.case_id)
        .join(Category, Category.id == Case.category_id)
        .where(CleanupCase.site_id.in_(sites))
        .order_by(CleanupCase.linked_at, CleanupCase.case_id)
    )
    found: defaultdict[UUID, list[Shape]] = defaultdict(list)
    for row in rows:
        shape = dict(row._mapping)  # noqa: SLF001  SQLAlchemy's public name
        found[shape.pop("site_id")].append(shape | {"is_visible": bool(row.is_visible)})
    return found
