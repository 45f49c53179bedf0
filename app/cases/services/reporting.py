"""A report becomes a case, once, however often it arrives."""

import hashlib
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import orjson
from sqlalchemy import Row, insert, select, update
from sqlalchemy.orm import Session

from app.cases import policy
from app.cases.models import Case, CaseEvent
from app.cases.schemas.incoming import CaseReport
from app.cases.search import search_text
from app.cases.services.log import note_change
from app.cases.services.naming import as_data, name_new_photos
from app.cases.services.numbers import next_number
from app.cases.services.placing import Place, Point, find_place
from app.catalog.models import Category
from app.core.actor import Actor
from app.core.clock import local_date, now
from app.core.dialect import insert_or_skip
from app.core.errors import Conflict, Forbidden, Invalid


def report_case(
    session: Session,
    case_id: UUID,
    report: CaseReport,
    *,
    actor: Actor,
    limit_m: float,
    at: datetime | None = None,
) -> bool:
    """Make the case, or recognise it; whether it is new.

    Raises Conflict when the id stands for another report. `limit_m`: how far a segment may be from the point.
    """
    at = at or now()
    if not policy.may_report_from(actor, report.source):
        raise Forbidden("You may not report from this source")
    body_hash = hash_body(report)
    category = _find_category(session, report.category_code, case_id)
    # A category may have got another code since; what was reported under the old one is still known.
    standing = category or _find_report(session, case_id)
    if standing is not None and standing.reporter_id is not None:
        _recognise(standing, body_hash, actor)
        return False
    if category is None or not category.is_active:
        raise Invalid(fields={"category_code": ["There is no such category in use"]})
    point = Point.of(report.location) if report.location else None
    place = find_place(
        session,
        (point.lon, point.lat) if point else None,
        report.segment_id,
        actor=actor,
        home_unit_id=policy.home_unit(actor),
        day=local_date(at),
        limit_m=limit_m,
        placed_by=report.placed_by,
    )
    values = _columns(report, category, place, point, actor, at)
    if not insert_or_skip(session, Case, values | {"id": case_id, "body_hash": body_hash}, ["id"]):
        _recognise(_find_report(session, case_id), body_hash, actor)
        return False
    _record(session, case_id, report, values, actor, at)
    return True


def hash_body(report: CaseReport) -> str:
    """Of the report as understood: order of names, zones of times and defaults make no difference."""
    understood = orjson.dumps(report.model_dump(), option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(understood).hexdigest()


def _find_category(session: Session, code: str, case_id: UUID) -> Row[*tuple[Any, ...]] | None:
    """The category and, in the same breath, the case if it stands already."""
    return session.execute(
        select(
            Category.id,
            Category.name,
            Category.is_active,
            Case.reporter_id,
            Case.body_hash,
        )
        .outerjoin(Case, Case.id == case_id)
        .where(Category.code == code)
    ).first()


def _find_report(session: Session, case_id: UUID) -> Row[*tuple[Any, ...]] | None:
    return session.execute(select(Case.reporter_id, Case.body_hash).where(Case.id == case_id)).first()


def _recognise(standing: Row[*tuple[Any, ...]] | None, body_hash: str, actor: Actor) -> None:
    if standing is None or (standing.reporter_id, standing.body_hash) != (actor.id, body_hash):
        raise Conflict("This id stands for another report", code="case_exists_with_other_body")


def _columns(
    report: CaseReport,
    category: Row[*tuple[Any, ...]],
    place: Place,
    point: Point | None,
    actor: Actor,
    at: datetime,
) -> dict[str, Any]:
    problem = next((photo for photo in report.photos if photo.role != "after"), None)
    columns = {
        "status": "reported",
        "version": 1,
        "source": report.source,
        "category_id": category.id,
        "category_code": report.category_code,
        "description": report.description,
        "search_text": search_text(report.description, place.segment_name, category.name, actor.name),
        "reporter_id": actor.id,
        "observed_at": report.observed_at,
        "received_at": at,
        "updated_at": at,
        "self_handled": report.self_handled,
        "thumb_sha256": problem and problem.sha256,
        "last_action": "report",
    }
    if report.self_handled:
        columns |= {"status": "handled", "filed_at": at, "handled_at": at, "handler_id": actor.id}
    return columns | place.columns() | (point.columns() if point else {})


def _record(
    session: Session, case_id: UUID, report: CaseReport, values: dict[str, Any], actor: Actor, at: datetime
) -> None:
    data = as_data(report.photos)
    if report.self_handled:
        # Only whoever made the row takes a number, so that none is lost to a report sent twice.
        number = next_number(session, values["unit_id"], at)
        found_by = search_text(number, values["search_text"])
        numbered = update(Case).where(Case.id == case_id).values(number=number, search_text=found_by)
        session.execute(numbered.execution_options(synchronize_session=False))
        data["number"] = number
    session.execute(
        insert(CaseEvent).values(
            case_id=case_id,
            action_id=uuid4(),
            action="report",
            actor_id=actor.id,
            actor_name=actor.name,
            at=at,
            to_status=values["status"],
            version=1,
            data=data,
        )
    )
    name_new_photos(session, case_id, report.photos, actor=actor, at=at)
    note_change(session, case_id, {"unit_id": values["unit_id"], "segment_id": values["segment_id"]}, at)
