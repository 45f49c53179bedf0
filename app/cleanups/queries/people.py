"""Who with an account may lead or help at a site."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import RoleGrant, Unit, User
from app.cleanups import policy
from app.cleanups.queries.adding import Shape
from app.core.actor import Actor
from app.core.dialect import among

MOST = 100


def list_people_to_ask(session: Session, part: str | None, *, actor: Actor) -> list[Shape]:
    """The shape of `PersonToAsk`: active people of the district whose role takes them out, by name."""
    holds = (
        RoleGrant.user_id == User.id,
        RoleGrant.role.in_(policy.ON_THE_SPOT),
        among(RoleGrant.unit_id, actor.district_unit_ids),
    )
    people = select(User.id, User.name).where(User.is_active, select(RoleGrant.id).where(*holds).exists())
    if part:
        people = people.where(User.name.icontains(part, autoescape=True))
    rows = session.execute(people.order_by(User.name, User.id).limit(MOST)).all()
    ids = [row.id for row in rows]
    units: dict[object, list[str]] = {id_: [] for id_ in ids}
    where = select(RoleGrant.user_id, Unit.name).join(Unit, Unit.id == RoleGrant.unit_id)
    mine = among(RoleGrant.user_id, ids), among(RoleGrant.unit_id, actor.district_unit_ids)
    for user_id, name in session.execute(where.where(*mine).distinct().order_by(Unit.name)):
        units[user_id].append(name)
    return [{"id": row.id, "name": row.name, "unit_names": units[row.id]} for row in rows]
