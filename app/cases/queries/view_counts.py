"""Counts beside the views of the queue: as many as the list would show, for the price of what is open."""

from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from app.cases.queries.columns import Shape
from app.cases.queries.counting import count_cases
from app.cases.queries.listing import COUNTED_TO, counted
from app.cases.queries.ways import ways_of
from app.cases.schemas.incoming import CaseFilter, CountQuery
from app.cases.views import VIEWS, View, query_of
from app.core.actor import Actor


def count_views(session: Session, wanted: CountQuery, *, actor: Actor, at: datetime) -> Shape:
    """The shape of `ViewCounts`: all views and kept filters in one statement, roads in one more."""
    views = list(dict.fromkeys(wanted.views))
    filters = [*(_narrowed(wanted, view) for view in views), *wanted.kept]
    columns = [_counted(session, one, actor, at).label(f"n{i}") for i, one in enumerate(filters)]
    totals = list(session.execute(select(*columns)).one())
    by_road = _narrowed(wanted, "by_road").model_copy(update={"by": "road"})
    return {
        "views": [_shape(view, total) for view, total in zip(views, totals, strict=False)],
        "kept": [_total(total) for total in totals[len(views) :]],
        "roads": count_cases(session, by_road, actor=actor, at=at)["items"] if "by_road" in views else [],
    }


def _narrowed(wanted: CountQuery, view: View) -> CountQuery:
    """The view within whatever else was asked for."""
    return wanted.model_copy(update=VIEWS[view])


def _counted(session: Session, wanted: CaseFilter, actor: Actor, at: datetime) -> ColumnElement[int]:
    """SQL: how many there are, one more than counted at most."""
    some = counted(wanted, ways_of(session, wanted, actor, at))
    return select(func.count()).select_from(some).scalar_subquery()


def _shape(view: View, total: int) -> Shape:
    return {"view": view, "query": query_of(view)} | _total(total)


def _total(total: int) -> Shape:
    return {"total": min(total, COUNTED_TO), "total_capped": total > COUNTED_TO}
