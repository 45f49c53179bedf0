"""What the worker asks over and over, and what a bell asks, is found by index."""

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import event, insert, text
from sqlalchemy.orm import Session

from app.cases.models import Case, CaseChange, CaseEvent
from app.cases.workflow import OPEN
from app.core.clock import now
from app.core.db import unit_of_work
from app.core.dialect import is_spatialite
from app.messages.models import Message, MessageCursor, RobotSend
from app.messages.services.reading import forget_old
from app.messages.services.sending import list_waiting
from app.messages.services.summing import count_day
from app.messages.sweepers import tell_lights, tell_log
from tests.cases.conftest import Street
from tests.messages.conftest import Worker, put_robot

MANY = 3000
TABLES = ("cases", "case_changes", "case_events", "messages", "robot_sends")
NOT_COPIED = {"id", "number", "location", "status", "yellow_at", "received_at", "updated_at"}


@pytest.fixture
def city(session: Session, street: Street, worker: Worker) -> Iterator[Street]:
    """Some thousand closed cases with their changes, messages and sends beside a few open ones."""
    made = UUID(put_robot(street)["id"])
    case_id = UUID(street.assigned()["id"])
    worker.tell()
    first = session.get_one(Case, case_id)
    same = {
        column.key: getattr(first, column.key)
        for column in Case.__table__.columns
        if column.key not in NOT_COPIED
    }
    long_ago = now() - timedelta(days=2)
    ids = [uuid4() for _ in range(MANY)]
    moments = {"yellow_at": long_ago, "received_at": long_ago, "updated_at": long_ago}
    statuses = ["closed" if number % 30 else OPEN[number % len(OPEN)] for number in range(MANY)]
    session.execute(
        insert(Case),
        [same | moments | {"id": one, "status": status} for one, status in zip(ids, statuses, strict=True)],
    )
    change = {"transaction_number": 0, "unit_id": first.unit_id, "at": long_ago}
    session.execute(insert(CaseChange), [change | {"case_id": one} for one in ids])
    act = {"action": "report", "actor_id": first.reporter_id, "actor_name": "", "at": long_ago}
    act |= {"to_status": "reported", "version": 1}
    session.execute(insert(CaseEvent), [act | {"case_id": one, "action_id": uuid4()} for one in ids])
    told = {
        "user_id": street.people["handler"].id,
        "kind": "new",
        "data": {},
        "made_at": long_ago,
        "read_at": long_ago,
    }
    session.execute(insert(Message), [told | {"case_id": one, "cause": str(one)} for one in ids])
    said = {
        "robot_id": made,
        "event": "new",
        "words": "",
        "state": "sent",
        "made_at": long_ago,
        "expires_at": long_ago,
    }
    session.execute(insert(RobotSend), [said | {"cause": str(one)} for one in ids])
    cursor = session.get_one(MessageCursor, "cases")
    cursor.yellow_at = now() - timedelta(hours=1)
    session.flush()
    for table in TABLES:
        session.execute(text(f"ANALYZE {table}"))
    if not is_spatialite(session):
        # So few rows are read faster as a whole; what is asked here is whether there is another way.
        session.execute(text("SET LOCAL enable_seqscan = off"))
    yield street
    if is_spatialite(session):
        session.execute(text("DELETE FROM sqlite_stat1"))


def plans(session: Session, act: Callable[[], Any]) -> list[str]:
    """What the database says about each statement that reads one of the large tables."""
    asked: list[tuple[str, Any]] = []

    def note(*given: Any) -> None:
        if given[2].startswith("SELECT") and any(f"FROM {table}" in given[2] for table in TABLES):
            asked.append((given[2], given[3]))

    engine = session.connection().engine
    event.listen(engine, "before_cursor_execute", note)
    act()
    event.remove(engine, "before_cursor_execute", note)
    return [explain(session, *one) for one in asked]


def explain(session: Session, statement: str, parameters: Any) -> str:
    connection = session.connection()
    if is_spatialite(session):
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        return "\n".join(str(row[3]) for row in rows)
    rows = connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement}", parameters)
    return json.dumps(rows.scalar_one(), indent=1)


def whole_tables(plan: str) -> list[str]:
    """Large tables that are read from end to end."""
    if plan.startswith("["):
        return [name for node in json.loads(plan) for name in _scanned(node["Plan"])]
    scans = [line for line in plan.splitlines() if line.startswith("SCAN") and " USING " not in line]
    return [line for line in scans if line.split()[1] in TABLES]


def _scanned(node: dict[str, Any]) -> Iterator[str]:
    if node["Node Type"] == "Seq Scan" and node["Relation Name"] in TABLES:
        yield node["Relation Name"]
    for below in node.get("Plans", []):
        yield from _scanned(below)


def test_following_reads_what_is_new(session: Session, city: Street) -> None:
    city.assigned()
    for act in (tell_log, tell_lights):
        for plan in plans(session, act):
            assert not whole_tables(plan), plan


def test_lights_are_found_by_their_own_index(session: Session, city: Street) -> None:
    (plan,) = plans(session, tell_lights)
    assert "ix_cases_running_yellow_at" in plan


def test_the_bell_and_the_list_are_found_by_index(session: Session, city: Street) -> None:
    me = city.of("handler")
    for path in ("/messages/unread", "/messages", "/messages?unread=true"):
        read = plans(session, lambda path=path: me.get(path))  # type: ignore[misc]
        assert read
        assert not any(whole_tables(plan) for plan in read), read
    (bell,) = (plan for plan in plans(session, lambda: me.get("/messages/unread")) if "messages" in plan)
    assert "ix_messages_unread" in bell


def test_summaries_and_sending_read_no_archive(session: Session, city: Street) -> None:
    unit_id = city.make.district.id
    (robot_id,) = {row.robot_id for row in session.query(RobotSend).limit(1)}
    for act in (
        lambda: count_day(session, unit_id, None, now()),
        lambda: list_waiting(session, robot_id),
        lambda: city.of("admin").get("/robots"),
        lambda: city.of("admin").get(f"/robot-sends?robot_id={robot_id}"),
    ):
        for plan in plans(session, act):
            assert not whole_tables(plan), plan


def test_forgetting_finds_the_old_by_index(session: Session, city: Street) -> None:
    def forget() -> None:
        with unit_of_work() as work:
            forget_old(work, now())

    for plan in plans(session, forget):
        assert not whole_tables(plan), plan
