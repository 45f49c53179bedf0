"""A report becomes a case, once, however often it arrives."""

import hashlib
from datetime import datetime
from typing import Any, cast
from uuid import UUID, uuid4

import orjson
from sqlalchemy import Row, Table, bindparam, insert, select, update
from sqlalchemy.orm import Session

from app.accounts.units import unit_tree
from app.cases import policy
from app.cases.models import Case, CaseEvent
from app.cases.queries.columns import Shape
from app.cases.queries.nearby import RULE, spot_of
from app.cases.queries.photos import list_photos
from app.cases.queries.suggesting import facts_of_case, suggester_mark
from app.cases.queries.whole import LOOKED_UP, add_suggestion, compose
from app.cases.schemas.incoming import CaseReport
from app.cases.search import search_columns
from app.cases.services.log import note_change, scope_of
from app.cases.services.naming import as_data, name_photos
from app.cases.services.numbers import next_number
from app.cases.services.placing import Place, Point, find_place
from app.cases.services.relapsing import find_relapsed
from app.catalog.models import Category
from app.core.actor import Actor
from app.core.clock import local_date, now
from app.core.dialect import insert_or_skip
from app.core.errors import Conflict, Forbidden, Invalid

TABLE = cast("Table", CaseEvent.__table__)
LOG = insert(TABLE).returning(TABLE.c.id)

# Built once, as every report asks it.
STANDING = (
    select(Category.id, Category.name, Category.is_active, *RULE, Case.reporter_id, Case.body_hash)
    .outerjoin(Case, Case.id == bindparam("asked_id"))
    .where(Category.code == bindparam("asked_code"))
)


def report_case(
    session: Session,
    case_id: UUID,
    report: CaseReport,
    *,
    actor: Actor,
    limit_m: float,
    at: datetime | None = None,
) -> Shape | None:
    """Make the case and answer the whole of it, or None where it stands already.

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
        return None
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
    values |= {"id": case_id, "body_hash": body_hash}
    values["relapse_of_id"] = _find_relapsed(session, values, category)
    if not insert_or_skip(session, Case, values, ["id"]):
        _recognise(_find_report(session, case_id), body_hash, actor)
        return None
    case = Case(**values)  # never added to the session: what was just written need not be read again
    event = _record(session, case, report, actor)
    names = {
        "category_name": category.name,
        "segment_name": place.segment_name,
        "unit_name": unit_tree(session, actor.units_stamp).nodes[place.unit_id].name,
        "reporter_name": actor.name,
    }
    shape = compose(
        case,
        dict.fromkeys(LOOKED_UP) | names,
        photos=list_photos(session, case) if report.photos else [],
        events=[event],
        actor=actor,
        is_chief=place.is_chief,
    )
    if "assign" in shape["allowed_actions"]:
        mark = session.scalar(select(suggester_mark()))
        add_suggestion(session, shape, facts_of_case(case, place.road_id), mark)
    return shape


def hash_body(report: CaseReport) -> str:
    """Of the report as understood: order of names, zones of times and defaults make no difference."""
    understood = orjson.dumps(report.model_dump(), option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(understood).hexdigest()


def _find_category(session: Session, code: str, case_id: UUID) -> Row[*tuple[Any, ...]] | None:
    """The category and, in the same breath, the case if it stands already."""
    return session.execute(STANDING, {"asked_id": case_id, "asked_code": code}).first()


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
        "reporter_seen_version": 1,
        "rework_count": 0,
        "confirm_asked": False,
        "datum": "wgs84",
        "source": report.source,
        "category_id": category.id,
        "category_code": report.category_code,
        "description": report.description,
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
    columns |= search_columns(report.description, place.segment_name, category.name, actor.name)
    return columns | place.columns() | (point.columns() if point else {})


def _find_relapsed(session: Session, values: dict[str, Any], category: Row[*tuple[Any, ...]]) -> UUID | None:
    point = (values["lon"], values["lat"]) if values.get("lon") is not None else None
    at, segment_id = values["received_at"], values["segment_id"]
    if point is None and segment_id is None:
        return None
    spot = spot_of(category, category.id, point, segment_id, values["observed_at"], at, values["id"])
    return find_relapsed(session, spot, at)


def _record(session: Session, case: Case, report: CaseReport, actor: Actor) -> Shape:
    """Number, log, photos and feed of a new case; answers its row of the log."""
    data = as_data(report.photos)
    if report.self_handled:
        _give_number(session, case, actor)
        data["number"] = case.number
    row = {
        "action": "report",
        "actor_id": actor.id,
        "actor_name": actor.name,
        "at": case.received_at,
        "from_status": None,
        "to_status": case.status,
        "note": "",
        "data": data,
    }
    logged = row | {"case_id": case.id, "action_id": uuid4(), "version": case.version}
    event_id = session.scalar(LOG, logged)
    name_photos(session, case.id, report.photos, actor=actor, at=case.received_at)
    note_change(session, case.id, scope_of(case), case.received_at)
    return {"id": str(event_id)} | row


def _give_number(session: Session, case: Case, actor: Actor) -> None:
    """Only whoever made the row takes a number, so that none is lost to a report sent twice."""
    case.number = next_number(session, case.unit_id, case.received_at, actor=actor)
    session.execute(
        update(Case)
        .where(Case.id == case.id)
        .values(number=case.number, **search_columns(case.number, case.search_text))
        .execution_options(synchronize_session=False)
    )
