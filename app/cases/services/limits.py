"""Which of a category's limits a case is under: filing says so, by the condition that is met."""

from typing import Any

from app.cases.services.act import Act, lacking

KEPT = ("text", "amount", "clock", "note")


def choose_limit(act: Act) -> None:
    """Keep the limit that was ordered; the case keeps it whatever becomes of the catalogue."""
    wanted = act.order.limit
    if wanted is None:
        return
    chosen = next((limit for limit in act.limits if limit["text"] == wanted), None)
    if chosen is None:
        raise lacking(limit="The category has no such limit")
    act.case.limit = _kept(chosen)
    act.data["limit"] = wanted


def limit_of(act: Act) -> dict[str, Any] | None:
    """The one the case has, or the category's first; given to others it stays under the same."""
    return act.case.limit or (_kept(act.limits[0]) if act.limits else None)


def _kept(limit: dict[str, Any]) -> dict[str, Any]:
    return {name: limit[name] for name in KEPT}
