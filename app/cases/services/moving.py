"""A case is put in another place."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row, select

from app.accounts.models import User
from app.cases.queries.nearby import RULE, spot_of
from app.cases.search import set_search
from app.cases.services.act import Act
from app.cases.services.placing import Point, find_place
from app.cases.services.relapsing import find_relapsed
from app.catalog.models import Category
from app.core.clock import local_date


def move(act: Act) -> None:
    """Segment, side, unit and chief follow the new place; the chief is the one of the day of the report."""
    case, order = act.case, act.order
    point = Point.of(order.location) if order.location else None
    act.data |= {"from_segment_id": case.segment_id and str(case.segment_id)}
    if point is not None:
        act.data |= {"from_lon": case.lon, "from_lat": case.lat}
        _set(act, point.columns())
    place = find_place(
        act.session,
        (case.lon, case.lat) if case.lon is not None and case.lat is not None else None,
        order.segment_id,
        actor=act.actor,
        home_unit_id=case.unit_id,
        day=local_date(case.received_at),
        limit_m=act.limit_m,
        placed_by="map" if point else "segment",
    )
    _set(act, place.columns())
    act.data |= {"segment_id": case.segment_id and str(case.segment_id), "segment_name": place.segment_name}
    facts = _look_up(act)
    set_search(case, case.number, case.description, place.segment_name, facts.name, facts.reporter_name)
    case.relapse_of_id = _find_relapsed(act, facts)


def _look_up(act: Act) -> Row[*tuple[Any, ...]]:
    """The category, and the reporter's name."""
    reporter = select(User.name).where(User.id == act.case.reporter_id).scalar_subquery()
    facts = select(Category.name, *RULE, reporter.label("reporter_name"))
    return act.session.execute(facts.where(Category.id == act.case.category_id)).one()


def _find_relapsed(act: Act, rule: Row[*tuple[Any, ...]]) -> UUID | None:
    """What had been closed before this was reported, where it is now."""
    case = act.case
    point = (case.lon, case.lat) if case.lon is not None and case.lat is not None else None
    if point is None and case.segment_id is None:
        return None
    spot = spot_of(
        rule, case.category_id, point, case.segment_id, case.observed_at, case.received_at, case.id
    )
    return find_relapsed(act.session, spot, case.received_at)


def _set(act: Act, columns: dict[str, object]) -> None:
    for name, value in columns.items():
        setattr(act.case, name, value)
