"""The committed OpenAPI document is what the code makes, valid, and complete."""

from typing import Any

import jsonschema_rs
import pytest
from apiflask import APIFlask

from tests.architecture.document import DOCUMENT

OPERATIONS: list[dict[str, Any]] = [
    operation | {"name": f"{method.upper()} {path}", "path": path, "method": method}
    for path, methods in DOCUMENT["paths"].items()
    for method, operation in methods.items()
]


def test_it_follows_from_the_code(app: APIFlask) -> None:
    assert app.spec == DOCUMENT, "run `make types` and commit what changes"


def test_it_is_served_to_anyone(app: APIFlask) -> None:
    assert app.test_client().get("/api/v1/openapi.json").json == app.spec


def test_every_shape_is_a_valid_json_schema() -> None:
    assert DOCUMENT["openapi"].startswith("3.1")
    parts = {"components": DOCUMENT["components"]}
    for schema in DOCUMENT["components"]["schemas"].values():
        jsonschema_rs.meta.validate(schema)
        jsonschema_rs.Draft202012Validator(schema | parts)


def test_every_reference_leads_somewhere() -> None:
    def references(part: Any) -> list[str]:
        if isinstance(part, dict):
            own = [part["$ref"]] if isinstance(part.get("$ref"), str) else []
            return own + [found for value in part.values() for found in references(value)]
        return [found for value in part for found in references(value)] if isinstance(part, list) else []

    names = {reference.removeprefix("#/components/schemas/") for reference in references(DOCUMENT)}
    assert names <= DOCUMENT["components"]["schemas"].keys()


def test_every_operation_has_a_name_of_its_own() -> None:
    names = [operation["operationId"] for operation in OPERATIONS]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation["name"])
def test_an_operation_says_all_a_client_needs(operation: dict[str, Any]) -> None:
    assert operation["summary"]
    wanted = {part.strip("{}") for part in operation["path"].split("/") if part.startswith("{")}
    assert {item["name"] for item in operation["parameters"] if item["in"] == "path"} == wanted
    refusals = {status: answer for status, answer in operation["responses"].items() if status[0] in "d45"}
    assert "default" in refusals
    assert all(list(answer["content"]) == ["application/problem+json"] for answer in refusals.values())
    if operation["security"]:
        assert {"401", "403"} <= refusals.keys()
        is_unsafe = operation["method"] != "get"
        assert operation["security"] == [{"cookie": []} | ({"csrf": []} if is_unsafe else {})]
    assert any(status[0] == "2" for status in operation["responses"])
