"""Reading people, units, departments, log-ins and the audit log."""

from app.accounts.queries.sessions import actor_of, find_login, hash_token

__all__ = ["actor_of", "find_login", "hash_token"]
