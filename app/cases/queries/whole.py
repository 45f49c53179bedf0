"""One case as its page shows it, for one person."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, null, select
from sqlalchemy.orm import Session, aliased

from app.accounts.models import Department, Unit, User
from app.cases import policy
from app.cases.deadlines import light
from app.cases.models import Case, CaseEvent
from app.cases.queries.columns import Shape
from app.cases.queries.photos import list_photos
from app.cases.queries.suggesting import facts_of_case, show, suggester_mark, suggester_of
from app.cases.suggester import Facts
from app.cases.workflow import Condition, allowed_actions
from app.catalog.models import Category
from app.core.actor import Actor
from app.core.clock import local_date
from app.core.errors import NotFound
from app.roads.models import RoadSegment

Reporter, Assignee = aliased(User), aliased(User)
PLAIN = (
    "id",
    "number",
    "status",
    "version",
    "source",
    "category_code",
    "description",
    "datum",
    "accuracy_m",
    "placed_by",
    "segment_id",
    "segment_distance_m",
    "side",
    "unit_id",
    "chief_id",
    "reporter_id",
    "department_id",
    "assignee_id",
    "handler_id",
    "observed_at",
    "received_at",
    "filed_at",
    "assigned_at",
    "handled_at",
    "closed_at",
    "updated_at",
    "limit",
    "limit_hours",
    "due_at",
    "paused_at",
    "extension_asked_until",
    "confirm_asked",
    "confirmed",
    "self_handled",
    "rework_count",
    "merged_into_id",
)

LOOKED_UP = (
    "category_name",
    "segment_name",
    "unit_name",
    "reporter_name",
    "department_name",
    "assignee_name",
    "light",
)


def get_case(session: Session, case_id: UUID, *, actor: Actor, at: datetime) -> Shape:
    """The whole case, or NotFound for one this person may not see."""
    return _whole(session, case_id, policy.visible(actor, local_date(at)), actor, at)


def show_case(session: Session, case_id: UUID, *, actor: Actor, at: datetime) -> Shape:
    """The same for whoever has just acted, even when that took the case out of their sight."""
    return _whole(session, case_id, None, actor, at)


def _whole(
    session: Session, case_id: UUID, condition: ColumnElement[bool] | None, actor: Actor, at: datetime
) -> Shape:
    found = session.execute(_statement(case_id, condition, actor, at)).first()
    if found is None:
        raise NotFound("There is no such case for you", code="case_not_found")
    case: Case = found.Case
    shape = compose(
        case,
        {name: getattr(found, name) for name in LOOKED_UP},
        photos=list_photos(session, case),
        events=_list_events(session, case_id),
        actor=actor,
        is_chief=bool(found.is_chief),
    )
    return add_suggestion(session, shape, facts_of_case(case, found.road_id), found.suggester_mark)


def add_suggestion(session: Session, shape: Shape, facts: Facts, mark: int | None) -> Shape:
    """To whom it should go, for who may send it there; the mark is that of `suggesting.suggester_mark`."""
    if "assign" in shape["allowed_actions"]:
        shape["suggestion"] = show(suggester_of(session, mark), facts)
    return shape


def compose(
    case: Case, looked_up: Shape, *, photos: list[Shape], events: list[Shape], actor: Actor, is_chief: bool
) -> Shape:
    """The shape of `WholeCase` from its parts; `looked_up` has the names in LOOKED_UP."""
    shape = {name: getattr(case, name) for name in PLAIN} | looked_up
    return shape | {
        "unread": case.reporter_id == actor.id and case.reporter_seen_version < case.version,
        "location": _location(case),
        "photos": photos,
        "missing_photos": sorted({photo["sha256"] for photo in photos if not photo["present"]}),
        "events": events,
        "allowed_actions": allowed_actions_of(case, actor, is_chief=is_chief),
        "suggestion": None,
    }


def _statement(case_id: UUID, condition: ColumnElement[bool] | None, actor: Actor, at: datetime) -> Any:
    statement = (
        select(
            Case,
            Category.name.label("category_name"),
            RoadSegment.name.label("segment_name"),
            Unit.name.label("unit_name"),
            Reporter.name.label("reporter_name"),
            Department.name.label("department_name"),
            Assignee.name.label("assignee_name"),
            light(at).label("light"),
            policy.is_chief(actor, local_date(at)).label("is_chief"),
            RoadSegment.road_id,
            (suggester_mark() if actor.has("supervisor") else null()).label("suggester_mark"),
        )
        .join(Category, Category.id == Case.category_id)
        .join(Unit, Unit.id == Case.unit_id)
        .join(Reporter, Reporter.id == Case.reporter_id)
        .outerjoin(RoadSegment, RoadSegment.id == Case.segment_id)
        .outerjoin(Department, Department.id == Case.department_id)
        .outerjoin(Assignee, Assignee.id == Case.assignee_id)
        .where(Case.id == case_id)
    )
    return statement if condition is None else statement.where(condition)


def allowed_actions_of(case: Case, actor: Actor, *, is_chief: bool) -> list[Any]:
    """What this person may do to this case now."""
    held = policy.standing(actor, case, is_chief=is_chief)
    return list(allowed_actions(case.status, held, conditions_of(case)))  # type: ignore[arg-type]


def conditions_of(case: Case) -> frozenset[Condition]:
    """What moves that answer a question wait for."""
    asked: dict[Condition, bool] = {
        "confirm_asked": case.confirm_asked,
        "extension_asked": case.extension_asked_until is not None,
    }
    return frozenset(condition for condition, holds in asked.items() if holds)


def _location(case: Case) -> Shape | None:
    if case.lon is None:
        return None
    # The datum of these two numbers; the one the report came in is the case's own `datum`.
    names = ("lon", "lat", "accuracy_m", "heading")
    return {name: getattr(case, name) for name in names} | {"datum": "wgs84"}


def _list_events(session: Session, case_id: UUID) -> list[Shape]:
    rows = session.execute(
        select(
            CaseEvent.id,
            CaseEvent.action,
            CaseEvent.actor_id,
            CaseEvent.actor_name,
            CaseEvent.at,
            CaseEvent.from_status,
            CaseEvent.to_status,
            CaseEvent.note,
            CaseEvent.data,
        )
        .where(CaseEvent.case_id == case_id)
        .order_by(CaseEvent.id)
    )
    return [dict(row._mapping) | {"id": str(row.id)} for row in rows]  # noqa: SLF001  its public name
