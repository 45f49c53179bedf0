"""What stage a session is at, and what an organiser may do there. Pure."""

from datetime import date
from typing import Any

from app.cleanups.models import CleanupSession
from app.cleanups.schemas.plan import SessionAction, State

RUNNING: tuple[State, ...] = ("planned", "under_way", "unfinished")
ALWAYS: tuple[State, ...] = (*RUNNING, "finished", "cancelled")
FROM: dict[SessionAction, tuple[State, ...]] = {
    "postpone": RUNNING,
    "cancel": RUNNING,
    "reinstate": ("cancelled",),
    "finish": ("under_way", "unfinished"),
    "reopen": ("finished",),
    "choose_sources": ALWAYS,
    "renew_code": RUNNING,
}


def state_of(session: CleanupSession | Any, today: date) -> State:
    """Derived, never stored: a planned day becomes today without anybody's doing."""
    if session.cancelled_at is not None:
        return "cancelled"
    if session.finished_at is not None:
        return "finished"
    if session.held_on > today:
        return "planned"
    return "under_way" if session.held_on == today else "unfinished"


def allowed_actions(state: State, *, is_organiser: bool) -> list[SessionAction]:
    """In the table's order."""
    return [action for action, states in FROM.items() if state in states] if is_organiser else []
