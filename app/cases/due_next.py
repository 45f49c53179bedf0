"""What is due next: the order a queue is worked in.

First what somebody has and a clock runs for, by its deadline; then what is open without a running clock, the
longest waiting first; then what is over. The index `ix_cases_due_next` (migration 0006) is of these very
expressions, so both stand as SQL with nothing filled in.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Integer, literal_column

from app.cases.models import Case
from app.cases.workflow import HANDLING, OPEN

RUNNING = "cases.status IN ('assigned', 'handling') AND cases.due_at IS NOT NULL"
WAITING = "cases.status IN ('reported', 'filed', 'assigned', 'handling', 'handled', 'suspended')"
RANK = literal_column(f"CASE WHEN {RUNNING} THEN 0 WHEN {WAITING} THEN 1 ELSE 2 END", Integer)
MOMENT = literal_column(
    f"CASE WHEN {RUNNING} THEN cases.due_at ELSE cases.received_at END", Case.received_at.type
)


def due_next_key(row: dict[str, Any]) -> tuple[int, datetime]:
    """Rank and moment of a row with status, due_at and received_at, as the database computes them."""
    if row["status"] in HANDLING and row["due_at"] is not None:
        return 0, row["due_at"]
    return (1 if row["status"] in OPEN else 2), row["received_at"]
