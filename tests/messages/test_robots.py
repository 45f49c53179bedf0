"""Robots as administrators set them up: within their units, and nothing secret ever comes out again."""

from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import AuditEntry
from app.messages.models import Robot, RobotSend
from config import Config
from tests.cases.conftest import Street
from tests.messages.conftest import Worker, put_robot, robot, sends
from tests.messages.robots import KEY, SECRET, Robots

pytestmark = pytest.mark.usefixtures("spoken_to")


def test_a_robot_is_made_and_listed(street: Street, robots: Robots) -> None:
    address = f"{robots.url}/robot/send?access_token={KEY}"
    made = put_robot(street, service="dingtalk", address=address, secret=SECRET)
    assert made["has_secret"] is True
    assert (made["waiting"], made["failure"], made["last_sent_at"]) == (0, None, None)
    assert street.of("admin").get("/robots").json["items"] == [made]


def test_secrets_never_come_out(session: Session, street: Street, speaking: Worker) -> None:
    made = put_robot(street, service="feishu", secret=SECRET)
    street.of("admin").post(f"/robots/{made['id']}/test")
    speaking.speak()
    pages = [street.of("admin").get(path).text for path in ("/robots", "/robot-sends", "/audit")]
    audit = [str(row.detail) for row in session.scalars(select(AuditEntry))]
    for secret in (KEY, SECRET):
        assert secret not in str(made) + "".join(pages + audit)
    assert {row.action for row in session.scalars(select(AuditEntry))} >= {"robot_put", "robot_tested"}


def test_address_and_secret_left_away_stay(session: Session, street: Street) -> None:
    made = put_robot(street, service="feishu", secret=SECRET)
    put_robot(street, made["id"], service="feishu", address=None, name="新名字")
    session.expire_all()
    row = session.scalars(select(Robot)).one()
    assert (row.name, row.key, row.secret) == ("新名字", KEY, SECRET)
    assert put_robot(street, made["id"], service="feishu", address=None, secret="")["has_secret"] is False


def test_another_service_wants_another_address(session: Session, street: Street) -> None:
    made = put_robot(street, service="feishu", secret=SECRET)
    answer = street.of("admin").put(
        f"/robots/{made['id']}", json=robot(street, service="wecom", address=None)
    )
    assert (answer.status_code, list(answer.json["fields"])) == (422, ["address"])
    put_robot(street, made["id"], service="wecom")
    session.expire_all()
    assert session.scalars(select(Robot.secret)).one() == ""


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"address": None}, "address"),
        ({"address": "https://evil.example/cgi-bin/webhook/send?key=0a1b2c3d4e5f"}, "address"),
        ({"unit_id": str(uuid4())}, "unit_id"),
        ({"department_id": str(uuid4())}, "department_id"),
        ({"events": ["new", "gossip"]}, "events.1"),
        ({"summary_minute": 1440}, "summary_minute"),
        ({"secret": "not a secret"}, "secret"),
        ({"name": " "}, "name"),
    ],
)
def test_what_cannot_be_is_named(street: Street, given: dict[str, object], field: str) -> None:
    answer = street.of("admin").put(f"/robots/{uuid4()}", json=robot(street, **given))
    assert (answer.status_code, list(answer.json["fields"])) == (422, [field])


def test_others_robots_are_not_there(session: Session, street: Street) -> None:
    made = put_robot(street)
    street.people["office_admin"] = street.make.user("admin")
    office = street.of("office_admin")
    assert office.get("/robots").json["items"] == []
    mine = robot(street, unit_id=str(street.make.office.id))
    for answer in (
        office.put(f"/robots/{made['id']}", json=mine),
        office.delete(f"/robots/{made['id']}"),
        office.post(f"/robots/{made['id']}/test"),
        office.delete(f"/robots/{uuid4()}"),
    ):
        assert answer.status_code == 404
    assert street.of("supervisor").get("/robots").status_code == 403
    assert office.get("/robot-sends").json["items"] == []


def test_a_removed_robot_forgets_its_secrets_and_keeps_its_log(
    session: Session, street: Street, speaking: Worker, robots: Robots
) -> None:
    made = put_robot(street, secret=SECRET)
    street.of("admin").post(f"/robots/{made['id']}/test")
    speaking.speak()
    street.of("admin").post(f"/robots/{made['id']}/test")
    assert street.of("admin").delete(f"/robots/{made['id']}").status_code == 204
    speaking.speak()
    row = session.scalars(select(Robot)).one()
    assert (row.key, row.secret) == ("", "")
    assert [send.state for send in sends(session)] == ["sent", "dropped"]
    assert len(robots.heard) == 1
    assert street.of("admin").get("/robots").json["items"] == []
    assert len(street.of("admin").get("/robot-sends").json["items"]) == 2
    assert street.of("admin").put(f"/robots/{made['id']}", json=robot(street)).status_code == 404


def test_the_test_button_says_how_it_went(street: Street, speaking: Worker, robots: Robots) -> None:
    made = put_robot(street)
    number = street.of("admin").post(f"/robots/{made['id']}/test").json["send_id"]
    assert street.of("admin").get("/robots").json["items"][0]["waiting"] == 1
    speaking.speak()
    (row,) = street.of("admin").get(f"/robot-sends?robot_id={made['id']}").json["items"]
    assert (row["id"], row["event"], row["state"], row["attempts"]) == (number, "test", "sent", 1)
    assert "已接通" in robots.texts()[0]


def test_a_wrong_signature_is_shown_and_its_mending_tried_at_once(
    street: Street, speaking: Worker, robots: Robots
) -> None:
    robots.secret = SECRET
    made = put_robot(street, service="dingtalk", secret="SEC00")
    street.of("admin").post(f"/robots/{made['id']}/test")
    speaking.speak()
    (shown,) = street.of("admin").get("/robots").json["items"]
    assert shown["failure"] == "refused: 310000 sign not match"
    assert (shown["waiting"], robots.knocked) == (1, 1)
    put_robot(street, made["id"], service="dingtalk", address=None, secret=SECRET)
    speaking.speak()
    (shown,) = street.of("admin").get("/robots").json["items"]
    assert (shown["failure"], shown["waiting"], len(robots.heard)) == (None, 0, 1)


def test_the_log_is_read_page_by_page(
    session: Session, street: Street, spoken_to: Config, robots: Robots
) -> None:
    made = put_robot(street)
    for _ in range(5):
        street.of("admin").post(f"/robots/{made['id']}/test")
    session.query(RobotSend).filter(RobotSend.id == sends(session)[0].id).update({"state": "sent"})
    session.flush()
    seen: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        page = (
            street.of("admin").get(f"/robot-sends?state=waiting&limit=2{cursor and '&cursor=' + cursor}").json
        )
        seen += [row["id"] for row in page["items"]]
        cursor = page["next_cursor"]
    assert seen == [str(row.id) for row in reversed(sends(session))][:4]
    assert street.of("admin").get("/robot-sends?cursor=WyJ4Il0").json["code"] == "bad_cursor"


def test_a_service_elsewhere_is_named_by_its_whole_beginning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WECOM_URL", "https://im.example.gov.cn/wecom/")
    assert Config(secret_key="x").wecom_url == "https://im.example.gov.cn/wecom"
    monkeypatch.setenv("WECOM_URL", "im.example.gov.cn")
    with pytest.raises(SystemExit, match="WECOM_URL must begin with https://"):
        Config(secret_key="x")
