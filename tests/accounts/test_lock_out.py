"""Guessing passwords: a few tries, then the door is shut for a while, and the log remembers."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Literal

import pytest
from apiflask import APIFlask
from argon2 import PasswordHasher
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app.accounts import passwords
from app.accounts.models import AuditEntry, LoginFailure, User
from app.accounts.routes import sessions as routes
from app.core import http
from app.core.clock import now
from app.core.db import reading, unit_of_work
from config import Config
from tests.factories import PASSWORD, Make

SESSION = f"{http.API}/session"


def attempt(client: FlaskClient, password: str, username: str = "lin") -> TestResponse:
    return client.post(SESSION, json={"username": username, "password": password})


def failures(client: FlaskClient, times: int, username: str = "lin") -> list[int]:
    return [attempt(client, "wrong", username).status_code for _ in range(times)]


def test_five_failures_shut_the_door_to_the_right_password_too(client: FlaskClient, make: Make) -> None:
    make.user("viewer", username="lin")
    assert failures(client, 5) == [401] * 5
    answer = attempt(client, PASSWORD)
    assert answer.status_code == 429
    assert answer.json["code"] == "locked_out"
    assert 890 <= int(answer.headers["Retry-After"]) <= 900
    assert answer.json["locked_until"] > now().isoformat()


def test_the_door_opens_again(client: FlaskClient, make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    make.user("viewer", username="lin")
    failures(client, 5)
    moment = now() + timedelta(minutes=14)
    monkeypatch.setattr(routes, "now", lambda: moment)
    assert attempt(client, PASSWORD).status_code == 429
    moment += timedelta(minutes=1, seconds=1)
    assert attempt(client, "wrong").status_code == 401
    assert attempt(client, PASSWORD).status_code == 200


def test_attempts_at_a_shut_door_do_not_keep_it_shut(
    client: FlaskClient, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.user("viewer", username="lin")
    failures(client, 5)
    moment = now() + timedelta(minutes=14)
    monkeypatch.setattr(routes, "now", lambda: moment)
    assert failures(client, 3) == [429] * 3
    moment += timedelta(minutes=2)
    assert attempt(client, PASSWORD).status_code == 200


def test_success_forgets_the_failures(client: FlaskClient, make: Make, session: Session) -> None:
    make.user("viewer", username="lin")
    for _ in range(3):
        assert failures(client, 4) == [401] * 4
        assert attempt(client, PASSWORD).status_code == 200
    assert session.scalar(select(func.count()).select_from(LoginFailure)) == 0


def test_right_passwords_are_never_counted(client: FlaskClient, make: Make) -> None:
    make.user("viewer", username="lin")
    assert {attempt(client, PASSWORD).status_code for _ in range(12)} == {200}


def test_others_in_the_same_office_get_in(client: FlaskClient, make: Make) -> None:
    make.user("viewer", username="lin")
    make.user("viewer", username="wang")
    failures(client, 6)
    assert attempt(client, PASSWORD, "wang").status_code == 200


def test_an_unknown_name_is_answered_like_a_known_one(client: FlaskClient, make: Make) -> None:
    make.user("viewer", username="lin")
    make.user("viewer", username="gone", is_active=False)
    known = [attempt(client, "wrong").json for _ in range(5)]
    assert [attempt(client, "wrong", "nobody").json for _ in range(5)] == known
    assert [attempt(client, PASSWORD, "gone").json for _ in range(5)] == known
    assert failures(client, 1, "nobody") == failures(client, 1) == [429]


def test_an_unknown_name_costs_as_much_work(
    client: FlaskClient, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked = []

    class Watched(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:  # noqa: A002  argon2's own
            checked.append(hash)
            return super().verify(hash, password)

    monkeypatch.setattr(passwords, "hasher", Watched())
    attempt(client, "wrong", "nobody")
    assert len(checked) == 1
    assert str(checked[0]).startswith("$argon2id$v=19$m=65536,t=3,p=4$")


def test_the_log_remembers_failures_but_no_unknown_names(
    client: FlaskClient, make: Make, session: Session
) -> None:
    user = make.user("viewer", username="lin")
    attempt(client, "wrong")
    attempt(client, "wrong", "my-password-in-the-wrong-field")
    rows = session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
    assert [(row.action, row.subject_id, row.actor_id) for row in rows] == [
        ("login_failed", str(user.id), None),
        ("login_failed", "", None),
    ]
    assert "wrong-field" not in repr([vars(row) for row in rows])


def test_a_hash_made_with_old_parameters_is_renewed(
    client: FlaskClient, make: Make, session: Session
) -> None:
    before = PasswordHasher(time_cost=2, memory_cost=8, parallelism=1).hash(PASSWORD)
    user = make.user("viewer", username="lin")
    user.password_hash = before
    session.flush()
    attempt(client, "wrong")
    attempt(client, PASSWORD)
    session.expire_all()
    after = session.scalars(select(User.password_hash).where(User.id == user.id)).one()
    assert after != before
    assert "t=1," in after
    assert attempt(client, PASSWORD).status_code == 200


def test_an_impossible_hash_lets_nobody_in(client: FlaskClient, make: Make) -> None:
    make.user("viewer", username="lin").password_hash = "!"
    assert attempt(client, "!").status_code == 401


def test_of_forty_guesses_at_once_only_a_few_are_judged(
    app: APIFlask, settings: Config, for_keeps: None
) -> None:
    with unit_of_work() as session:
        Make(session).user("viewer", username="lin")

    def guess(_: int) -> int:
        return attempt(app.test_client(), "wrong").status_code

    with ThreadPoolExecutor(40) as threads:
        answers = list(threads.map(guess, range(40)))
    allowed = settings.failed_logins_allowed
    assert sorted(answers) == [401] * allowed + [429] * (40 - allowed)
    with reading() as session:
        audited = session.scalar(
            select(func.count()).select_from(AuditEntry).where(AuditEntry.action == "login_failed")
        )
        assert audited == allowed


def test_forty_people_of_one_account_get_in_at_once(app: APIFlask, for_keeps: None) -> None:
    with unit_of_work() as session:
        Make(session).user("viewer", username="lin")
    with ThreadPoolExecutor(40) as threads:
        answers = list(threads.map(lambda _: attempt(app.test_client(), PASSWORD).status_code, range(40)))
    assert set(answers) == {200}
