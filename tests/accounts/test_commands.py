"""`flask accounts …`: the way in when nobody is in yet."""

from collections.abc import Callable

import pytest
from apiflask import APIFlask
from click.testing import Result
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import AuditEntry, Unit, User
from app.core import http
from tests.factories import PASSWORD, Make, Phone

Run = Callable[..., Result]
GIVEN = "a long enough one"
ADMIN = ("create-admin", "--username", "Root", "--name", "管理员")
DISTRICT = ("--unit-name", "中原区", "--unit-code", "410102")


@pytest.fixture
def run(app: APIFlask, session: Session, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command with a password in the environment."""

    def run(*words: str, password: str | None = GIVEN, typed: str | None = None) -> Result:
        monkeypatch.delenv("ACCOUNT_PASSWORD", raising=False)
        if password is not None:
            monkeypatch.setenv("ACCOUNT_PASSWORD", password)
        return app.test_cli_runner().invoke(args=["accounts", *words], input=typed)

    return run


def log_in(client: FlaskClient, username: str, password: str) -> int:
    given = {"username": username, "password": password}
    return client.post(f"{http.API}/session", json=given).status_code


def test_the_first_administrator_comes_with_the_district(
    run: Run, client: FlaskClient, session: Session
) -> None:
    result = run(*ADMIN, *DISTRICT)
    assert result.exit_code == 0, result.output
    district = session.scalars(select(Unit)).one()
    assert (district.kind, district.name, district.code) == ("district", "中原区", "410102")
    assert log_in(client, "root", GIVEN) == 200
    assert client.get(f"{http.API}/users").status_code == 200
    actions = session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert actions == ["unit_created", "user_created", "logged_in"]
    assert GIVEN not in result.output


def test_another_administrator_joins_the_one_district(run: Run, make: Make, session: Session) -> None:
    assert make.district.name
    assert run(*ADMIN).exit_code == 0
    user = session.scalars(select(User)).one()
    assert [(grant.role, grant.unit_id) for grant in user.grants] == [("admin", make.district.id)]


def test_with_several_districts_one_is_named(run: Run, make: Make, session: Session) -> None:
    second = make.unit("二七区", "district", code="410103")
    assert make.district.name
    assert "--unit-code" in run(*ADMIN).output
    assert run(*ADMIN, "--unit-code", "410103").exit_code == 0
    assert session.scalars(select(User)).one().grants[0].unit_id == second.id


@pytest.mark.parametrize(
    ("words", "password", "said"),
    [
        (ADMIN, GIVEN, "--unit-name"),
        ((*ADMIN, *DISTRICT), "short", "At least 10 characters"),
        (("reset-password", "--username", "nobody"), GIVEN, "Nobody has the user name"),
    ],
)
def test_refusals_are_in_words_and_change_nothing(
    run: Run, session: Session, words: tuple[str, ...], password: str, said: str
) -> None:
    result = run(*words, password=password)
    assert result.exit_code == 1
    assert said in result.output
    assert session.scalar(select(User.id)) is None


def test_the_password_is_typed_unseen_and_twice(run: Run, session: Session) -> None:
    result = run(*ADMIN, *DISTRICT, password=None, typed=f"{GIVEN}\n{GIVEN}\n")
    assert result.exit_code == 0
    assert GIVEN not in result.output


def test_a_password_is_reset_when_no_administrator_can(
    run: Run, client: FlaskClient, make: Make, phone: Phone
) -> None:
    caller = phone(make.user("admin", username="lin"))
    assert run("reset-password", "--username", "LIN").exit_code == 0
    assert caller.get("/session").status_code == 401
    assert log_in(client, "lin", PASSWORD) == 401
    assert log_in(client, "lin", GIVEN) == 200
    answer = client.get(f"{http.API}/users")
    assert answer.json["code"] == "password_change_required"
