"""A worker killed in the middle, as a real process: nothing is lost, nothing comes twice."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from apiflask import APIFlask
from sqlalchemy import func, insert, select, update

from app.cases.models import Case, CaseEvent
from app.catalog.models import Category
from app.core.clock import now
from app.core.db import reading, unit_of_work
from app.core.storage import storage
from app.exchange.models import CaseImport, CaseImportRow, Export, ImportedCase
from config import Config
from tests.cases.conftest import Json
from tests.exchange.conftest import order, rows_of
from tests.factories import Caller, Make, Phone
from tests.workers import Start, kill, wait_until, workers

CASES = 12_000
ROWS = 400


@pytest.fixture
def start(settings: Config, store: Path, for_keeps: None) -> Iterator[Start]:
    """Starts workers on the test's database and store; they end before that is built anew."""
    with workers(settings, store) as start:
        yield start


@dataclass
class Office:
    """A supervisor of a street office in the real database, and what cases there are made of."""

    caller: Caller
    user_id: UUID
    category: Category
    unit_id: UUID


@pytest.fixture
def office(app: APIFlask, for_keeps: None) -> Office:
    """The one both tests play in."""
    with unit_of_work() as session:
        make = Make(session)
        category, user = make.category("04-06"), make.user("supervisor")
        make.segment(name="桐柏路：建设路—棉纺路")
        return Office(Phone(app, session)(user), user.id, category, make.office.id)


def count(model: type[Any], **of: Any) -> int:
    with reading() as session:
        return session.scalar(select(func.count()).select_from(model).filter_by(**of)) or 0


def make_cases(office: Office) -> set[str]:
    """Many at once, without their logs; the ids."""
    at = now()
    common = {
        "status": "reported",
        "source": "patrol",
        "category_id": office.category.id,
        "category_code": office.category.code,
        "unit_id": office.unit_id,
        "reporter_id": office.user_id,
        "placed_by": "gps",
        "observed_at": at,
        "updated_at": at,
        "body_hash": "",
        "description": "早点摊",
    }
    rows = [common | {"id": uuid4(), "received_at": at - timedelta(seconds=n)} for n in range(CASES)]
    with unit_of_work() as session:
        session.execute(insert(Case), rows)
    return {str(row["id"]) for row in rows}


def export_row(accepted: Json) -> Export:
    with reading() as session:
        return session.get_one(Export, UUID(accepted["id"]))


def test_an_export_is_begun_again_and_has_each_case_once(start: Start, office: Office) -> None:
    made = make_cases(office)
    accepted, worker = order(office.caller), start()
    wait_until(lambda: export_row(accepted).rows_done > 0)
    kill(worker)
    left = export_row(accepted)
    assert (left.stored_key, left.attempts) == (None, 1)
    assert 0 < left.rows_done < CASES
    assert left.next_try_at is not None
    assert left.next_try_at > now()
    assert list(storage.list("exports/")) == []
    with unit_of_work() as session:
        session.execute(update(Export).values(next_try_at=now()))  # its lease has run out
    start()
    wait_until(lambda: export_row(accepted).stored_key is not None)
    done = export_row(accepted)
    assert (done.attempts, done.rows_done, done.rows_total) == (2, CASES, CASES)
    rows = rows_of(office.caller.get(f"/exports/{accepted['id']}/file").data)
    assert len(rows) == CASES
    assert {row["系统编号"] for row in rows} == made
    assert [file.key for file in storage.list("exports/")] == [done.stored_key]


def test_an_import_goes_on_where_it_was(start: Start, office: Office) -> None:
    report: Json = {"category_code": "04-06", "observed_at": "2026-11-20T01:30:00Z", "source": "import"}
    report |= {"location": {"lon": 113.6125, "lat": 34.74809}}
    with unit_of_work() as session:
        brought = {"owner_id": office.user_id, "system": "数字城管", "file_name": "", "asked_at": now()}
        found = CaseImport(**brought, taken_at=now(), next_try_at=now())
        session.add(found)
        session.flush()
        rows = [
            {
                "import_id": found.id,
                "number": number + 2,
                "external_number": f"A-{number}",
                "state": "good",
                "report": report,
                "errors": [],
            }
            for number in range(ROWS)
        ]
        session.execute(insert(CaseImportRow), rows)
    worker = start()
    wait_until(lambda: count(CaseImportRow, state="taken") > 0)
    kill(worker)
    taken = count(CaseImportRow, state="taken")
    assert 0 < taken < ROWS
    assert taken == count(Case) == count(CaseEvent) == count(ImportedCase)
    start()
    wait_until(lambda: count(CaseImportRow, state="taken") == ROWS)
    assert count(Case) == count(CaseEvent) == count(ImportedCase) == ROWS
