"""A page of a file costs the same wherever it lies: found by an index, and sorted by nobody."""

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy.orm import Session

from app.core.clock import now
from app.exchange.queries.exports import count_cases, read_pages
from app.exchange.schemas import ExportFilter
from tests.cases.conftest import Street
from tests.cases.looking import plans_of
from tests.cases.test_plans import archive
from tests.cases.test_statements import counted

__all__ = ["archive"]
OF_A_PAGE = "class_name"
"""Stands in the statement of a page alone."""


def read_all(session: Session, street: Street, **wanted: Any) -> int:
    actor = street.make.actor(street.people["viewer"])
    pages = read_pages(session, ExportFilter(**wanted), actor=actor, at=now())
    return sum(len(page) for page in pages)


@pytest.mark.parametrize(
    "wanted", [{}, {"status": ["closed"]}, {"overdue": False}, {"source": ["patrol"]}], ids=str
)
def test_no_page_but_the_first_begins_at_the_beginning(
    session: Session, archive: Street, monkeypatch: pytest.MonkeyPatch, wanted: dict[str, Any]
) -> None:
    monkeypatch.setattr("app.exchange.queries.exports.PAGE", 500)
    with plans_of(session, OF_A_PAGE) as plans:
        assert read_all(session, archive, **wanted) > 2500
    assert len(plans) >= 6
    for plan in plans[1:]:
        assert "Seq Scan on cases" not in plan, plan
        assert "SCAN cases" not in plan, plan
        assert "received_at" in plan, plan
    # What is left for the last pages is sorted as fast as it is walked.
    for plan in plans[1:-3]:
        assert "Sort Key" not in plan, plan
        assert "TEMP B-TREE" not in plan, plan


def test_a_page_is_one_statement(session: Session, archive: Street, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.exchange.queries.exports.PAGE", 1000)
    archive.make.actor(archive.people["viewer"])
    with counted(session) as statements:
        total = read_all(session, archive)
    of_pages = [statement for statement in statements if OF_A_PAGE in statement]
    assert len(of_pages) == total // 1000 + 1


def test_the_count_beside_the_progress_is_that_of_the_file(session: Session, archive: Street) -> None:
    actor = archive.make.actor(archive.people["viewer"])
    wanted = ExportFilter(q="占道")
    pages = read_pages(session, wanted, actor=actor, at=now())
    found = [row for page in pages for row in page]
    assert len(found) == count_cases(session, wanted, actor=actor, at=now()) > 0
    assert found == sorted(found, key=lambda row: (row.received_at, row.id.hex), reverse=True)
    assert found[0].received_at > datetime(2020, 1, 1, tzinfo=UTC)
