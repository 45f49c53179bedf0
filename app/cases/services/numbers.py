"""Case numbers: district code, local date, daily sequence, such as 410102-20261123-0007."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.accounts.units import unit_tree
from app.cases.models import CaseNumber
from app.core.actor import Actor
from app.core.clock import local_date
from app.core.dialect import upsert

NO_CODE = "000000"
"""Stands for a district whose code nobody has entered."""


def next_number(session: Session, unit_id: UUID, at: datetime, *, actor: Actor) -> str:
    """The next number of the unit's district; its row stays locked until the transaction ends."""
    district = unit_tree(session, actor.units_stamp).district(unit_id)
    code, day = (district and district.code) or NO_CODE, local_date(at)
    key = {"district_code": code, "day": day}
    row = upsert(session, CaseNumber, key | {"last": 1}, list(key), {"last": CaseNumber.last + 1})
    return f"{code}-{day:%Y%m%d}-{row.last:04}"
