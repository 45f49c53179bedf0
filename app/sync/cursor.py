"""Where a phone stands: in the first load of what it should hold, or in the feed of changes."""

from dataclasses import astuple, dataclass
from typing import Literal
from uuid import UUID

from app.core.errors import Invalid
from app.core.paging import decode_cursor, encode_cursor

BIGGEST = 2**63 - 1


@dataclass(frozen=True)
class Cursor:
    """`scope` tells whether the person may still see the same choice of cases.

    `transaction_number` and `change_id` are those of the last change known; `case_id` the last one loaded.
    """

    kind: Literal["load", "feed"]
    scope: str
    transaction_number: int
    change_id: int
    case_id: str = ""

    def encode(self) -> str:
        """As opaque text."""
        return encode_cursor(*astuple(self))

    @classmethod
    def decode(cls, text: str) -> "Cursor":
        """Raises Invalid for anything we did not make."""
        kind, scope, number, change_id, case_id = decode_cursor(text, 5)
        numbers = all(type(value) is int and 0 <= value <= BIGGEST for value in (number, change_id))
        if kind not in ("load", "feed") or not isinstance(scope, str) or not numbers:
            raise Invalid("The cursor is not one of ours", code="bad_cursor")
        try:
            loaded_to = str(UUID(case_id)) if case_id else ""
        except (ValueError, TypeError, AttributeError) as error:
            raise Invalid("The cursor is not one of ours", code="bad_cursor") from error
        return cls(kind, scope, number, change_id, loaded_to)
