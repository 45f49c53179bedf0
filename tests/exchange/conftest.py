"""The street of the cases' tests, a store of one's own, and the worker's part done at once."""

import csv
from collections.abc import Iterator
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy.orm import sessionmaker

from app.core.db import database
from app.core.storage import storage
from app.exchange.sweepers import Exporter
from tests.cases.conftest import Json, Street, street
from tests.factories import Caller

__all__ = ["street"]


@pytest.fixture(autouse=True)
def store(tmp_path: Path) -> Iterator[Path]:
    """An empty folder to keep files in."""
    before = storage._url if hasattr(storage, "_url") else ""
    storage.bind(f"file://{tmp_path}/store")
    yield tmp_path / "store"
    storage.bind(before)


@pytest.fixture(autouse=True)
def readers_leave_writes_alone(request: pytest.FixtureRequest) -> None:
    """A session that reads while others write on the test's one connection must not take theirs back."""
    if "session" in request.fixturenames:
        connection = request.getfixturevalue("session").get_bind()
        joined: Any = {"join_transaction_mode": "rollback_only", "expire_on_commit": False}
        database.readers = sessionmaker(connection, autoflush=False, **joined)


def work() -> int:
    """Do what waits; how many turns it took."""
    exporter, turns = Exporter(), 0
    while exporter.sweep():
        turns += 1
    return turns


def order(caller: Caller, format_: str = "csv", **wanted: Any) -> Json:
    """An export as accepted."""
    answer = caller.post("/exports", json={"format": format_, "filter": wanted})
    assert answer.status_code == 202, answer.json
    accepted: Json = answer.get_json()
    return accepted


def exported(street: Street, who: str = "supervisor", format_: str = "csv", **wanted: Any) -> list[Json]:
    """The rows of a file, ordered, written and fetched; heading → text (csv) or value (xlsx)."""
    caller = street.of(who)
    accepted = order(caller, format_, **wanted)
    work()
    answer = caller.get(f"/exports/{accepted['id']}/file")
    assert answer.status_code == 200, answer.json
    return rows_of(answer.data, format_)


def rows_of(content: bytes, format_: str = "csv") -> list[Json]:
    """heading → text or value for each row below the headings."""
    if format_ == "csv":
        return list(csv.DictReader(StringIO(content.decode("utf-8-sig"), newline="")))
    headings, *rows = load_workbook(BytesIO(content)).worksheets[0].values
    return [dict(zip(headings, row, strict=True)) for row in rows]  # type: ignore[arg-type]
