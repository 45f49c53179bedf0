"""Whom an act on many means: settled before the first is touched, kept until the answer has long arrived."""

import hashlib
from datetime import datetime, timedelta
from typing import Any, TypedDict

import orjson
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from app.cases.models import ManyAct
from app.cases.queries.many import list_meant
from app.cases.schemas.many import ManyOrder
from app.core.actor import Actor
from app.core.clock import now
from app.core.db import reading, unit_of_work
from app.core.dialect import insert_or_skip

KEPT = timedelta(days=7)
"""Nobody asks for an answer again after that."""
STALE = 0
"""No case has this version."""


class Pair(TypedDict):
    """A case and the version that is meant."""

    id: str
    version: int


def recall_or_mean(order: ManyOrder, actor: Actor) -> ManyAct:
    """What this very request meant the first time, or means now. After a move a filter finds other cases."""
    key = _key_of(order, actor)
    with reading() as session:
        known = session.get(ManyAct, key)
        if known is not None:
            return known
        values = _meant(session, order, actor, now())
    with unit_of_work() as session:
        insert_or_skip(session, ManyAct, values | {"key": key}, ["key"])
        return session.get_one(ManyAct, key)


def _key_of(order: ManyOrder, actor: Actor) -> str:
    understood = orjson.dumps([actor.id, order.model_dump()], option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(understood).hexdigest()


def _meant(session: Session, order: ManyOrder, actor: Actor, at: datetime) -> dict[str, Any]:
    if order.filter is None:
        named: list[Pair] = [{"id": str(one.id), "version": one.version} for one in order.targets]
        return {"asked_at": at, "targets": named, "next_after": None, "as_of": None}
    as_of = order.as_of or at
    after_id, most = order.after_id, order.most + 1  # one more, to know whether there is a next page
    rows = list_meant(session, order.filter, after_id=after_id, as_of=as_of, most=most, actor=actor)
    page = rows[: order.most]
    found: list[Pair] = [
        {"id": str(case_id), "version": version if changed_at <= as_of else STALE}
        for case_id, version, changed_at in page
    ]
    next_after = page[-1][0] if len(rows) > len(page) else None
    return {"asked_at": at, "targets": found, "next_after": next_after, "as_of": as_of}


def keep_answer(key: str, answer: dict[str, Any]) -> None:
    """For who asks again because the line broke."""
    with unit_of_work() as session:
        session.execute(update(ManyAct).where(ManyAct.key == key).values(answer=answer))


def has_old_answers(session: Session, at: datetime) -> bool:
    """Whether any is older than anybody asks for."""
    return (
        session.execute(select(ManyAct.key).where(ManyAct.asked_at < at - KEPT).limit(1)).first() is not None
    )


def drop_old_answers(session: Session, at: datetime) -> None:
    """Who asks for them after that is answered as a case by case repetition."""
    session.execute(delete(ManyAct).where(ManyAct.asked_at < at - KEPT))
