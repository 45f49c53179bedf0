"""Hashing, judging and making passwords."""

import secrets
import unicodedata
from functools import cache
from pathlib import Path
from typing import NamedTuple

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from app.core.errors import Invalid

MIN_LENGTH = 10
MIN_DISTINCT = 5
COMMON = Path(__file__).parent / "data" / "common_passwords.txt"
UNMISTAKABLE = "23456789abcdefghjkmnpqrstuvwxyz"
"""Letters and digits nobody confuses when reading them out."""

hasher = PasswordHasher()


class Verdict(NamedTuple):
    """Whether a password fits; `better_hash` is to be kept when the parameters of hashing have changed."""

    fits: bool
    better_hash: str | None = None


def check(stored: str | None, given: str) -> Verdict:
    """Slow on purpose, for people who do not exist (None) too: call it outside of any transaction."""
    try:
        hasher.verify(stored or _nobodys_hash(), given)
    except (VerificationError, InvalidHashError):
        return Verdict(False)
    if stored is None:
        return Verdict(False)
    return Verdict(True, hasher.hash(given) if hasher.check_needs_rehash(stored) else None)


@cache
def _nobodys_hash() -> str:
    return hasher.hash(secrets.token_urlsafe())


@cache
def _common() -> frozenset[str]:
    return frozenset(COMMON.read_text().split())


def refuse_weak(password: str, username: str, field: str = "password") -> None:
    """Raises Invalid, code `weak_password`; `reasons` names the rules broken, for screens in any language."""
    broken = {reason: words for reason, words, is_broken in _rules(password, username) if is_broken}
    if broken:
        raise Invalid(
            "The password is too weak",
            code="weak_password",
            fields={field: list(broken.values())},
            reasons=list(broken),
        )


def _rules(password: str, username: str) -> list[tuple[str, str, bool]]:
    plain = unicodedata.normalize("NFKC", password).casefold()
    bare = plain.strip("0123456789!@#$%^&*._-+ ")
    return [
        ("too_short", f"At least {MIN_LENGTH} characters", len(password) < MIN_LENGTH),
        ("too_uniform", f"At least {MIN_DISTINCT} different characters", len(set(plain)) < MIN_DISTINCT),
        (
            "has_username",
            "Not the user name, nor one with digits around it",
            username in (plain, bare, plain[::-1]),
        ),
        (
            "too_common",
            "Not one of the passwords everybody tries first",
            plain in _common() or bare in _common(),
        ),
    ]


def one_time() -> str:
    """A password to be read out once: twelve characters in three groups, 59 bits."""
    return "-".join("".join(secrets.choice(UNMISTAKABLE) for _ in range(4)) for _ in range(3))
