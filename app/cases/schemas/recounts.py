"""How far the recount of deadlines is."""

from datetime import datetime

from app.core.http import Answer


class Recount(Answer):
    """Counting clocks anew after rules or calendar changed; `is_current` once all ends are by what stands."""

    is_current: bool
    asked_at: datetime | None
    finished_at: datetime | None
    seen: int | None
    changed: int | None
