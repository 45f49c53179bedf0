"""Whatever is sent, the server answers as its document says, and never with a mistake of its own."""

from typing import Any
from uuid import UUID

import pytest
import schemathesis
from apiflask import APIFlask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, status_code_conformance
from sqlalchemy.orm import Session

from app.core.actor import ROLES
from tests.architecture.document import DOCUMENT, OPERATIONS
from tests.factories import Make, Phone

EXAMPLES = 12
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance]
schema = schemathesis.openapi.from_dict(DOCUMENT)


@pytest.fixture
def known(make: Make) -> dict[str, str]:
    """Ids of rows that are there, by the names that paths and bodies call them."""
    district, crew, category = make.district, make.department(), make.category()
    segment, user = make.segment(), make.user("road_chief", "handler", department=crew)
    make.duty(crew)
    rows: dict[str, UUID] = {
        "unit_id": district.id,
        "department_id": crew.id,
        "segment_id": segment.id,
        "road_id": segment.road_id,
        "user_id": user.id,
        "assignee_id": user.id,
        "level_id": make.level().id,
        "appointment_id": make.appointment(user, segment).id,
        "category_id": category.id,
    }
    return {name: str(key) for name, key in rows.items()} | {
        "category_code": category.code,
        "key": category.code,
    }


def with_known(values: Any, known: dict[str, str]) -> Any:
    """The same with real ids in place of made-up ones, so that more than "not found" is tried."""
    if isinstance(values, dict):
        return {name: known.get(name, with_known(value, known)) for name, value in values.items()}
    return [with_known(value, known) for value in values] if isinstance(values, list) else values


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_no_request_breaks_the_server(
    app: APIFlask, session: Session, make: Make, phone: Phone, known: dict[str, str], method: str, path: str
) -> None:
    user = make.user(*ROLES, unit=make.district)
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
