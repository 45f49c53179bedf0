"""Robots speak in time, within their limits, again after failures, and never twice to one moment."""

from dataclasses import replace
from datetime import datetime, timedelta
from time import monotonic
from uuid import UUID

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.core.clock import as_of
from app.messages import posting
from app.messages.models import Robot, RobotSend
from app.messages.sweepers import Speaker
from config import Config
from tests.cases.conftest import Street
from tests.factories import Make
from tests.messages.conftest import Worker, put_robot, sends
from tests.messages.robots import KEY, Robots

START = datetime.fromisoformat("2026-11-23T08:00:00+08:00")


def after(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def test_a_group_is_told_what_its_robot_is_for(street: Street, speaking: Worker, robots: Robots) -> None:
    put_robot(street, events=["new", "returned"])
    case = street.assigned()
    street.act("handler", case, "return", note="不归我们")
    speaking.tell()
    speaking.speak()
    where = f"占道经营，桐柏路：建设路—棉纺路（棉纺路街道），案卷 {case['number']}"
    assert robots.texts() == [f"【路长】新上报：{where}\n回退：{where}"]


def test_only_groups_of_the_place_and_of_the_department_hear(
    session: Session, street: Street, speaking: Worker
) -> None:
    make = street.make
    district, office = put_robot(street), put_robot(street, unit_id=str(make.office.id))
    put_robot(street, unit_id=str(make.unit("莲湖街道").id))
    put_robot(street, is_active=False)
    crew = put_robot(street, department_id=str(street.department.id))
    put_robot(street, department_id=str(make.department("环卫").id))
    street.assigned()
    speaking.tell()
    heard = {(str(row.robot_id), row.event) for row in sends(session)}
    assert heard == {(one["id"], "new") for one in (district, office)} | {
        (one["id"], "assigned") for one in (district, office, crew)
    }


def test_no_personal_data_reaches_a_group(
    session: Session, street: Street, speaking: Worker, robots: Robots
) -> None:
    """Whatever people wrote, and whoever they are."""
    put_robot(street)
    for number, person in enumerate(street.people.values()):
        person.name = f"张{chr(0x4E00 + number)}"
    session.flush()
    words = "李四家门口，电话13800138000"
    case = street.reported(description=words)
    for action in ("assign", "remind", "return"):
        who = "handler" if action == "return" else "supervisor"
        extra = {"department_id": str(street.department.id)} if action == "assign" else {}
        case = street.act(who, case, action, note=words, **extra)
    speaking.tell()
    speaking.speak()
    (said,) = robots.texts()
    assert len(said.splitlines()) == 4
    names = session.scalars(select(User.name)).all()
    for private in (*names, "李四", "13800138000", "门口"):
        assert private not in said


def test_a_burst_is_told_in_few_posts_and_within_the_limit(
    session: Session, street: Street, speaking: Worker, robots: Robots
) -> None:
    with as_of(START):
        put_robot(street, events=["new"])
        for _ in range(30):
            street.reported()
        speaking.tell()
        speaking.speak()
    assert len(robots.heard) == 1  # the next a second later
    with as_of(after(2)):
        speaking.speak()
    with as_of(after(4)):
        speaking.speak()
    assert {row.state for row in sends(session)} == {"sent"}
    assert sum(len(text.splitlines()) for text in robots.texts()) == 30


def test_more_posts_than_a_minute_takes_wait_for_their_time(
    session: Session, street: Street, speaking: Worker, robots: Robots
) -> None:
    robots.per_minute = 99
    with as_of(START):
        made = put_robot(street)
    for second in range(0, 66, 2):
        with as_of(after(second)):
            street.of("admin").post(f"/robots/{made['id']}/test")
            speaking.speak()
    assert len(robots.heard) == 20 + 3  # three more once the first three were a minute ago
    with as_of(after(200)):
        speaking.speak()
    assert {row.state for row in sends(session)} == {"sent"}


def test_who_is_told_too_often_rests_as_long_as_wished(
    session: Session, street: Street, speaking: Worker, robots: Robots
) -> None:
    """Others post by the same key, and the service says stop before we would."""
    robots.per_minute = 0
    with as_of(START):
        made = put_robot(street, service="dingtalk")
        street.of("admin").post(f"/robots/{made['id']}/test")
        speaking.speak()
    robots.per_minute = 20
    for seconds, heard in ((60, 0), (590, 0), (601, 1)):
        with as_of(after(seconds)):
            session.execute(update(RobotSend).values(expires_at=after(9999)))
            speaking.speak()
        assert len(robots.heard) == heard


def test_failures_are_tried_again_ever_more_seldom(
    session: Session, street: Street, speaking: Worker, robots: Robots
) -> None:
    robots.status = 500
    with as_of(START):
        put_robot(street, events=["new"])
        street.reported()
        speaking.tell()
    tried: list[int] = []
    for second in range(0, 400, 1):
        with as_of(after(second)):
            speaking.speak()
        if robots.knocked > len(tried):
            tried.append(second)
    assert tried == [0, 5, 15, 35, 75, 155, 315]
    (row,) = sends(session)
    assert (row.state, row.attempts, row.failure) == ("waiting", 7, "failed: HTTP 500")
    robots.status = 200
    with as_of(after(700)):
        speaking.speak()
    (row,) = sends(session)
    assert (row.state, row.attempts, row.failure) == ("sent", 8, None)
    assert session.scalars(select(Robot.failure)).one() is None


def test_after_a_month_of_failures_the_pause_is_an_hour(session: Session, street: Street) -> None:
    from app.messages.letters import Verdict
    from app.messages.services.sending import _pause_after

    assert _pause_after(Verdict("failed"), 10_000) == timedelta(hours=1)


def test_what_is_a_day_old_is_not_told_to_groups_any_more(
    session: Session, street: Street, speaking: Worker, robots: Robots
) -> None:
    with as_of(START):
        put_robot(street, events=["new"])
        street.reported()
        speaking.tell()
    robots.status = 500
    with as_of(after(3600)):
        speaking.speak()
    robots.status = 200
    with as_of(after(86_500)):
        speaking.speak()
    (row,) = sends(session)
    assert (row.state, row.failure, robots.heard) == ("dropped", "failed: HTTP 500", [])


def test_news_from_a_worker_that_stood_still_for_days_stays_in_the_app(
    session: Session, street: Street, speaking: Worker
) -> None:
    put_robot(street, events=["new"])
    with as_of(START):
        street.reported()
    with as_of(START + timedelta(days=3)):
        speaking.tell()
    assert sends(session) == []


def test_a_dead_robot_holds_up_neither_others_nor_the_worker(
    session: Session,
    street: Street,
    speaking: Worker,
    robots: Robots,
    spoken_to: Config,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The first look returns before the dead one has answered, and the live one is served meanwhile."""
    monkeypatch.setattr(posting, "READ_S", 1.5)
    dead, live = put_robot(street, service="feishu"), put_robot(street)
    robots.hangs = True
    street.of("admin").post(f"/robots/{dead['id']}/test")
    session.execute(update(Robot).where(Robot.id == UUID(live["id"])).values(next_try_at=None))
    speaker, begun = Speaker(spoken_to), monotonic()
    assert speaker.sweep()
    while robots.knocked == 0:
        assert monotonic() - begun < 3
    robots.hangs = False
    street.of("admin").post(f"/robots/{live['id']}/test")
    while not robots.heard:
        assert speaker.sweep()
    assert monotonic() - begun < 1.4
    speaker.finish()
    assert {row.failure for row in sends(session)} == {"failed: timeout", None}


def test_what_is_under_way_when_told_to_stop_is_written_down(
    session: Session, street: Street, robots: Robots, spoken_to: Config
) -> None:
    made = put_robot(street)
    street.of("admin").post(f"/robots/{made['id']}/test")
    speaker = Speaker(spoken_to)
    assert speaker.sweep()
    speaker.finish()
    assert [row.state for row in sends(session)] == ["sent"]


def test_a_mistake_of_ours_is_a_failure_like_others(
    session: Session, street: Street, speaking: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_letter: object) -> None:
        raise KeyError(KEY)

    monkeypatch.setattr(posting, "post", broken)
    made = put_robot(street)
    street.of("admin").post(f"/robots/{made['id']}/test")
    speaking.speak()
    (row,) = sends(session)
    assert (row.state, row.failure) == ("waiting", "failed: error: KeyError")


def test_a_post_whose_lease_ran_out_does_not_disturb_the_next(
    session: Session, street: Street, robots: Robots, spoken_to: Config
) -> None:
    from app.core.db import unit_of_work
    from app.messages.letters import Verdict
    from app.messages.services.sending import land, make_post, take_robot

    made = put_robot(street)
    street.of("admin").post(f"/robots/{made['id']}/test")
    posts = []
    for seconds in (0, 40):
        moment = datetime.now(START.tzinfo) + timedelta(seconds=seconds)
        with as_of(moment), unit_of_work() as work:
            robot = take_robot(work)
            assert robot is not None
            posts.append(make_post(work, robot, moment, spoken_to))
    first, second = posts
    assert first is not None
    assert second is not None
    with unit_of_work() as work:
        land(work, first, Verdict("failed", "timeout"), first.at)
    session.expire_all()
    assert session.scalars(select(Robot.claimed_at)).one() == second.at
    with unit_of_work() as work:
        land(work, second, Verdict("sent"), second.at)
        land(work, replace(first), Verdict("failed", "late"), second.at)
    assert [(row.state, row.failure) for row in sends(session)] == [("sent", None)]


@pytest.fixture
def evening(make: Make) -> datetime:
    return datetime.fromisoformat("2026-11-23T17:31:00+08:00")


def test_the_summary_comes_once_a_day_at_its_hour(
    session: Session, street: Street, speaking: Worker, robots: Robots, evening: datetime
) -> None:
    with as_of(START):
        put_robot(street, events=["daily_summary"])
        street.reported()
        street.assigned()
        street.act("chief", street.handled(), "verify_pass")
    for moment in (evening - timedelta(hours=1), evening, evening + timedelta(minutes=5)):
        with as_of(moment):
            speaking.tell()
            speaking.speak()
    assert robots.texts()[0].splitlines() == [
        "【路长】今日小结：中原区 11-23",
        "今日上报 3 件，结案 1 件",
        "待受理 1 件，待派遣 0 件，处置中 1 件，待核查 0 件",
        "将超期 0 件，超期 1 件",
    ]
    assert len(robots.heard) == 1
    with as_of(evening + timedelta(days=1)):
        speaking.tell()
        speaking.speak()
    assert robots.texts()[1].splitlines()[1] == "今日上报 0 件，结案 0 件"


def test_a_summary_that_comes_hours_late_is_left_out(
    session: Session, street: Street, speaking: Worker, evening: datetime
) -> None:
    with as_of(START):
        put_robot(street, events=["daily_summary"])
    with as_of(evening + timedelta(hours=4)):
        speaking.tell()
    assert sends(session) == []


def test_who_sets_it_up_after_its_hour_waits_for_tomorrow(
    session: Session, street: Street, speaking: Worker, evening: datetime
) -> None:
    with as_of(evening):
        put_robot(street, events=["daily_summary"])
        speaking.tell()
    assert sends(session) == []


def test_a_summary_counts_its_unit_and_department_alone(
    session: Session, street: Street, speaking: Worker, robots: Robots, evening: datetime
) -> None:
    with as_of(START):
        crew = str(street.department.id)
        put_robot(street, events=["daily_summary"], department_id=crew)
        put_robot(street, events=["daily_summary"], unit_id=str(street.make.unit("莲湖街道").id))
        street.reported()
        street.assigned()
    with as_of(evening):
        speaking.tell()
        speaking.speak()
    numbers = sorted(text.splitlines()[2].split("件")[2] for text in robots.texts())
    assert numbers == ["，处置中 0 ", "，处置中 1 "]
