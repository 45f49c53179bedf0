"""Who is reminded of what is overdue: the handler, then the supervisor, then the level-one chief."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.cases import sweepers
from app.cases.models import Case, OverdueNotice
from app.core.clock import as_of
from tests.cases.conftest import Json, Street, named
from tests.cases.test_statements import counted

START = datetime.fromisoformat("2026-11-23T08:00:00+08:00")


def hours(count: float) -> datetime:
    """After assignment; the limit is four."""
    return START + timedelta(hours=count)


def sweep(at: float) -> None:
    with as_of(hours(at)):
        while sweepers.take_steps():
            pass


def notices(session: Session) -> list[OverdueNotice]:
    session.expire_all()
    return list(session.scalars(select(OverdueNotice).order_by(OverdueNotice.made_at, OverdueNotice.step)))


def steps(session: Session) -> list[tuple[int, str]]:
    return [(row.step, row.to) for row in notices(session)]


def people(street: Street, *names: str) -> list[str]:
    return sorted(str(street.people[name].id) for name in names)


@pytest.fixture
def case(street: Street) -> Json:
    with as_of(START):
        return street.assigned()


def test_step_by_step_and_each_once(session: Session, street: Street, case: Json) -> None:
    seen = []
    for at in (3.9, 4, 4.1, 27.9, 28, 51.9, 52, 500):
        sweep(at)
        seen.append(len(notices(session)))
    assert seen == [0, 1, 1, 1, 2, 2, 3, 3]
    assert steps(session) == [(0, "handler"), (1, "supervisor"), (2, "chief")]
    handler, supervisor, chief = notices(session)
    assert handler.user_ids == people(street, "handler")
    assert supervisor.user_ids == people(street, "office_supervisor")  # nearer than the district's
    assert chief.user_ids == people(street, "chief", "other_chief")
    assert {row.case_id for row in notices(session)} == {UUID(case["id"])}
    assert all(row.next_try_at is not None and row.due_at == hours(4) for row in notices(session))


def test_after_a_long_rest_of_the_worker_no_step_is_left_out(session: Session, case: Json) -> None:
    sweep(100)
    assert steps(session) == [(0, "handler"), (1, "supervisor"), (2, "chief")]


def test_who_took_it_is_reminded_alone(session: Session, street: Street, case: Json) -> None:
    colleague = street.make.user("handler", unit=street.make.district, department=street.department)
    with as_of(hours(1)):
        other = street.assigned()
        street.act("handler", case, "take")
    sweep(5.5)
    by_case = {row.case_id: row.user_ids for row in notices(session)}
    assert by_case[UUID(case["id"])] == people(street, "handler")
    assert by_case[UUID(other["id"])] == sorted([*people(street, "handler"), str(colleague.id)])


def test_who_left_is_told_nothing(session: Session, street: Street, case: Json) -> None:
    for name in ("office_supervisor", "handler"):
        street.people[name].is_active = False
    session.flush()
    sweep(30)
    assert [row.user_ids for row in notices(session)] == [[], people(street, "supervisor")]


def test_only_the_highest_chiefs_of_the_day(session: Session, street: Street, case: Json) -> None:
    second = street.make.user("road_chief")
    street.make.appointment(second, street.segment, level_id=street.make.level("二级路长", 2).id)
    past = street.make.user("road_chief")
    street.make.appointment(past, street.segment, ends_on=hours(0).date())
    sweep(60)
    assert notices(session)[-1].user_ids == people(street, "chief", "other_chief")


def test_what_is_handled_or_suspended_in_time_is_nobodys_reminder(session: Session, street: Street) -> None:
    with as_of(START):
        handled, suspended = street.handled(), street.assigned()
        street.act("supervisor", suspended, "suspend", note="等")
    sweep(100)
    assert steps(session) == []
    with as_of(hours(101)):
        street.act("chief", handled, "verify_fail", note="没清")
    sweep(102)
    assert {row.case_id for row in notices(session)} == {UUID(handled["id"])}


def test_steps_go_on_after_a_pause(session: Session, street: Street, case: Json) -> None:
    sweep(5)
    with as_of(hours(6)):
        case = street.act("supervisor", case, "suspend", note="等")
    sweep(60)
    with as_of(hours(61)):
        street.act("supervisor", case, "resume")
    sweep(62)
    assert steps(session) == [(0, "handler"), (1, "supervisor"), (2, "chief")]


def test_an_extension_begins_the_steps_anew(session: Session, street: Street, case: Json) -> None:
    sweep(5)
    with as_of(hours(6)):
        street.act("supervisor", case, "extend", due_at=hours(50).isoformat())
    sweep(49)
    assert steps(session) == [(0, "handler")]
    sweep(51)
    assert [(row.step, row.due_at) for row in notices(session)] == [(0, hours(4)), (0, hours(50))]


def test_given_back_there_is_nothing_to_remind_of(session: Session, street: Street, case: Json) -> None:
    with as_of(hours(1)):
        street.act("handler", case, "return", note="不归我们")
    sweep(100)
    assert steps(session) == []
    assert session.get_one(Case, UUID(case["id"])).next_step_at is None


def test_an_administrator_says_who_is_reminded_when(session: Session, street: Street) -> None:
    rules = street.of("admin").get("/clock-rules").json
    rules["overdue_steps"] = [{"to": "chief", "after_hours": 1}]
    assert street.of("admin").put("/clock-rules", json=rules).status_code == 200
    with as_of(START):
        street.assigned()
    sweep(4.9)
    assert steps(session) == []
    sweep(200)
    assert steps(session) == [(0, "chief")]


def test_a_step_seen_twice_leaves_one_row(session: Session, case: Json) -> None:
    """As after a restore, or by two workers at once."""
    sweep(4)
    row = session.get_one(Case, UUID(case["id"]))
    row.overdue_step, row.next_step_at = 0, hours(4)
    session.flush()
    sweep(5)
    assert steps(session) == [(0, "handler")]


def test_steps_with_nothing_to_do_cost_one_look(session: Session, case: Json) -> None:
    with as_of(hours(1)), counted(session) as statements:
        assert not sweepers.take_steps()
    assert len(statements) == 1


def test_a_case_handled_while_the_step_came_is_left_alone(
    session: Session, street: Street, case: Json
) -> None:
    street.upload("handler", "b")
    with as_of(hours(5)):
        street.act("handler", case, "handle", photos=[named("after", "b")])
    sweep(6)
    assert steps(session) == []
