"""Reading the audit log."""

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from app.accounts.models import AuditEntry
from app.accounts.schemas import AuditQuery
from app.accounts.units import unit_tree
from app.core.actor import Actor
from app.core.errors import Invalid
from app.core.paging import decode_cursor, encode_cursor


def list_audit(session: Session, wanted: AuditQuery, actor: Actor) -> tuple[list[AuditEntry], str | None]:
    """Rows of the units the actor administers, newest first, and where the next page begins."""
    seen: ColumnElement[bool] = AuditEntry.unit_id.in_(actor.units_as("admin"))
    if _administers_a_root(session, actor):
        seen = or_(seen, AuditEntry.unit_id.is_(None))
    statement = select(AuditEntry).where(seen).order_by(AuditEntry.id.desc()).limit(wanted.limit + 1)
    for column in ("action", "actor_id", "subject_id"):
        value = getattr(wanted, column)
        if value is not None:
            statement = statement.where(getattr(AuditEntry, column) == value)
    if wanted.cursor:
        statement = statement.where(AuditEntry.id < _last_id(wanted.cursor))
    rows = list(session.scalars(statement))
    page = rows[: wanted.limit]
    return page, encode_cursor(page[-1].id) if len(rows) > wanted.limit else None


def _administers_a_root(session: Session, actor: Actor) -> bool:
    nodes = unit_tree(session).nodes
    return any(nodes[unit_id].parent_id is None for unit_id in actor.units_as("admin"))


def _last_id(cursor: str) -> int:
    (last,) = decode_cursor(cursor, 1)
    if not isinstance(last, int) or not 0 < last < 2**63:
        raise Invalid("The cursor belongs to another list", code="bad_cursor")
    return last
