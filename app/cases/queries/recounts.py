"""How far the worker is with counting clocks anew."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.cases.models import ClockRecount
from app.cases.queries.columns import Shape
from app.catalog.clockwork import clockwork


def last_recount(session: Session) -> ClockRecount | None:
    """The one asked for last."""
    return session.scalar(select(ClockRecount).order_by(ClockRecount.id.desc()).limit(1))


def show_recount(session: Session) -> Shape:
    """The shape of `Recount`; what was changed a moment ago may wait for the worker to notice."""
    row, mark = last_recount(session), clockwork(session).mark
    is_current = row is not None and row.mark == mark and row.finished_at is not None
    names = ("asked_at", "finished_at", "seen", "changed")
    return {"is_current": is_current} | {name: row and getattr(row, name) for name in names}
