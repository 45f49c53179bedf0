"""Keyset paging: a cursor is the sort key of the last row, signed by nobody and trusted by nobody."""

import base64
from typing import Annotated, Any

import orjson
from pydantic import Field

from app.core.errors import Invalid
from app.core.http import Query

Limit = Annotated[int, Field(ge=1, le=200)]


class Page(Query):
    """The paging part of every list's query."""

    limit: Limit = 50
    cursor: str | None = None


def encode_cursor(*key: Any) -> str:
    """The sort key as opaque text."""
    return base64.urlsafe_b64encode(orjson.dumps(key)).rstrip(b"=").decode()


def decode_cursor(cursor: str, length: int) -> list[Any]:
    """The sort key back; raises Invalid for anything we did not make."""
    try:
        key = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except ValueError as error:
        raise Invalid("The cursor is not one of ours", code="bad_cursor") from error
    if not isinstance(key, list) or len(key) != length:
        raise Invalid("The cursor belongs to another list", code="bad_cursor")
    return key
