"""Choosing one's own password: the old one is asked for, and the new one must not be easy to guess."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts import passwords
from app.accounts.models import AuditEntry
from app.core import http
from app.core.errors import Invalid
from tests.factories import PASSWORD, Make, Phone

GOOD = " 早上 good weather "


def test_a_new_password_counts_at_once_and_ends_other_log_ins(
    client: FlaskClient, make: Make, phone: Phone, session: Session
) -> None:
    user = make.user("viewer", username="lin", must_change_password=True)
    caller, other = phone(user), phone(user)
    answer = caller.post("/password", json={"old_password": PASSWORD, "new_password": GOOD})
    assert answer.status_code == 204
    assert caller.get("/units").status_code == 200
    assert other.get("/session").status_code == 401
    for password, status in ((PASSWORD, 401), (GOOD.strip(), 401), (GOOD, 200)):
        given = {"username": "lin", "password": password}
        assert client.post(f"{http.API}/session", json=given).status_code == status
    actions = session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert actions[0] == "password_changed"


def test_guessing_the_old_password_is_counted_like_a_log_in(
    client: FlaskClient, make: Make, phone: Phone
) -> None:
    caller = phone(make.user("viewer", username="lin"))
    wrong = {"old_password": "wrong", "new_password": GOOD}
    for _ in range(5):
        answer = caller.post("/password", json=wrong)
        assert (answer.status_code, answer.json["code"]) == (422, "wrong_password")
        assert list(answer.json["fields"]) == ["old_password"]
    right = caller.post("/password", json={"old_password": PASSWORD, "new_password": GOOD})
    assert (right.status_code, right.json["code"]) == (429, "locked_out")
    assert caller.get("/session").status_code == 200, "whoever is in stays in"


@pytest.mark.parametrize(
    ("weak", "reason"),
    [
        ("nine char", "too_short"),
        ("Lin-Qiaozhi", "has_username"),
        ("lin-qiaozhi2026!", "has_username"),
        ("ihzoaiq-nil", "has_username"),
        ("aaaaaaaaaaaa", "too_uniform"),
        ("1212121212121", "too_uniform"),
        ("1234567890", "too_common"),
        ("QWERTYUIOP", "too_common"),
        ("woaini1314520", "too_common"),
        ("Zhengzhou2026!", "too_common"),
        ("Ｐａｓｓｗｏｒｄ１２３", "too_common"),
    ],
)
def test_weak_passwords_are_refused_with_the_reason(weak: str, reason: str) -> None:
    with pytest.raises(Invalid) as refused:
        passwords.refuse_weak(weak, "lin-qiaozhi", "new_password")
    assert refused.value.code == "weak_password"
    assert reason in refused.value.extra["reasons"]
    assert list(refused.value.fields or {}) == ["new_password"]


@pytest.mark.parametrize(
    "strong", [GOOD, "Luzhang-demo-1", "korrekt pferd batterie", "道路清洁每一天都要做好"]
)
def test_long_passwords_of_any_kind_are_taken(strong: str) -> None:
    passwords.refuse_weak(strong, "lin")


def test_one_time_passwords_pass_the_rules_and_differ() -> None:
    made = {passwords.one_time() for _ in range(200)}
    assert len(made) == 200
    for password in made:
        passwords.refuse_weak(password, "lin")


def test_a_weak_password_is_refused_over_the_wire(make: Make, phone: Phone) -> None:
    caller = phone(make.user("viewer"))
    answer = caller.post("/password", json={"old_password": PASSWORD, "new_password": "short"})
    assert (answer.status_code, answer.json["code"]) == (422, "weak_password")
    assert answer.json["reasons"] == ["too_short"]
