"""Cases that belong to one: merged into it or the one it was merged into, relapses, and every sighting."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CompoundSelect, and_, literal, or_, select, union_all
from sqlalchemy.orm import Session, aliased

from app.cases import policy
from app.cases.models import Case, CaseEvent
from app.cases.queries.columns import Shape
from app.cases.queries.photos import family
from app.core.actor import Actor
from app.core.clock import local_date

Twin = aliased(Case)
NO_CASES = ("rejected", "withdrawn", "merged")
"""What was never a case of its own is no relapse."""
NAMES = ("id", "number", "status", "received_at", "closed_at")


def list_relatives(session: Session, case_id: UUID, *, actor: Actor, at: datetime) -> Shape:
    """All of `Twins` but `items`, as far as this person may see the cases."""
    this_one = literal(case_id, Case.id.type)
    ids: CompoundSelect[Any] = union_all(
        *family(this_one).selects,
        select(Twin.merged_into_id).where(Twin.id == case_id),
        select(Twin.relapse_of_id).where(Twin.id == case_id),
        select(Twin.id).where(Twin.relapse_of_id == case_id),
    )
    columns = [getattr(Case, name) for name in (*NAMES, "merged_into_id", "relapse_of_id")]
    related = select(*columns).where(Case.id.in_(ids), policy.visible(actor, local_date(at)))
    rows = session.execute(related.order_by(Case.received_at, Case.id)).all()
    this = next((row for row in rows if row.id == case_id), None)
    return {
        "merged_into": _first(rows, lambda row: this is not None and row.id == this.merged_into_id),
        "merged": [_ref(row) for row in rows if row.merged_into_id == case_id],
        "relapse_of": _first(
            rows, lambda row: this is not None and row.id == this.relapse_of_id and row.status == "closed"
        ),
        "relapses": [
            _ref(row) for row in rows if row.relapse_of_id == case_id and row.status not in NO_CASES
        ],
        "sightings": _sightings(session, case_id),
    }


def _ref(row: Any) -> Shape:
    return {name: getattr(row, name) for name in NAMES}


def _first(rows: Any, is_it: Any) -> Shape | None:
    return next((_ref(row) for row in rows if is_it(row)), None)


def _sightings(session: Session, case_id: UUID) -> list[Shape]:
    """In the order they were written down. The report of a merged case is one more sighting."""
    ids = family(literal(case_id, Case.id.type))
    other_report = and_(CaseEvent.action == "report", CaseEvent.case_id != case_id)
    rows = session.execute(
        select(
            CaseEvent.case_id,
            Case.number.label("case_number"),
            CaseEvent.actor_id,
            CaseEvent.actor_name,
            CaseEvent.at,
            CaseEvent.note,
            CaseEvent.data,
        )
        .join(Case, Case.id == CaseEvent.case_id)
        .where(
            CaseEvent.case_id.in_(ids),
            or_(CaseEvent.action == "sight", other_report),
        )
        .order_by(CaseEvent.at, CaseEvent.id)
    )
    return [_sighting(dict(row._mapping)) for row in rows]  # noqa: SLF001  its public name


def _sighting(row: Shape) -> Shape:
    photos = row.pop("data").get("photos", [])
    return row | {"photos": photos}
