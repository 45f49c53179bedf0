"""From notices of what is overdue to news."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.cases.models import OverdueNotice
from app.cases.workflow import HANDLING
from app.core.jobs import claim, finish
from app.messages.facts import Facts, News
from app.messages.queries.following import read_facts
from app.messages.services.telling import tell


def tell_next_overdue(session: Session, at: datetime) -> bool:
    """Tell of the notice that waits longest, in the transaction that finishes it; whether there was one."""
    notice = claim(session, OverdueNotice)
    if notice is None:
        return False
    facts = read_facts(session, [notice.case_id])[notice.case_id]
    if _still_holds(notice, facts):
        people = [UUID(user_id) for user_id in notice.user_ids]
        data = {"to": notice.to, "due_at": notice.due_at.isoformat()}
        cause = f"overdue:{notice.id}"
        news = News("overdue", cause, notice.made_at, facts, people, facts.department_id, data)
        tell(session, [news], at)
    finish(notice)
    return True


def _still_holds(notice: OverdueNotice, facts: Facts) -> bool:
    """Not handled, suspended or extended between the notice and now."""
    return facts.status in HANDLING and facts.due_at == notice.due_at
