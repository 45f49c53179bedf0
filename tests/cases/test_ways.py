"""A list that is found by several ways shows what its conditions say as a whole, in the order asked for."""

import random
from datetime import datetime, timedelta
from itertools import pairwise, product
from typing import Any, get_args
from uuid import UUID

import pytest
from sqlalchemy import and_, not_, select
from sqlalchemy.orm import Session

from app.cases import policy
from app.cases.due_next import MOMENT, RANK, stretches
from app.cases.models import Case, CaseFollower
from app.cases.queries.filters import conditions
from app.cases.queries.listing import list_cases
from app.cases.queries.ordering import ORDERS
from app.cases.queries.tasks import tasks, tasks_of
from app.cases.queries.ways import parts_of, ways_of
from app.cases.schemas.incoming import CaseQuery, Sort
from app.cases.workflow import HANDLING, OPEN, STATUSES, Status
from app.core.clock import local_date, now
from tests.cases.conftest import Street

AT = now()
SORTS: tuple[Sort, ...] = get_args(Sort)
PEOPLE = ("supervisor", "office_supervisor", "chief", "handler", "far_supervisor", "viewer", "outsider")
NOTHING: dict[str, Any] = {"task": "mine", "status": ["closed"]}
OVERDUE_NOWHERE: dict[str, Any] = {"overdue": True, "status": ["filed", "closed"]}
FILTERS: tuple[dict[str, Any], ...] = (
    {},
    {"task": "mine"},
    {"task": "mine", "status": ["handled"]},
    NOTHING,
    {"status": ["handled"]},
    {"status": ["reported", "assigned", "suspended"]},
    {"status": [*HANDLING]},
    {"status": [*OPEN]},
    {"status": ["filed", "closed"]},
    {"status": [*HANDLING], "light": ["yellow"]},
    {"light": ["red", "green"]},
    {"overdue": True},
    {"overdue": True, "task": "mine"},
    {"overdue": True, "status": ["assigned", "filed"]},
    OVERDUE_NOWHERE,
    {"overdue": True, "light": ["red", "paused"]},
    {"overdue": True, "q": "占道"},
    {"overdue": False},
    {"unplaced": False, "status": ["reported"]},
    {"status": ["closed", "merged"]},
    {"self_handled": False, "source": ["patrol"]},
    {"q": "占道"},
    {"q": "占道", "status": ["handled", "filed"]},
)


@pytest.fixture
def crowd(session: Session, street: Street) -> Street:
    """Cases of every status in several hands, due before, soon and later; some equal but for the id."""
    chance = random.Random(7)  # noqa: S311
    make, people = street.make, street.people
    far = make.segment(name="须水路", unit=make.unit("沟赵街道"))
    for status, due_h in product(STATUSES, (-2, 1, 30, None)):
        case = session.get_one(Case, UUID(street.reported("chief", description="占道经营")["id"]))
        case.status, case.received_at = status, AT - timedelta(hours=chance.randrange(4))
        case.due_at = None if due_h is None else AT + timedelta(hours=due_h)
        case.yellow_at = case.due_at and case.due_at - timedelta(hours=3)
        case.department_id = chance.choice((None, street.department.id))
        case.assignee_id = chance.choice((None, None, people["handler"].id, people["office_supervisor"].id))
        case.handler_id = chance.choice((None, people["handler"].id, people["office_supervisor"].id))
        case.confirm_asked = status == "reported"
        case.handled_at = AT if status == "handled" else None
        case.extension_asked_until = chance.choice((None, None, AT)) if status in HANDLING else None
        segment = far if chance.random() < 0.3 else street.segment
        case.segment_id, case.unit_id = segment.id, segment.unit_id
        if status == "merged":
            session.add(CaseFollower(merged_id=case.id, user_id=people["far_supervisor"].id, case_id=case.id))
    session.flush()
    return street


def obvious(session: Session, street: Street, wanted: CaseQuery, who: str) -> list[UUID]:
    """All that the conditions let through, sorted by the database in one go."""
    order = ORDERS[wanted.sort]
    found = conditions(session, wanted, street.make.actor(street.people[who]), AT)
    return list(session.scalars(select(Case.id).where(*found).order_by(*order.by())))


def listed(session: Session, street: Street, wanted: CaseQuery, who: str) -> dict[str, Any]:
    return list_cases(session, wanted, actor=street.make.actor(street.people[who]), at=AT)


