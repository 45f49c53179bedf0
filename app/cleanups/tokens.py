"""Tokens of helpers' links: the id of a row and our signature over it."""

import hmac
import re
from collections.abc import Callable
from uuid import UUID

Sign = Callable[[str], str]
"""Our signature over some words, in hex."""
SIGNED = 32
TOKEN = re.compile(rf"[0-9a-f]{{{32 + SIGNED}}}")


def make_token(link_id: UUID, sign: Sign) -> str:
    """What stands in the QR code; the same each time it is shown."""
    return link_id.hex + sign(link_id.hex)[:SIGNED]


def read_token(token: str, sign: Sign) -> UUID | None:
    """The link it stands for; None for whatever we did not sign."""
    if not TOKEN.fullmatch(token):
        return None
    link, signed = token[:32], token[32:]
    return UUID(link) if hmac.compare_digest(signed, sign(link)[:SIGNED]) else None
