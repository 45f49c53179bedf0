"""A case is put in another place."""

from sqlalchemy import select

from app.accounts.models import User
from app.cases.search import set_search
from app.cases.services.act import Act
from app.cases.services.placing import Place, Point, find_place
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
    _set_search(act, place)


def _set(act: Act, columns: dict[str, object]) -> None:
    for name, value in columns.items():
        setattr(act.case, name, value)


def _set_search(act: Act, place: Place) -> None:
    case = act.case
    category = select(Category.name).where(Category.id == case.category_id).scalar_subquery()
    reporter = select(User.name).where(User.id == case.reporter_id).scalar_subquery()
    names = act.session.execute(select(category, reporter)).one()
    set_search(case, case.number, case.description, place.segment_name, *names)
