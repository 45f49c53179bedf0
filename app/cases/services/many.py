"""One move for many cases: each is an act of its own, in a transaction of its own.

A transaction over several would hold their rows, the row of numbers and, embedded, the only line of writers
until the last is done, and take them in an order nobody else keeps (docs/decisions/0025).
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast
from uuid import UUID

import orjson
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.cases import policy
from app.cases.models import Case, ManyAct
from app.cases.queries.suggesting import suggest_departments
from app.cases.schemas.incoming import Fields, Order
from app.cases.schemas.many import ManyOrder
from app.cases.services.acting import act_on_case
from app.cases.services.meaning import Pair, keep_answer, recall_or_mean
from app.core.actor import Actor
from app.core.clock import now, today
from app.core.db import reading, unit_of_work
from app.core.dialect import among
from app.core.errors import Invalid, Problem

Shape = dict[str, Any]
SHOWN = ("number", "status", "version", "department_id")


def act_on_cases(order: ManyOrder, *, actor: Actor, limit_m: float) -> Shape:
    """Act on each and answer the shape of `ManyResults`; one refused leaves the others alone.

    The same again is answered the same. Where the first time was cut short it goes on: a case that went then
    is known by the action id.
    """
    meant = recall_or_mean(order, actor)
    if meant.answer is not None:
        return meant.answer
    suggested = _suggest(order, meant, actor)
    results = [_act_on(pair, order, suggested, actor, limit_m) for pair in cast("list[Pair]", meant.targets)]
    with reading() as session:
        _name_refused(session, results, actor)
    answer = _answer(meant, results)
    keep_answer(meant.key, answer)
    return answer


def _suggest(order: ManyOrder, meant: ManyAct, actor: Actor) -> dict[UUID, UUID]:
    if not order.suggested:
        return {}
    with reading() as session:
        return suggest_departments(session, [UUID(pair["id"]) for pair in meant.targets], actor, today())


def _act_on(
    pair: Pair, order: ManyOrder, suggested: Mapping[UUID, UUID], actor: Actor, limit_m: float
) -> Shape:
    case_id = UUID(pair["id"])
    given = order.model_dump(include=set(Fields.model_fields)) | {"version": pair["version"]}
    if order.suggested:
        given["department_id"] = suggested.get(case_id)
    try:
        with unit_of_work() as session:
            case = act_on_case(session, case_id, Order(**given), actor=actor, limit_m=limit_m, at=now())
    except Problem as refusal:
        is_nobodys = order.suggested and case_id not in suggested and refusal.code == "move_incomplete"
        return _refused(case_id, nobody_suggested() if is_nobodys else refusal)
    return _result(case_id, "done") | {name: getattr(case, name) for name in SHOWN}


def nobody_suggested() -> Invalid:
    """Neither a rule nor a duty names a department for it."""
    return Invalid("Neither rule nor duty says who should get it", code="no_suggestion")


def _refused(case_id: UUID, refusal: Problem) -> Shape:
    words = {"code": refusal.code, "detail": refusal.detail, "fields": refusal.fields}
    return _result(case_id, "refused") | words


def _result(case_id: UUID, outcome: str) -> Shape:
    unknown = dict.fromkeys((*SHOWN, "code", "detail", "fields"))
    return {"id": case_id, "outcome": outcome} | unknown


def _name_refused(session: Session, results: Sequence[Shape], actor: Actor) -> None:
    """Number and state of what was refused, as far as this person may see it."""
    refused = {result["id"]: result for result in results if result["outcome"] == "refused"}
    if not refused:
        return
    for case_id, *shown in _find_visible(session, refused, actor):
        refused[case_id].update(zip(SHOWN, shown, strict=True))


def _find_visible(session: Session, ids: Iterable[UUID], actor: Actor) -> Sequence[Any]:
    columns = (getattr(Case, name) for name in SHOWN)
    asked = select(Case.id, *columns).where(among(Case.id, ids), policy.visible(actor, today()))
    return session.execute(asked).all()


def _answer(meant: ManyAct, results: list[Shape]) -> Shape:
    """In words of JSON, as it is kept."""
    done = sum(result["outcome"] == "done" for result in results)
    counts = {"done": done, "refused": len(results) - done}
    page = {"next_after": meant.next_after, "as_of": meant.as_of}
    answer: Shape = orjson.loads(orjson.dumps({"results": results} | counts | page))
    return answer
