"""Edit the words that are data."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.services import record
from app.cleanups import policy
from app.cleanups.models import ParticipantCategory, ResultKind, StationedUnit
from app.cleanups.queries.terms import STAMP
from app.cleanups.schemas.terms import ParticipantCategoryIn, ResultKindIn, StationedUnitIn
from app.core.actor import Actor
from app.core.dialect import insert_or_skip, upsert
from app.core.errors import Conflict, Forbidden, Invalid
from app.core.stamps import bump


def put_term(
    session: Session, code: str, wanted: ParticipantCategoryIn | ResultKindIn, *, actor: Actor
) -> Any:
    """Make or change a category or kind; those somebody was counted by cannot go, only out of use."""
    is_category = isinstance(wanted, ParticipantCategoryIn)
    table: Any = ParticipantCategory if is_category else ResultKind
    values = wanted.model_dump()
    upsert(session, table, {"code": code, **values}, ["code"], values)
    bump(session, STAMP)
    kind = "participant_category" if is_category else "cleanup_result_kind"
    record(session, f"{kind}_put", kind, code, actor=actor, **values)
    return session.get_one(table, code, populate_existing=True)


def put_stationed_unit(
    session: Session, stationed_unit_id: UUID, wanted: StationedUnitIn, *, actor: Actor
) -> StationedUnit:
    """Make it, rename it, or take it out of use."""
    if not policy.organises(actor, wanted.unit_id):
        raise Invalid(fields={"unit_id": ["There is no such unit among those you plan for"]})
    namesake = select(StationedUnit.id).where(
        StationedUnit.unit_id == wanted.unit_id,
        StationedUnit.name == wanted.name,
        StationedUnit.id != stationed_unit_id,
    )
    if session.scalar(namesake) is not None:
        raise Conflict("Another one has this name", code="already_taken")
    values = wanted.model_dump()
    if not insert_or_skip(session, StationedUnit, {"id": stationed_unit_id, **values}, ["id"]):
        standing = session.get_one(StationedUnit, stationed_unit_id, with_for_update=True)
        if not policy.organises(actor, standing.unit_id):
            raise Forbidden("It lies outside the units you plan for")
        for name, value in values.items():
            setattr(standing, name, value)
        session.flush()
    return session.get_one(StationedUnit, stationed_unit_id, populate_existing=True)
