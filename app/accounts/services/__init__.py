"""Verbs that change log-ins, people, units and departments, each with its row in the audit log."""

from app.accounts.services.audit import record
from app.accounts.services.sessions import open_session

__all__ = ["open_session", "record"]
