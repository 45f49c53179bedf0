"""A phone's running totals arrive: in any order, twice, a week late; the highest `seq` stands."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from app.cleanups.models import CleanupCounter, CounterValue
from app.cleanups.schemas.counting import CounterIn
from app.cleanups.services.sites import check_categories
from app.core.clock import now
from app.core.dialect import insert_or_skip
from app.core.errors import Conflict

Shape = dict[str, Any]


def put_counter(
    session: Session,
    site_id: UUID,
    counter_id: UUID,
    sent: CounterIn,
    *,
    user_id: UUID | None = None,
    link_id: UUID | None = None,
) -> tuple[Shape, bool]:
    """What stands afterwards, naming every category that was sent, and whether the counter is new.

    A lower `seq` changes nothing, an equal one with other counts is another phone's: `counter_forked`.
    """
    at = now()
    counts = {code: count for code, count in sent.counts.items() if count}
    named = dict.fromkeys(sent.counts, 0)
    check_categories(session, set(sent.counts), "counts")
    values = {
        "id": counter_id,
        "site_id": site_id,
        "seq": sent.seq,
        "user_id": user_id,
        "link_id": link_id,
        "received_at": at,
        "updated_at": at,
        "strike_reason": "",
    }
    if insert_or_skip(session, CleanupCounter, values, ["id"]):
        _write_values(session, counter_id, counts)
        return _shape(CleanupCounter(**values), named | counts), True
    return _raise(session, site_id, counter_id, sent.seq, counts, named, at), False


def _raise(
    session: Session,
    site_id: UUID,
    counter_id: UUID,
    seq: int,
    counts: dict[str, int],
    named: dict[str, int],
    at: datetime,
) -> Shape:
    one = select(CleanupCounter).where(CleanupCounter.id == counter_id)
    counter = session.scalars(one.with_for_update().execution_options(populate_existing=True)).one()
    if counter.site_id != site_id:
        raise Conflict("This counter counts at another site: open a new one", code="counter_elsewhere")
    stands = _read_values(session, counter_id)
    if seq == counter.seq and counts != stands:
        raise Conflict(
            "Two phones count under one id: open a new counter",
            code="counter_forked",
            counter=_shape(counter, named | stands),
        )
    if seq > counter.seq:
        counter.seq, counter.updated_at = seq, at
        session.execute(delete(CounterValue).where(CounterValue.counter_id == counter_id))
        _write_values(session, counter_id, counts)
        session.flush()
        stands = counts
    return _shape(counter, named | stands)


def _read_values(session: Session, counter_id: UUID) -> dict[str, int]:
    own = CounterValue.counter_id == counter_id
    rows = session.execute(select(CounterValue.category_code, CounterValue.count).where(own))
    return dict(rows.all())


def _write_values(session: Session, counter_id: UUID, counts: dict[str, int]) -> None:
    if counts:
        rows = [
            {"counter_id": counter_id, "category_code": code, "count": count}
            for code, count in counts.items()
        ]
        session.execute(insert(CounterValue), rows)


def _shape(counter: CleanupCounter, counts: dict[str, int]) -> Shape:
    names = ("id", "site_id", "seq", "received_at", "updated_at")
    shape = {name: getattr(counter, name) for name in names}
    return shape | {"counts": counts, "is_struck": counter.struck_at is not None}
