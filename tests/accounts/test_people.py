"""Administrators make people, give and take roles, and reset passwords, each within their units."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.accounts.models import AuditEntry, RoleGrant, Unit, User
from app.core import http
from app.core.actor import Role
from app.core.db import reading, unit_of_work
from tests.factories import Caller, Make, Phone


@pytest.fixture
def admin(make: Make, phone: Phone) -> Caller:
    """Of the whole district."""
    return phone(make.user("admin", unit=make.district, name="district admin"), "desk")


@pytest.fixture
def office_admin(make: Make, phone: Phone) -> Caller:
    """Of the street office alone."""
    return phone(make.user("admin", name="office admin"), "desk")


def role(name: Role, unit: Unit) -> dict[str, str]:
    return {"role": name, "unit_id": str(unit.id)}


def person(username: str, *roles: dict[str, str], **given: Any) -> dict[str, Any]:
    return {"username": username, "name": username, "roles": list(roles)} | given


def log_in(client: FlaskClient, username: str, password: str) -> int:
    given = {"username": username, "password": password}
    return client.post(f"{http.API}/session", json=given).status_code


def last_audit(session: Session) -> AuditEntry:
    return session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()  # type: ignore[return-value]


def test_a_new_person_gets_a_one_time_password(
    admin: Caller, client: FlaskClient, make: Make, session: Session
) -> None:
    path = f"/users/{uuid4()}"
    answer = admin.put(path, json=person("Lin", role("viewer", make.office)))
    assert answer.status_code == 201
    assert answer.json["username"] == "lin"
    assert answer.json["must_change_password"]
    assert log_in(client, "lin", answer.json["one_time_password"]) == 200
    again = admin.put(path, json=person("lin", role("viewer", make.office)))
    assert (again.status_code, again.json["one_time_password"]) == (200, None)


def test_a_password_chosen_for_a_new_person_is_held_to_the_rules(admin: Caller, make: Make) -> None:
    body = person("lin", role("viewer", make.office), password="short")
    answer = admin.put(f"/users/{uuid4()}", json=body)
    assert (answer.status_code, answer.json["code"]) == (422, "weak_password")
    assert "too_short" in answer.json["reasons"]


def test_with_a_one_time_password_nothing_is_open_but_choosing_another(
    admin: Caller, client: FlaskClient, make: Make, phone: Phone
) -> None:
    user = make.user("admin", must_change_password=True)
    caller = phone(user)
    assert caller.get("/session").json["user"]["must_change_password"]
    for method, path in (("GET", "/users"), ("GET", "/units"), ("DELETE", "/sessions")):
        answer = caller.send(method, path)
        assert (answer.status_code, answer.json["code"]) == (403, "password_change_required")
    assert caller.delete("/session").status_code == 204


def test_a_user_name_belongs_to_one(admin: Caller, make: Make) -> None:
    make.user("viewer", username="lin")
    answer = admin.put(f"/users/{uuid4()}", json=person("LIN", role("viewer", make.office)))
    assert (answer.status_code, answer.json["code"]) == (409, "username_taken")


def test_an_office_sees_and_changes_its_own_people_only(office_admin: Caller, make: Make) -> None:
    own, other = make.user("handler"), make.user("handler", unit=make.unit("other"))
    seen = {item["id"] for item in office_admin.get("/users").json["items"]}
    assert str(own.id) in seen
    assert str(other.id) not in seen
    for method, tail, body in (
        ("GET", "", None),
        ("PUT", "", person("x", role("viewer", make.office))),
        ("PUT", "/grants", {"roles": []}),
        ("PUT", "/password", {}),
    ):
        assert office_admin.send(method, f"/users/{other.id}{tail}", json=body).status_code == 404


def test_no_one_grants_what_lies_outside_their_unit(office_admin: Caller, make: Make) -> None:
    user = make.user("handler")
    for outside in (make.district, make.unit("other")):
        body = {"roles": [role("handler", make.office), role("supervisor", outside)]}
        answer = office_admin.put(f"/users/{user.id}/grants", json=body)
        assert (answer.status_code, answer.json["code"]) == (403, "outside_your_units")
        made = office_admin.put(f"/users/{uuid4()}", json=person("lin", role("viewer", outside)))
        assert made.status_code == 403


def test_what_others_granted_stays_theirs(office_admin: Caller, make: Make, session: Session) -> None:
    user = make.user("road_chief")
    higher = make.user("supervisor", unit=make.district)
    body = {"roles": [role("supervisor", make.district), role("road_chief", make.office)]}
    assert office_admin.put(f"/users/{higher.id}/grants", json=body).status_code == 404
    user.grants.append(type(user.grants[0])(role="supervisor", unit_id=make.district.id))
    session.flush()
    kept = {"roles": [role("supervisor", make.district), role("handler", make.office)]}
    assert office_admin.put(f"/users/{user.id}/grants", json=kept).status_code == 200
    taken = {"roles": [role("handler", make.office)]}
    assert office_admin.put(f"/users/{user.id}/grants", json=taken).status_code == 403


@pytest.mark.parametrize("tail", ["", "/password"])
def test_nobody_takes_over_a_person_who_reaches_further(
    office_admin: Caller, make: Make, session: Session, tail: str
) -> None:
    user = make.user("handler")
    user.grants.append(type(user.grants[0])(role="admin", unit_id=make.district.id))
    session.flush()
    body = {"": person("mine", role("handler", make.office), role("admin", make.district)), "/password": {}}
    assert office_admin.put(f"/users/{user.id}{tail}", json=body[tail]).status_code == 403
    assert not office_admin.get(f"/users/{user.id}").json["may_administer"]


def test_a_change_of_right_holds_from_the_next_request_on(
    admin: Caller, make: Make, phone: Phone, session: Session
) -> None:
    user = make.user("viewer")
    caller = phone(user)
    assert caller.get("/users").status_code == 403
    admin.put(f"/users/{user.id}/grants", json={"roles": [role("supervisor", make.office)]})
    assert caller.get("/users").status_code == 200
    entry = last_audit(session)
    assert (entry.action, entry.actor_name, entry.subject_id) == (
        "grants_changed",
        "district admin",
        str(user.id),
    )
    assert entry.detail["before"] == [role("viewer", make.office)]
    assert entry.detail["after"] == [role("supervisor", make.office)]


def test_what_changes_nothing_is_not_audited(admin: Caller, make: Make, session: Session) -> None:
    user = make.user("viewer")
    admin.put(f"/users/{user.id}/grants", json={"roles": [role("viewer", make.office)]})
    assert session.scalar(select(AuditEntry.id)) is None


def test_the_last_administrator_cannot_go(admin: Caller, make: Make, session: Session) -> None:
    me = session.scalars(select(User).where(User.name == "district admin")).one()
    mine = person(me.username, role("admin", make.district))
    for path, body in (
        (f"/users/{me.id}/grants", {"roles": []}),
        (f"/users/{me.id}/grants", {"roles": [role("admin", make.office)]}),
        (f"/users/{me.id}", mine | {"is_active": False}),
    ):
        answer = admin.put(path, json=body)
        assert (answer.status_code, answer.json["code"]) == (409, "last_admin")
        assert admin.get(f"/users/{me.id}").json["roles"] == [role("admin", make.district)]
    make.user("admin", unit=make.district, is_active=False)
    assert admin.put(f"/users/{me.id}/grants", json={"roles": []}).status_code == 409
    make.user("admin", unit=make.district)
    assert admin.put(f"/users/{me.id}/grants", json={"roles": []}).status_code == 200
    assert admin.get("/users").status_code == 403


def test_an_office_under_a_district_administrator_needs_none_of_its_own(
    admin: Caller, office_admin: Caller, make: Make
) -> None:
    me = office_admin.get("/session").json["user"]["id"]
    assert admin.put(f"/users/{me}/grants", json={"roles": []}).status_code == 200


def test_a_reset_ends_log_ins_opens_the_door_and_asks_for_another_password(
    admin: Caller, client: FlaskClient, make: Make, phone: Phone, session: Session
) -> None:
    user = make.user("viewer", username="lin")
    caller = phone(user)
    for _ in range(6):
        log_in(client, "lin", "wrong")
    answer = admin.put(f"/users/{user.id}/password", json={})
    assert caller.get("/session").status_code == 401
    assert log_in(client, "lin", answer.json["one_time_password"]) == 200
    entry = last_audit(session)
    assert entry.action == "logged_in"
    assert answer.json["one_time_password"] not in repr(session.scalars(select(AuditEntry.detail)).all())
    given = admin.put(f"/users/{user.id}/password", json={"password": "a longer one 1"})
    assert given.json == {"one_time_password": None}
    assert log_in(client, "lin", "a longer one 1") == 200


def test_deactivating_ends_log_ins(admin: Caller, make: Make, phone: Phone) -> None:
    user = make.user("viewer", username="lin")
    caller = phone(user)
    body = person("lin", role("viewer", make.office), is_active=False)
    assert admin.put(f"/users/{user.id}", json=body).status_code == 200
    assert caller.get("/session").status_code == 401
    body["is_active"] = True
    assert admin.put(f"/users/{user.id}", json=body).status_code == 200
    assert caller.get("/session").status_code == 401, "coming back does not revive old log-ins"


def test_unknown_units_and_departments_are_told(admin: Caller, make: Make) -> None:
    lost = {"role": "viewer", "unit_id": str(uuid4())}
    answer = admin.put(f"/users/{uuid4()}", json=person("lin", lost))
    assert (answer.status_code, answer.json["code"]) == (422, "unknown_unit")
    body = person("lin", role("viewer", make.office), department_id=str(uuid4()))
    answer = admin.put(f"/users/{uuid4()}", json=body)
    assert (answer.status_code, answer.json["code"]) == (422, "unknown_department")


def test_supervisors_look_people_up_but_change_nobody(make: Make, phone: Phone) -> None:
    user, elsewhere = make.user("handler"), make.user("handler", unit=make.district)
    supervisor = phone(make.user("supervisor"))
    seen = {item["id"] for item in supervisor.get("/users?role=handler").json["items"]}
    assert seen == {str(user.id), str(elsewhere.id)}
    stranger = make.user("handler", unit=make.unit("elsewhere", "district", code="410103"))
    assert supervisor.get(f"/users/{stranger.id}").status_code == 404
    assert supervisor.put(f"/users/{user.id}/grants", json={"roles": []}).status_code == 403


def test_people_are_found_by_name_role_unit_and_department(admin: Caller, make: Make) -> None:
    crew = make.department()
    lin = make.user("handler", username="lin1", name="林巧稚", department=crew)
    make.user("viewer", username="wang", name="王%", unit=make.district)

    def found(query: str) -> list[str]:
        return [item["username"] for item in admin.get(f"/users?{query}").json["items"]]

    assert found("q=巧稚") == found("q=LIN1") == found("role=handler") == ["lin1"]
    assert found("q=%25") == ["wang"]
    assert found(f"department_id={crew.id}&unit_id={make.office.id}&is_active=true") == ["lin1"]
    assert found(f"role=viewer&unit_id={make.office.id}") == []
    assert lin.username in found(f"unit_id={make.district.id}")


def test_people_come_in_pages(admin: Caller, make: Make) -> None:
    for number in range(7):
        make.user("viewer", name=f"same{number // 4}")
    seen: list[str] = []
    cursor = ""
    while True:
        page = admin.get(f"/users?limit=3{cursor}").json
        seen += [item["id"] for item in page["items"]]
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={page['next_cursor']}"
    assert len(seen) == len(set(seen)) == 8
    for broken in ("x", "é", "WzFd", "WzEsMl0", "WyJhIiwgImIiXQ"):
        assert admin.get(f"/users?cursor={broken}").json["code"] == "bad_cursor"


def test_two_administrators_cannot_take_each_others_role_at_once(app: APIFlask, for_keeps: None) -> None:
    with unit_of_work() as session:
        make = Make(session)
        people = [make.user("admin", unit=make.district) for _ in range(2)]
        callers = [Phone(app, session)(user) for user in people]

    def take(one: int) -> int:
        other = people[1 - one].id
        return callers[one].put(f"/users/{other}/grants", json={"roles": []}).status_code

    with ThreadPoolExecutor(2) as threads:
        answers = list(threads.map(take, range(2)))
    assert answers.count(200) == 1
    with reading() as session:
        assert session.scalar(select(func.count()).select_from(RoleGrant)) == 1
