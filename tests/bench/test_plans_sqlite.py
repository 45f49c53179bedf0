"""What the bench takes for reading all cases on SpatiaLite, and what not."""

import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parents[2] / "bench"))

from plans_sqlite import Statement, Step

PAGE = "SELECT id FROM cases ORDER BY received_at DESC LIMIT 50"
COUNT = "SELECT count(*) FROM cases"
PARTIAL = frozenset({"ix_cases_open"})


def scans(text: str, *steps: tuple[int, str]) -> bool:
    plan = [Step(parent, words) for parent, words in steps]
    return Statement(text, plan, PARTIAL).scans_all_of("cases")


@pytest.mark.parametrize("alias", ["cases", "cases_1"])
def test_the_table_itself_is_never_read_whole(alias: str) -> None:
    assert scans(PAGE, (0, f"SCAN {alias}"))


def test_a_walk_along_an_index_ends_with_the_page_unless_it_is_sorted_anew() -> None:
    walk = (0, "SCAN cases USING INDEX ix_cases_received_at")
    assert not scans(PAGE, walk)
    assert not scans(PAGE, walk, (0, "USE TEMP B-TREE FOR LAST TERM OF ORDER BY"))
    assert not scans(PAGE, (4, walk[1]), (0, "USE TEMP B-TREE FOR GROUP BY"))
    assert scans(PAGE, walk, (0, "USE TEMP B-TREE FOR ORDER BY"))


def test_an_index_is_counted_from_end_to_end_only_where_it_holds_a_part() -> None:
    assert scans(COUNT, (0, "SCAN cases USING COVERING INDEX ix_cases_received_at"))
    assert not scans(COUNT, (0, "SCAN cases USING COVERING INDEX ix_cases_open"))


def test_what_is_looked_up_or_is_another_table_is_fine() -> None:
    assert not scans(PAGE, (0, "SEARCH cases USING INDEX ix_cases_segment_id_status (segment_id=?)"))
    assert not scans(PAGE, (0, "SCAN cases_search_terms_fts VIRTUAL TABLE INDEX 0:M1"), (0, "SCAN roads"))
