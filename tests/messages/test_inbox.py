"""A person's own messages: theirs alone, only of cases they may see, read once."""

from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.core.clock import as_of, now
from app.messages.models import Message, RobotSend
from app.messages.sweepers import make_sweepers
from config import Config
from tests.cases.conftest import Street
from tests.cases.test_statements import counted
from tests.messages.conftest import Worker


def test_messages_name_the_case_and_what_was_said(street: Street, worker: Worker) -> None:
    case = street.assigned()
    street.act("handler", case, "return", note="不归我们")
    worker.tell()
    returned, new = street.of("office_supervisor").get("/messages").json["items"]
    assert [returned["kind"], new["kind"]] == ["returned", "new"]
    shown = (returned["case_id"], returned["case_number"], returned["case_status"])
    assert shown == (case["id"], case["number"], "filed")
    assert (returned["note"], returned["actor_name"], returned["action"]) == ("不归我们", "处置", "return")
    assert returned["segment_name"] == "桐柏路：建设路—棉纺路"
    assert returned["read_at"] is None


def test_unread_are_counted_and_read_once(street: Street, worker: Worker) -> None:
    for _ in range(3):
        street.reported()
    worker.tell()
    me = street.of("office_supervisor")
    assert me.get("/messages/unread").json == {"unread": 3, "is_capped": False}
    newest, middle, oldest = me.get("/messages").json["items"]
    assert me.post("/messages/read", json={"ids": [newest["id"]]}).json["unread"] == 2
    assert [row["id"] for row in me.get("/messages?unread=true").json["items"]] == [
        middle["id"],
        oldest["id"],
    ]
    assert me.post("/messages/read", json={"up_to": newest["id"]}).json["unread"] == 0
    assert me.get("/messages").json["items"][0]["read_at"] is not None


def test_what_comes_after_the_look_stays_unread(street: Street, worker: Worker) -> None:
    street.reported()
    worker.tell()
    me = street.of("office_supervisor")
    (seen,) = me.get("/messages").json["items"]
    street.reported()
    worker.tell()
    assert me.post("/messages/read", json={"up_to": seen["id"]}).json["unread"] == 1


def test_others_messages_are_neither_shown_nor_read(session: Session, street: Street, worker: Worker) -> None:
    street.reported()
    worker.tell()
    (message,) = session.scalars(select(Message))
    other = street.of("chief")
    assert other.get("/messages").json["items"] == []
    other.post("/messages/read", json={"ids": [str(message.id)]})
    other.post("/messages/read", json={"up_to": "9" * 18})
    session.expire_all()
    assert session.scalars(select(Message.read_at)).all() == [None]


def test_who_lost_sight_of_a_case_is_shown_nothing_of_it(
    session: Session, street: Street, worker: Worker
) -> None:
    case = street.assigned()
    worker.tell()
    me = street.of("handler")
    assert me.get("/messages/unread").json["unread"] == 1
    other = street.people["far_handler"].department_id
    street.act("supervisor", case, "assign", department_id=str(other))
    assert me.get("/messages").json["items"] == []
    assert me.get("/messages/unread").json["unread"] == 0


def test_pages_are_stable(street: Street, worker: Worker) -> None:
    for _ in range(5):
        street.reported()
    worker.tell()
    me = street.of("office_supervisor")
    seen: list[int] = []
    cursor: str | None = ""
    while cursor is not None:
        page = me.get(f"/messages?limit=2{cursor and '&cursor=' + cursor}").json
        seen += [int(row["id"]) for row in page["items"]]
        cursor = page["next_cursor"]
    assert len(seen) == 5
    assert seen == sorted(seen, reverse=True)


def test_wrong_ids_are_refused(street: Street) -> None:
    me = street.of("chief")
    assert me.post("/messages/read", json={"ids": ["x"]}).status_code == 422
    assert me.post("/messages/read", json={"ids": ["1"] * 201}).status_code == 422
    assert me.post("/messages/read", json={}).json == {"unread": 0, "is_capped": False}
    assert me.get("/messages?cursor=WyJ4Il0").json["code"] == "bad_cursor"


def test_a_poll_costs_one_statement_beside_the_log_in(
    session: Session, street: Street, worker: Worker
) -> None:
    street.reported()
    worker.tell()
    me = street.of("office_supervisor")
    me.get("/messages/unread")
    numbers = []
    for path in ("/session", "/messages/unread"):
        with counted(session) as statements:
            me.get(path)
        numbers.append(len(statements))
    assert numbers[1] <= numbers[0] + 1


def test_more_than_a_hundred_are_not_counted(session: Session, street: Street, worker: Worker) -> None:
    case = street.reported()
    worker.tell()
    (message,) = session.scalars(select(Message))
    for number in range(120):
        names = ("user_id", "kind", "case_id", "data", "made_at")
        session.add(Message(cause=f"copy:{number}", **{name: getattr(message, name) for name in names}))
    session.flush()
    assert case["status"] == "reported"
    unread = street.of("office_supervisor").get("/messages/unread").json
    assert unread == {"unread": 100, "is_capped": True}


def test_old_ones_are_forgotten(session: Session, street: Street, settings: Config, worker: Worker) -> None:
    street.reported()
    street.reported()
    worker.tell()
    first = session.scalars(select(Message.id).order_by(Message.id)).first()
    long_ago = now() - timedelta(days=91)
    session.execute(update(Message).where(Message.id == first).values(made_at=long_ago))
    make_sweepers(settings)[-1].turn()
    assert len(session.scalars(select(Message)).all()) == 1
    with as_of(now() + timedelta(days=400)):
        make_sweepers(settings)[-1].turn()
    assert session.scalars(select(Message)).all() == []
    assert session.scalars(select(RobotSend)).all() == []
