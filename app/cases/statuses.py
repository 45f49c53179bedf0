"""Conditions on the status of a case, as indexes of some statuses need them."""

from sqlalchemy import ColumnElement, bindparam

from app.cases.models import Case
from app.cases.workflow import STATUSES, Status


def has_status(*statuses: Status) -> ColumnElement[bool]:
    """SQL, with the words written out: only then does a database see that an index of open cases will do.

    Sent beside the statement, they are unknown to a plan that PostgreSQL keeps for all values.
    """
    wanted = [status for status in STATUSES if status in statuses]
    return Case.status.in_(bindparam("status", wanted, unique=True, expanding=True, literal_execute=True))
