"""What differs between the databases behaves the same."""

from uuid import UUID

import pytest
from apiflask import APIFlask
from sqlalchemy import not_, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from app.accounts.models import Unit
from app.accounts.services import record
from app.core import dialect
from app.core.db import database
from app.core.dialect import (
    among,
    among_rows,
    in_box,
    insert_or_skip,
    oldest_open_transaction,
    transaction_number,
)
from app.core.stamps import bump, read_stamp
from app.roads.models import RoadSegment
from config import Config
from tests.factories import Make


def test_the_box_finds_what_it_touches_and_nothing_else(session: Session, make: Make) -> None:
    near = make.segment([(113.60, 34.70), (113.61, 34.70)])
    make.segment([(113.70, 34.80), (113.71, 34.80)])
    box = in_box(session, RoadSegment.geometry, (113.605, 34.69, 113.606, 34.71))
    assert session.scalars(select(RoadSegment.id).where(box)).all() == [near.id]


def test_a_second_row_with_the_same_key_is_skipped(session: Session, make: Make) -> None:
    unit = make.office
    values = {"id": unit.id, "name": "again", "kind": "street_office"}
    assert not insert_or_skip(session, Unit, values, ["id"])


def test_a_stamp_counts_changes(session: Session) -> None:
    before = read_stamp(session, "test")
    bump(session, "test")
    bump(session, "test")
    assert read_stamp(session, "test") == before + 2


@pytest.mark.parametrize("change", ["UPDATE audit_log SET action = 'other'", "DELETE FROM audit_log"])
def test_the_database_refuses_to_change_the_audit_log(session: Session, change: str) -> None:
    record(session, "tried", "test", 1, actor=None)
    session.flush()
    with pytest.raises(DBAPIError, match="append-only"):
        session.execute(text(change))


def test_transactions_that_ended_are_below_the_oldest_open_one(session: Session) -> None:
    number, oldest = session.execute(
        select(transaction_number(session), oldest_open_transaction(session))
    ).one()
    assert number <= oldest or number == 0


def test_a_connection_the_server_has_dropped_while_it_rested_is_not_used(
    app: APIFlask, settings: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not settings.database_url.startswith("postgresql"):
        pytest.skip("an embedded database drops nobody")
    monkeypatch.setattr("app.core.dialect.engine.PING_AFTER_S", 0.0)
    engine = dialect.make_engine(settings.database_url)
    ask = text("SELECT pg_backend_pid()")
    with engine.connect() as connection:
        first = connection.scalar(ask)
    with database.engine.connect() as other:
        other.execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": first})
    with engine.connect() as connection:
        assert connection.scalar(ask) != first
    engine.dispose()


@pytest.mark.parametrize("ids", [[], ["near"], ["near", "far"]])
def test_among_finds_what_in_would(session: Session, make: Make, ids: list[str]) -> None:
    units = {"near": make.office.id, "far": make.unit("far").id, "other": make.unit("other").id}
    wanted = {units[name] for name in ids}
    assert set(session.scalars(select(Unit.id).where(among(Unit.id, wanted)))) == wanted


@pytest.mark.parametrize("negated", [False, True])
def test_many_ids_are_no_truth_to_be_compared_with_another(session: Session, negated: bool) -> None:
    """Asked whether `id IN (…) = 1`, SQLite goes through the whole table."""
    condition = among(Unit.id, [UUID(int=1)]) & among_rows(Unit.id, select(Unit.parent_id))
    statement = str(
        select(Unit.id).where(not_(condition) if negated else condition).compile(session.get_bind())
    )
    assert "= 1" not in statement, statement
    assert "= 0" not in statement, statement
