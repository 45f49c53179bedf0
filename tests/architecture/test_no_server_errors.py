"""Whatever is sent, the server answers as its document says, and never with a mistake of its own."""

from typing import Any
from uuid import UUID, uuid4

import pytest
import schemathesis
from apiflask import APIFlask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, status_code_conformance

from app.accounts.models import User
from app.core.actor import ROLES
from tests.architecture.document import DOCUMENT, OPERATIONS
from tests.cleanups.setting import lay_out_cleanup
from tests.factories import Make, Phone
from tests.media.pictures import picture, sha

EXAMPLES = 12
PHOTO = picture()
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance]
schema = schemathesis.openapi.from_dict(DOCUMENT)


@pytest.fixture
def user(make: Make) -> User:
    """Who may do everything, so that nothing stops at a missing right."""
    return make.user(*ROLES, unit=make.district)


@pytest.fixture
def known(make: Make, phone: Phone, user: User) -> dict[str, Any]:
    """What is there, by the names that paths and bodies call it."""
    district, crew, category = make.district, make.department(), make.category()
    segment, other = make.segment(), make.user("road_chief", "handler", department=crew)
    make.duty(crew)
    rows: dict[str, UUID] = {
        "unit_id": district.id,
        "department_id": crew.id,
        "segment_id": segment.id,
        "road_id": segment.road_id,
        "user_id": other.id,
        "assignee_id": other.id,
        "level_id": make.level().id,
        "appointment_id": make.appointment(other, segment).id,
        "category_id": category.id,
        "case_id": uuid4(),
    }
    known = {name: str(key) for name, key in rows.items()}
    known |= {"category_code": category.code, "key": category.code, "sha256": sha(PHOTO)}
    caller = phone(user, "desk")
    assert caller.put(f"/photos/{sha(PHOTO)}", data=PHOTO).status_code in {200, 201}
    made = caller.put(f"/cases/{known['case_id']}", json=report(known))
    known |= lay_out_cleanup(caller, known)
    return known | {"version": made.json["version"]}


def report(known: dict[str, str]) -> dict[str, str]:
    return {
        "category_code": known["category_code"],
        "observed_at": "2026-11-20T09:30:00+08:00",
        "segment_id": known["segment_id"],
        "source": "hotline",
    }


def with_known(values: Any, known: dict[str, Any]) -> Any:
    """The same with real ids in place of made-up ones, so that more than "not found" is tried."""
    if isinstance(values, dict):
        return {name: known.get(name, with_known(value, known)) for name, value in values.items()}
    return [with_known(value, known) for value in values] if isinstance(values, list) else values


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_no_request_breaks_the_server(
    app: APIFlask, user: User, phone: Phone, known: dict[str, Any], method: str, path: str
) -> None:
    operation = schema[path][method]

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(), is_real=st.booleans())
    def attempt(case: Case[Any], is_real: bool) -> None:
        if is_real:
            case.path_parameters = with_known(case.path_parameters, known)
            case.query = with_known(case.query, known)
            case.body = with_known(case.body, known)
        caller = phone(user, "desk")
        cookie = caller.client.get_cookie("luzhang")
        assert cookie is not None
        case.call_and_validate(
            app=app, headers=caller.headers, cookies={"luzhang": cookie.value}, checks=CHECKS
        )

    attempt()