def paged(session: Session, street: Street, wanted: CaseQuery, who: str) -> list[UUID]:
    """The whole list by cursor."""
    found: list[UUID] = []
    cursor: str | None = None
    while cursor is not None or not found:
        page = listed(session, street, wanted.model_copy(update={"cursor": cursor}), who)
        found += [row["id"] for row in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    return found


@pytest.mark.parametrize("who", PEOPLE)
def test_pages_and_totals_are_those_of_the_conditions(session: Session, crowd: Street, who: str) -> None:
    for sort, given in product(SORTS, FILTERS):
        wanted = CaseQuery(limit=7, sort=sort, **given)
        whole = obvious(session, crowd, wanted, who)
        assert paged(session, crowd, wanted, who) == whole, (sort, given)
        for offset in (0, 3, 50):
            page = listed(session, crowd, wanted.model_copy(update={"offset": offset}), who)
            assert [row["id"] for row in page["items"]] == whole[offset : offset + 7], (sort, given, offset)
            assert page["total"] == len(whole), (sort, given, offset)


@pytest.mark.parametrize("given", [{}, {"status": ["assigned"]}, {"task": "mine"}])
def test_of_which_statuses_is_overdue_is_said_once(
    session: Session, street: Street, given: dict[str, Any]
) -> None:
    """Said twice, PostgreSQL takes it for so rare that it collects and sorts what an index has in order."""
    actor = street.make.actor(street.people["supervisor"])
    ways = ways_of(session, CaseQuery(overdue=True, **given), actor, AT)
    assert ways
    assert [str(and_(*way.conditions())).count("cases.status IN") for way in ways] == [1] * len(ways)


def test_the_crowd_is_one_in_which_something_can_go_wrong(session: Session, crowd: Street) -> None:
    found = {
        (who, place): len(obvious(session, crowd, CaseQuery(sort="due_at", **given), who))
        for who, (place, given) in product(PEOPLE, enumerate(FILTERS))
    }
    assert found["outsider", 0] == 0
    assert 0 < found["office_supervisor", 0] < found["supervisor", 0] == 40
    assert all(
        found["supervisor", place] for place, given in enumerate(FILTERS) if "closed" not in str(given)
    )
    assert [who for who in PEOPLE if not found[who, 1]] == ["far_supervisor", "viewer", "outsider"]
    assert found["far_supervisor", 0] == 4  # what they follow, and nothing else


@pytest.mark.parametrize("who", PEOPLE)
def test_nobody_has_a_task_they_may_not_see(session: Session, crowd: Street, who: str) -> None:
    actor = crowd.make.actor(crowd.people[who])
    unseen = not_(policy.visible(actor, local_date(AT)))
    assert session.scalars(select(Case.id).where(tasks_of(actor, AT), unseen)).all() == []


@pytest.mark.parametrize("who", PEOPLE)
def test_tasks_are_of_open_cases_only(crowd: Street, who: str) -> None:
    found = tasks(crowd.make.actor(crowd.people[who]), AT)
    assert found
    assert all(set(task.statuses) <= set(OPEN) for task in found)


def test_a_question_that_narrows_enough_is_asked_in_one_way(session: Session, crowd: Street) -> None:
    actor = crowd.make.actor(crowd.people["office_supervisor"])
    whole = ways_of(session, CaseQuery(), actor, AT)
    assert len(whole) > 1
    for given in ({"q": "占道"}, {"segment_id": crowd.segment.id}, {"reporter_id": actor.id}):
        assert len(ways_of(session, CaseQuery(**given), actor, AT)) == 1, given


def test_who_reads_the_whole_district_needs_one_way(session: Session, crowd: Street) -> None:
    actor = crowd.make.actor(crowd.people["supervisor"])
    for given in FILTERS:
        if "task" not in given:
            ways = ways_of(session, CaseQuery(**given), actor, AT)
            assert len(ways) == 1, given
    handled = ways_of(session, CaseQuery(status=["handled"]), actor, AT)
    assert len(parts_of(handled, ORDERS["due_at"], None)) == 1
    assert len(parts_of(handled, ORDERS["-received_at"], None)) == 1


@pytest.mark.parametrize(
    "statuses", [("handled",), HANDLING, ("reported", "assigned", "closed"), OPEN, STATUSES]
)
def test_stretches_tell_rank_and_moment_as_the_order_does(
    session: Session, crowd: Street, statuses: tuple[Status, ...]
) -> None:
    total = 0
    for stretch in stretches(statuses):
        where = [Case.status.in_(stretch.statuses), *stretch.where]
        rows = session.execute(select(RANK, MOMENT, stretch.moment).where(*where)).all()
        assert all(rank == stretch.rank and moment == own for rank, moment, own in rows)
        total += len(rows)
    assert total == sum(1 for _ in session.scalars(select(Case.id).where(Case.status.in_(statuses))))


def test_behind_a_row_of_another_rank_is_all_or_nothing(session: Session, crowd: Street) -> None:
    waiting, last = stretches(("handled",))[0], [AT, UUID(int=0)]
    assert waiting.behind([0, *last]) is None
    nothing = waiting.behind([2, *last])
    assert nothing is not None
    assert session.scalars(select(Case.id).where(nothing)).all() == []


def test_rows_sorted_here_stand_as_the_databases_have_them(session: Session, crowd: Street) -> None:
    for sort in SORTS:
        wanted = CaseQuery(limit=200, sort=sort)
        rows = listed(session, crowd, wanted, "supervisor")["items"]
        assert [row["id"] for row in ORDERS[sort].sorted(rows[::-1])] == obvious(
            session, crowd, wanted, "supervisor"
        )
    moments: list[datetime] = [row["received_at"] for row in rows]
    assert any(one == other for one, other in pairwise(sorted(moments)))
