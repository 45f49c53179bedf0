"""From the log of cases to news: what happened, and who is to hear of it."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.units import unit_tree
from app.cases.models import CaseEvent
from app.cases.queries.addressees import list_first_chiefs, list_handlers, list_supervisors
from app.cases.workflow import HANDLING
from app.messages.facts import Facts, News
from app.messages.models import Kind, MessageCursor
from app.messages.queries.following import BATCH, CURSOR, list_turned_yellow, read_facts, read_log
from app.messages.services.telling import tell


def follow_log(session: Session, at: datetime) -> bool:
    """Tell of one batch of changes; whether there may be more. Another worker at it is not waited for."""
    cursor = lock_cursor(session)
    if cursor is None:
        return False
    happened = read_log(session, cursor, at)
    facts = read_facts(session, happened.case_ids)
    people = People(session, at)
    all_news = [*_of_log(happened.events, facts, people), *_of_lights(facts.values(), people, at)]
    tell(session, all_news, at)
    cursor.transaction_number, cursor.change_id = happened.transaction_number, happened.change_id
    return happened.is_full


def follow_lights(session: Session, at: datetime) -> bool:
    """Tell of one batch of cases that turned yellow since the last look; whether there may be more.

    One whose moment is moved into the past, by a calendar or a pause, is told of by its change in the feed.
    """
    cursor = lock_cursor(session)
    if cursor is None:
        return False
    after, after_id = cursor.yellow_at or at, cursor.yellow_id or UUID(int=0)
    turned = list_turned_yellow(session, after, after_id, at)
    facts = read_facts(session, [case_id for _, case_id in turned])
    tell(session, list(_of_lights(facts.values(), People(session, at), at)), at)
    if len(turned) == BATCH:
        cursor.yellow_at, cursor.yellow_id = turned[-1]
        return True
    cursor.yellow_at, cursor.yellow_id = max(after, at), None
    return False


def lock_cursor(session: Session) -> MessageCursor | None:
    """The one row that says how far things were told; None while another worker has it."""
    row = select(MessageCursor).where(MessageCursor.name == CURSOR).with_for_update(skip_locked=True)
    return session.scalar(row.execution_options(populate_existing=True))


class People:
    """Who is to be told, asked once for each place and department of a batch."""

    def __init__(self, session: Session, at: datetime) -> None:
        self.session, self.at = session, at
        self._known: dict[tuple[Any, ...], Sequence[UUID]] = {}

    def handlers(self, facts: Facts, department_id: UUID | None, assignee_id: UUID | None) -> Sequence[UUID]:
        """Whose it is to handle."""
        if department_id is None and assignee_id is None:
            return []
        key = ("handlers", facts.unit_id, department_id, assignee_id)
        return self._once(
            key, lambda: list_handlers(self.session, assignee_id, department_id, self._chain(facts))
        )

    def supervisors(self, facts: Facts) -> Sequence[UUID]:
        """Those nearest to the place."""
        return self._once(
            ("supervisors", facts.unit_id), lambda: list_supervisors(self.session, self._chain(facts))
        )

    def chiefs(self, facts: Facts) -> Sequence[UUID]:
        """The highest of the segment today."""
        return self._once(
            ("chiefs", facts.segment_id), lambda: list_first_chiefs(self.session, facts.segment_id, self.at)
        )

    def _chain(self, facts: Facts) -> list[UUID]:
        return [node.id for node in unit_tree(self.session).chain(facts.unit_id)]

    def _once(self, key: tuple[Any, ...], ask: Callable[[], Sequence[UUID]]) -> Sequence[UUID]:
        if key not in self._known:
            self._known[key] = ask()
        return self._known[key]


def _of_log(events: Sequence[CaseEvent], facts: dict[UUID, Facts], people: People) -> Iterator[News]:
    """Who did it is told nothing of it, and a table that was taken in is no news, row by row."""
    for event in events:
        if event.action == "report" and facts[event.case_id].source == "import":
            continue
        kind, to, department_id = _addressed(event, facts[event.case_id], people)
        others = [user_id for user_id in to if user_id != event.actor_id]
        data = {"action": event.action, "note": event.note, "actor_name": event.actor_name}
        yield News(kind, f"event:{event.id}", event.at, facts[event.case_id], others, department_id, data)


def _addressed(event: CaseEvent, facts: Facts, people: People) -> tuple[Kind, Sequence[UUID], UUID | None]:
    """As what it is told, to whom, and to which department's groups."""
    if event.action == "report":
        return "new", people.supervisors(facts), None
    if event.action == "return":
        return "returned", people.supervisors(facts), None
    if event.action == "assign":
        department_id, assignee_id = _given(event, "department_id"), _given(event, "assignee_id")
        return "assigned", people.handlers(facts, department_id, assignee_id), department_id
    kind: Kind = "returned" if event.action == "verify_fail" else "reminded"
    if facts.status == "handled":
        return kind, people.chiefs(facts), None
    return kind, people.handlers(facts, facts.department_id, facts.assignee_id), facts.department_id


def _given(event: CaseEvent, name: str) -> UUID | None:
    """As the move named it: the case may be in other hands by now."""
    value = event.data.get(name)
    return UUID(value) if value else None


def _of_lights(all_facts: Any, people: People, at: datetime) -> Iterator[News]:
    """Cases that are due soon now; the cause is the end of the clock, so that an extension is told anew."""
    for facts in all_facts:
        if facts.status not in HANDLING or facts.yellow_at is None or facts.due_at is None:
            continue
        if facts.yellow_at <= at < facts.due_at:
            to = people.handlers(facts, facts.department_id, facts.assignee_id)
            cause = f"due_soon:{facts.id}:{facts.due_at.isoformat()}"
            data = {"due_at": facts.due_at.isoformat()}
            yield News("due_soon", cause, at, facts, to, facts.department_id, data)
