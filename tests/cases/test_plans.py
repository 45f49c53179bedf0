"""No question of the queue reads the whole table of cases."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import event, insert, text
from sqlalchemy.orm import Session

from app.cases.models import Case
from app.cases.search import search_columns
from app.cases.workflow import OPEN
from app.core.dialect import is_spatialite
from tests.cases.conftest import Street

MANY = 3000
OPEN_ONLY = "&".join(f"status={status}" for status in OPEN)
VIEWS = "mine,overdue,due_soon,unplaced,to_check,reported,filed,suspended,open,by_road"
BOX = "bbox=113.60,34.74,113.62,34.76"
PATHS = (
    "/cases",
    "/cases?sort=due_at",
    "/cases?sort=-updated_at",
    "/cases?sort=due_at&offset=1000",
    "/cases?task=mine&sort=due_at",
    "/cases?overdue=true&sort=due_at",
    "/cases?status=handled&sort=due_at",
    f"/cases?unplaced=true&{OPEN_ONLY}",
    "/cases?light=yellow&sort=due_at",
    "/cases?q=占道",
    "/cases?q=井盖 破损&sort=due_at",
    "/cases?q=路",
    f"/cases?q=-0137&{OPEN_ONLY}",
    f"/cases/counts?views={VIEWS}",
    f"/cases/map?zoom=12&{OPEN_ONLY}&{BOX}",
    f"/cases/map?zoom=12&{BOX}",
    f"/cases/map?zoom=17&{BOX}",
    "/cases/map?zoom=10",
)
NOT_COPIED = {"id", "number", "location", "status", "received_at", "search_text", "search_terms"}


@pytest.fixture
def archive(session: Session, street: Street) -> Iterator[Street]:
    """Some thousand closed cases beside a hundred open ones."""
    first = session.get_one(Case, UUID(street.assigned()["id"]))
    columns = [column.key for column in Case.__table__.columns if column.key not in NOT_COPIED]
    same = {name: getattr(first, name) for name in columns}
    rows = [same | _other(first, number) for number in range(MANY)]
    session.execute(insert(Case), rows)
    session.execute(text("ANALYZE cases"))
    if not is_spatialite(session):
        # So few rows are read faster as a whole; what is asked here is whether there is another way.
        session.execute(text("SET LOCAL enable_seqscan = off"))
    yield street
    if is_spatialite(session):
        session.execute(text("DELETE FROM sqlite_stat1"))


def _other(first: Case, number: int) -> dict[str, Any]:
    words = "井盖破损" if number % 500 == 7 else "占道经营"
    return {
        "id": uuid4(),
        "status": "closed" if number % 30 else OPEN[number % len(OPEN)],
        "received_at": first.received_at - timedelta(minutes=number),
        **search_columns(f"410102-20261120-{number:04} {words}"),
    }


def plans(session: Session, street: Street, path: str, who: str, **body: Any) -> list[str]:
    """What the database says about each statement of a request that reads cases."""
    asked: list[tuple[str, Any]] = []

    def note(*given: Any) -> None:
        if "FROM cases" in given[2]:
            asked.append((given[2], given[3]))

    engine = session.connection().engine
    event.listen(engine, "before_cursor_execute", note)
    answer = street.of(who).post(path, json=body) if body else street.of(who).get(path)
    event.remove(engine, "before_cursor_execute", note)
    assert answer.status_code == 200, answer.json
    return [explain(session, *one) for one in asked]


def explain(session: Session, statement: str, values: Any) -> str:
    if is_spatialite(session):
        rows = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
        return "\n".join(row[-1] for row in rows)
    (plan,) = session.connection().exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement}", values).one()
    return json.dumps(plan)


def reads_all(plan: str) -> bool:
    """A scan of the table itself; walking along an index until enough is found is none."""
    if plan.startswith("["):
        return any(_scans(node) for node in json.loads(plan))
    return any(line.startswith("SCAN cases") and " USING " not in line for line in _of_cases(plan))


def _of_cases(plan: str) -> list[str]:
    return [line for line in plan.splitlines() if line.split()[1:2] == ["cases"]]


def _scans(node: dict[str, Any]) -> bool:
    inner = node.get("Plan", node)
    is_scan = inner.get("Node Type") == "Seq Scan" and inner.get("Relation Name") == "cases"
    return is_scan or any(_scans(below) for below in inner.get("Plans", []))


@pytest.mark.parametrize("who", ["supervisor", "office_supervisor", "chief", "handler"])
def test_nothing_reads_all_cases(session: Session, archive: Street, who: str) -> None:
    found = {path: plans(session, archive, path, who) for path in PATHS}
    assert all(found.values())
    assert {
        path: bad for path, some in found.items() if (bad := [plan for plan in some if reads_all(plan)])
    } == {}


FILTERS: tuple[dict[str, Any], ...] = (
    {"status": ["reported"]},
    {"status": ["handled"], "unplaced": False},
    {"status": [*OPEN], "unplaced": True},
    {"overdue": True},
    {"light": ["yellow"]},
    {"task": "mine"},
    {"q": "井盖"},
)


@pytest.mark.parametrize("wanted", FILTERS, ids=str)
def test_whom_an_act_on_all_that_match_means_is_found_by_what_is_asked(
    session: Session, archive: Street, wanted: dict[str, Any]
) -> None:
    """Not along the ids of the whole archive, although that is their order."""
    given = {"action_id": str(uuid4()), "action": "comment", "note": "看过", "filter": wanted, "most": 3}
    meant = plans(session, archive, "/cases/actions", "supervisor", **given)[0]
    assert not reads_all(meant), meant
    assert "sqlite_autoindex_cases_1" not in meant, meant
    assert "pk_cases" not in meant, meant


def test_a_trial_of_rules_reads_the_newest_cases_alone(session: Session, archive: Street) -> None:
    trial = plans(session, archive, "/suggestion-rules/trial", "admin", items=[], most=5)
    assert len(trial) == 1
    assert not reads_all(trial[0]), trial
    assert "ix_cases_received_at" in trial[0] or "ix_cases_unit_id_received_at" in trial[0], trial


def test_rare_words_go_through_the_index_of_terms(session: Session, archive: Street) -> None:
    found, page = plans(session, archive, "/cases?q=井盖", "supervisor")
    assert "cases_search_terms_fts" in found, found
    assert "autoindex_cases_1" in page or "pk_cases" in page, page


def test_the_order_of_what_is_due_is_an_index(session: Session, archive: Street) -> None:
    page, _total = plans(session, archive, "/cases?sort=due_at", "supervisor")
    assert "ix_cases_due_next" in page, page
    assert "TEMP B-TREE" not in page
    assert '"Sort"' not in page


@pytest.mark.parametrize("who", ["supervisor", "handler"])
def test_what_waits_for_a_person_is_not_looked_for_in_the_whole_queue(
    session: Session, archive: Street, who: str
) -> None:
    """Each kind of waiting has an index of its own, however much is open."""
    page, total = plans(session, archive, "/cases?task=mine&sort=due_at", who)
    for plan in (page, total):
        assert "ix_cases_running_assignee_id" in plan, plan
        assert "ix_cases_due_next" not in plan, plan
    if who == "supervisor":
        assert "ix_cases_status_received_at" in page, page
    else:
        assert "ix_cases_running_department_id" in page, page


def test_what_was_handled_is_listed_by_its_status(session: Session, archive: Street) -> None:
    page, _total = plans(session, archive, "/cases?status=handled&sort=due_at", "supervisor")
    assert "ix_cases_status_received_at" in page, page
    assert "ix_cases_due_next" not in page, page


@pytest.mark.parametrize("query", ["", "?sort=due_at", "?task=mine&sort=due_at", "?q=占道"])
def test_who_reads_the_whole_district_is_not_answered_unit_by_unit(
    session: Session, archive: Street, query: str
) -> None:
    found = plans(session, archive, f"/cases{query}", "supervisor")
    assert found
    assert [plan for plan in found if "ix_cases_unit_id" in plan] == []


def test_counts_of_what_is_open_need_not_visit_the_archive(session: Session, archive: Street) -> None:
    if is_spatialite(session):
        pytest.skip("takes the index of statuses instead")
    (plan,) = plans(session, archive, "/cases/counts?views=open", "supervisor")
    assert "ix_cases_open" in plan or "ix_cases_status_received_at" in plan, plan


@pytest.mark.parametrize("who", ["chief", "handler"])
def test_a_new_phone_is_filled_by_indexes(session: Session, archive: Street, who: str) -> None:
    first = archive.of(who).get("/changes?concerns=me").json["next_cursor"]
    found = plans(session, archive, f"/changes?concerns=me&after={first}", who)
    assert [plan for plan in found if reads_all(plan)] == []
    # Of their own deeds, only the last months' are looked through.
    assert any("ix_case_events_actor_id_at" in plan for plan in found)
