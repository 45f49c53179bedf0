"""Who is told what of a case, each once and never of their own deeds."""

from datetime import datetime, timedelta
from threading import Event, Thread
from uuid import UUID

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from app.cases import sweepers as case_sweepers
from app.cases.models import OverdueNotice
from app.core.clock import as_of, now
from app.core.db import database, unit_of_work
from app.core.dialect import is_spatialite
from app.messages.models import Message, MessageCursor
from app.messages.sweepers import tell_lights, tell_log, tell_notices
from tests.cases.conftest import Json, Street
from tests.cases.test_statements import counted
from tests.messages.conftest import Worker, everybody_told, look_from, told

START = datetime.fromisoformat("2026-11-23T08:00:00+08:00")


def hours(count: float) -> datetime:
    """After assignment; the limit is four."""
    return START + timedelta(hours=count)


def test_a_report_is_told_to_the_nearest_supervisors(
    session: Session, street: Street, worker: Worker
) -> None:
    street.reported()
    worker.tell()
    assert everybody_told(session, street) == {"office_supervisor": ["new"]}


def test_the_loop_tells_whose_turn_it_is(session: Session, street: Street, worker: Worker) -> None:
    case = street.assigned()
    case = street.act("handler", case, "return", note="不归我们")
    case = street.act("supervisor", case, "assign", department_id=str(street.department.id))
    street.act("supervisor", case, "remind", note="请抓紧")
    worker.tell()
    assert everybody_told(session, street) == {
        "office_supervisor": ["new", "returned"],
        "handler": ["assigned", "assigned", "reminded"],
    }


def test_rework_is_told_to_who_handled_it_alone(session: Session, street: Street, worker: Worker) -> None:
    colleague = street.make.user("handler", unit=street.make.district, department=street.department)
    street.act("chief", street.handled(), "verify_fail", note="没清")
    worker.tell()
    assert told(session, street.people["handler"].id) == ["assigned", "returned"]
    assert told(session, colleague.id) == ["assigned"]


def test_nobody_is_told_of_their_own_deed(session: Session, street: Street, worker: Worker) -> None:
    street.reported("office_supervisor", source="hotline")
    worker.tell()
    assert everybody_told(session, street) == {}


def test_who_left_is_told_nothing(session: Session, street: Street, worker: Worker) -> None:
    street.assigned()
    street.people["handler"].is_active = False
    session.flush()
    worker.tell()
    assert "handler" not in everybody_told(session, street)


def test_told_twice_it_stands_once(session: Session, street: Street, worker: Worker) -> None:
    """As after a crash between telling and remembering how far things were told."""
    street.assigned()
    worker.tell()
    before = everybody_told(session, street)
    session.execute(update(MessageCursor).values(transaction_number=0, change_id=0))
    worker.tell()
    assert everybody_told(session, street) == before


def test_history_entered_late_is_no_news(session: Session, street: Street, worker: Worker) -> None:
    with as_of(now() - timedelta(days=8)):
        street.assigned()
    worker.tell()
    assert everybody_told(session, street) == {}


def test_a_table_that_was_taken_in_is_no_news(session: Session, street: Street, worker: Worker) -> None:
    case = street.reported("supervisor", source="import")
    worker.tell()
    assert everybody_told(session, street) == {}
    street.act("supervisor", case, "assign", department_id=str(street.department.id))
    worker.tell()
    assert everybody_told(session, street) == {"handler": ["assigned"]}


def test_words_of_the_move_stand_in_the_app(session: Session, street: Street, worker: Worker) -> None:
    street.act("handler", street.assigned(), "return", note="不归我们")
    worker.tell()
    message = session.scalars(select(Message).where(Message.kind == "returned")).one()
    assert message.data == {"action": "return", "note": "不归我们", "actor_name": "处置"}


@pytest.fixture
def running(session: Session, street: Street) -> Json:
    look_from(session, START)
    with as_of(START):
        return street.assigned()


def soon(street: Street, session: Session) -> list[str]:
    return [kind for kind in told(session, street.people["handler"].id) if kind == "due_soon"]


def test_due_soon_is_told_when_the_light_changes(
    session: Session, street: Street, worker: Worker, running: Json
) -> None:
    seen = []
    for at in (3.1, 3.3, 3.5, 4.5):
        with as_of(hours(at)):
            worker.tell()
        seen.append(len(soon(street, session)))
    assert seen == [0, 1, 1, 1]


def test_an_extension_is_told_anew_as_due_soon(
    session: Session, street: Street, worker: Worker, running: Json
) -> None:
    with as_of(hours(3.5)):
        worker.tell()
        street.act("supervisor", running, "extend", due_at=hours(50).isoformat())
        worker.tell()
    with as_of(hours(49)):
        worker.tell()
    assert len(soon(street, session)) == 2


