"""Messages that were read, and those nobody needs any more."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from app.messages.models import Message, RobotSend
from app.messages.schemas import ReadIn

MESSAGES_FOR = timedelta(days=90)
SENDS_FOR = timedelta(days=180)
BATCH = 500


def mark_read(session: Session, wanted: ReadIn, *, user_id: UUID, at: datetime) -> None:
    """Those of this person among the named, or all up to one."""
    mine = update(Message).where(Message.user_id == user_id, Message.read_at.is_(None))
    if wanted.up_to is not None:
        mine = mine.where(Message.id <= int(wanted.up_to))
    else:
        mine = mine.where(Message.id.in_([int(one) for one in wanted.ids]))
    session.execute(mine.values(read_at=at).execution_options(synchronize_session=False))


def forget_old(session: Session, at: datetime) -> bool:
    """Delete one batch of what is older than it is kept; whether there may be more."""
    found = False
    for table, kept_for in ((Message, MESSAGES_FOR), (RobotSend, SENDS_FOR)):
        old = select(table.id).where(table.made_at < at - kept_for).order_by(table.made_at).limit(BATCH)
        ids = session.scalars(old).all()
        session.execute(delete(table).where(table.id.in_(ids)).execution_options(synchronize_session=False))
        found = found or len(ids) == BATCH
    return found
