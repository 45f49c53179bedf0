"""Series as the caller may see them."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import Unit
from app.cleanups import policy
from app.cleanups.models import CleanupSeries
from app.cleanups.queries.adding import Shape
from app.core.actor import Actor
from app.core.dialect import among
from app.core.errors import NotFound

PLAIN = ("id", "name", "unit_id", "starts_on", "ends_on", "pauses", "version", "updated_at")


def list_series(session: Session, actor: Actor, *conditions: Any) -> list[Shape]:
    """The shape of `SeriesOut`, by name."""
    rows = session.execute(
        select(CleanupSeries, Unit.name.label("unit_name"))
        .join(Unit, Unit.id == CleanupSeries.unit_id)
        .where(among(CleanupSeries.unit_id, actor.units_as(*policy.READERS)), *conditions)
        .order_by(CleanupSeries.name, Unit.name, CleanupSeries.id)
    )
    return [_as_series(series, unit_name, actor) for series, unit_name in rows]


def show_series(session: Session, series_id: Any, actor: Actor) -> Shape:
    """One of them, or NotFound."""
    found = list_series(session, actor, CleanupSeries.id == series_id)
    if not found:
        raise NotFound("There is no such series for you")
    return found[0]


def _as_series(series: CleanupSeries, unit_name: str, actor: Actor) -> Shape:
    return {name: getattr(series, name) for name in PLAIN} | {
        "unit_name": unit_name,
        "weekdays": series.rhythm[-1]["weekdays"],
        "may_organise": policy.organises(actor, series.unit_id),
    }
