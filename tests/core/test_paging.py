"""Cursors come back whole or are refused."""

import pytest

from app.core.errors import Invalid
from app.core.paging import decode_cursor, encode_cursor


def test_a_cursor_carries_the_key_there_and_back() -> None:
    assert decode_cursor(encode_cursor("2026-11-23T06:05:00Z", "a-b"), 2) == ["2026-11-23T06:05:00Z", "a-b"]


@pytest.mark.parametrize(
    "cursor", ["", "!", "bnVsbA", "AAAA", "é", encode_cursor("one"), encode_cursor(1, 2, 3)]
)
def test_what_is_not_ours_is_refused(cursor: str) -> None:
    with pytest.raises(Invalid) as refusal:
        decode_cursor(cursor, 2)
    assert refusal.value.code == "bad_cursor"
