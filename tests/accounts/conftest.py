"""Passwords that take a millisecond to check, as nothing here is about how long that takes."""

import pytest
from argon2 import PasswordHasher

from app.accounts import passwords
from tests import factories

QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
QUICK_HASH = QUICK.hash(factories.PASSWORD)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash, and have hashed, with next to no work."""
    monkeypatch.setattr(passwords, "hasher", QUICK)
    monkeypatch.setattr(factories, "PASSWORD_HASH", QUICK_HASH)
    passwords._nobodys_hash.cache_clear()
