"""Plan a series, change its rhythm from a day on."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.accounts.services import record
from app.cleanups import policy
from app.cleanups.models import CleanupSeries
from app.cleanups.queries.places import get_organised_series
from app.cleanups.queries.series import show_series
from app.cleanups.schemas.plan import SeriesIn
from app.cleanups.services.bodies import hash_body, is_repetition
from app.cleanups.weeks import changed_rhythm
from app.core.actor import Actor
from app.core.clock import now, today
from app.core.dialect import insert_or_skip
from app.core.errors import Conflict, Invalid


def put_series(session: Session, series_id: UUID, wanted: SeriesIn, *, actor: Actor) -> bool:
    """Make it, or change what stands; True when it is new. Weeks before today stay as they were planned."""
    if not policy.organises(actor, wanted.unit_id):
        raise Invalid(fields={"unit_id": ["There is no such unit among those you plan for"]})
    values = _columns(wanted) | {"id": series_id, "version": 1}
    values["rhythm"] = changed_rhythm([], wanted.weekdays, wanted.starts_on)
    if insert_or_skip(session, CleanupSeries, values, ["id"]):
        _record(session, "cleanup_series_made", series_id, wanted, actor)
        return True
    series = get_organised_series(session, series_id, actor)
    if is_repetition(wanted, series.body_hash, series.version):
        return False
    if wanted.version != series.version:
        current = show_series(session, series_id, actor)
        raise Conflict("The series has changed since you saw it", code="stale_version", series=current)
    _change(series, wanted, today())
    session.flush()
    _record(session, "cleanup_series_changed", series_id, wanted, actor)
    return False


def _columns(wanted: SeriesIn) -> dict[str, Any]:
    return {
        "unit_id": wanted.unit_id,
        "name": wanted.name,
        "starts_on": wanted.starts_on,
        "ends_on": wanted.ends_on,
        "pauses": [pause.model_dump(mode="json") for pause in wanted.pauses],
        "body_hash": hash_body(wanted),
        "updated_at": now(),
    }


def _change(series: CleanupSeries, wanted: SeriesIn, day: date) -> None:
    first, *later = series.rhythm
    # A start moved forward in time uncovers days that only the first rhythm can speak for.
    since = min(first["since"], wanted.starts_on.isoformat())
    rhythm = [first | {"since": since}, *later]
    series.rhythm = changed_rhythm(rhythm, wanted.weekdays, max(day, wanted.starts_on))
    for name, value in _columns(wanted).items():
        setattr(series, name, value)
    series.version += 1


def _record(session: Session, action: str, series_id: UUID, wanted: SeriesIn, actor: Actor) -> None:
    detail = wanted.model_dump(mode="json", exclude={"unit_id"})
    record(session, action, "cleanup_series", series_id, actor=actor, unit_id=wanted.unit_id, **detail)