def test_a_light_that_was_moved_into_the_past_is_told_by_its_change(
    session: Session, street: Street, worker: Worker, running: Json
) -> None:
    """Suspended over the moment of yellow and resumed behind the look of another case."""
    with as_of(hours(3.1)):
        case = street.act("supervisor", running, "suspend", note="等")
    look_from(session, hours(9))
    with as_of(hours(3.15)):
        street.act("supervisor", case, "resume")
    with as_of(hours(3.5)):
        tell_log()
    assert len(soon(street, session)) == 1


def test_what_is_handled_or_overdue_is_not_due_soon(session: Session, street: Street, worker: Worker) -> None:
    look_from(session, START)
    with as_of(START):
        street.handled()
        late = street.assigned()
    with as_of(hours(5)):
        worker.tell()
    assert late["status"] == "assigned"
    assert soon(street, session) == []


def test_equal_moments_are_told_across_batches(
    session: Session, street: Street, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.messages.queries import following as reading
    from app.messages.services import following

    for module in (reading, following):
        monkeypatch.setattr(module, "BATCH", 2)
    look_from(session, START)
    with as_of(START):
        for _ in range(5):
            street.assigned()
    session.execute(update(MessageCursor).values(change_id=10_000))  # the lights alone
    with as_of(hours(3.5)):
        worker.tell()
    assert len(soon(street, session)) == 5


def overdue(at: float) -> None:
    with as_of(hours(at)):
        while case_sweepers.take_steps():
            pass


def test_overdue_steps_go_to_those_of_the_notice(
    session: Session, street: Street, worker: Worker, running: Json
) -> None:
    worker.tell()
    for at in (4.1, 28.1, 52.1):
        overdue(at)
        with as_of(hours(at)):
            worker.tell()
    found = everybody_told(session, street)
    reminded = {name for name in found if "overdue" in found[name]}
    assert reminded == {"handler", "office_supervisor", "chief", "other_chief"}
    assert all(kinds.count("overdue") <= 1 for kinds in found.values())
    assert session.scalar(select(func.count()).where(OverdueNotice.next_try_at.is_not(None))) == 0


def test_what_was_handled_meanwhile_is_nobodys_overdue(
    session: Session, street: Street, worker: Worker, running: Json
) -> None:
    overdue(4.1)
    with as_of(hours(4.2)):
        street.act("supervisor", running, "suspend", note="等")
        worker.tell()
    assert session.scalar(select(func.count()).where(Message.kind == "overdue")) == 0


def test_idle_looks_cost_one_statement_each(session: Session, street: Street, worker: Worker) -> None:
    street.assigned()
    worker.tell()
    for look, most in ((tell_log, 1), (tell_lights, 2), (tell_notices, 1)):
        with counted(session) as statements:
            assert not look()
        assert len(statements) == most, "\n".join(statements)


def test_statements_do_not_grow_with_the_number_of_cases(
    session: Session, street: Street, worker: Worker
) -> None:
    numbers = []
    for count in (2, 20):
        for _ in range(count):
            street.assigned()
        with counted(session) as statements:
            tell_log()
        numbers.append(len(statements))
    assert numbers[0] == numbers[1]


def test_a_late_commit_is_not_passed_by(street_for_keeps: Street) -> None:
    """A move that began first and commits last is told; its number in the feed is lower."""
    street = street_for_keeps
    with database.engine.connect() as probe:
        if is_spatialite(probe):
            pytest.skip("writers stand in one line")
    first, second = street.reported(), street.reported()
    while tell_log():
        pass
    may_commit, has_moved = Event(), Event()
    thread = Thread(target=_move_slowly, args=(street, first, may_commit, has_moved))
    thread.start()
    assert has_moved.wait(10)
    street.act("supervisor", second, "assign", department_id=str(street.department.id))
    tell_log()
    may_commit.set()
    thread.join()
    tell_log()
    with unit_of_work() as session:
        cases = session.scalars(select(Message.case_id).where(Message.kind == "assigned")).all()
    assert set(cases) == {UUID(first["id"]), UUID(second["id"])}


def _move_slowly(street: Street, case: Json, may_commit: Event, has_moved: Event) -> None:
    from app.cases.schemas.incoming import Order
    from app.cases.services import act_on_case

    order = Order.model_validate(
        {
            "action_id": "0" * 31 + "1",
            "action": "assign",
            "version": case["version"],
            "department_id": str(street.department.id),
        }
    )
    with unit_of_work() as session:
        actor = street.make.actor(street.people["supervisor"])
        act_on_case(session, UUID(case["id"]), order, actor=actor, limit_m=30)
        has_moved.set()
        may_commit.wait(10)
