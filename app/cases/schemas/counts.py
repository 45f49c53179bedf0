"""How many cases there are, by what they share or by view."""

from pydantic import RootModel

from app.cases.views import View
from app.core.http import Answer


class Count(Answer):
    """How many cases share one value; `key` is null for those without."""

    key: str | None
    name: str | None
    total: int
    open: int
    overdue: int


class Counts(Answer):
    """Counts, the largest first."""

    items: list[Count]


class ViewCount(Answer):
    """How many cases a view has, exact to 1,000 as in lists; `query` is the view's, for GET /cases."""

    view: View
    query: str
    total: int
    total_capped: bool


class KeptCount(Answer):
    """The same for a filter of one's own."""

    total: int
    total_capped: bool


class ViewCounts(Answer):
    """Counts of views, in the order asked for; `roads` has open cases by road where `by_road` was asked."""

    views: list[ViewCount]
    kept: list[KeptCount]
    roads: list[Count]


class AnyCounts(Answer, RootModel[Counts | ViewCounts]):
    """Counts of one kind or, where `views` were asked for, of views."""
