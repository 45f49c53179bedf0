"""The OpenAPI document, and a test client that holds every answer to it."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any, cast

from apiflask import APIFlask
from flask.testing import FlaskClient
from jsonschema_rs import Draft202012Validator
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

PATH = Path(__file__).parents[2] / "docs" / "openapi.json"
DOCUMENT: dict[str, Any] = json.loads(PATH.read_text())
OPERATIONS = [(method.upper(), path) for path, methods in DOCUMENT["paths"].items() for method in methods]
"""Of the document as committed; another test holds it to the code."""

NO_BODY = {204, 304}


class HonestClient(FlaskClient):
    """Fails the test whose answer is not as the document says."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        response = super().open(*args, **kwargs)
        check(cast("APIFlask", self.application), response)
        return response


def check(app: APIFlask, response: TestResponse) -> None:
    """Status, content type and, where it is JSON, the shape."""
    found = _described(app, response)
    if found is None or response.status_code in NO_BODY:
        return
    operation, described = found
    where = f"{operation} {response.status_code}"
    content = described.get("content", {})
    kind = response.mimetype or ""
    assert kind in content, f"{where} answers {kind}, described is {sorted(content)}"
    if kind.endswith("json"):
        schema = json.dumps(content[kind]["schema"], sort_keys=True)
        errors = [
            f"{error.instance_path}: {error.message}"
            for error in _validator(app, schema).iter_errors(response.json)
        ]
        assert not errors, f"{where}: {'; '.join(errors[:3])}"


def _described(app: APIFlask, response: TestResponse) -> tuple[str, dict[str, Any]] | None:
    request = response.request
    try:
        rule, _ = app.url_map.bind("localhost").match(request.path, request.method, return_rule=True)
    except HTTPException:
        return None
    path = re.sub(r"<(?:[^<:]+:)?([^>]+)>", r"{\1}", rule.rule)
    operation = document(app)["paths"].get(path, {}).get(request.method.lower())
    if operation is None:
        return None
    responses = operation["responses"]
    is_refusal = response.status_code >= 400
    described = responses.get(str(response.status_code), responses.get("default") if is_refusal else None)
    assert described, f"{operation['operationId']} does not say that it answers {response.status_code}"
    return operation["operationId"], described


@cache
def document(app: APIFlask) -> dict[str, Any]:
    """As the code under test makes it."""
    return cast("dict[str, Any]", app.spec)


@cache
def _validator(app: APIFlask, schema: str) -> Draft202012Validator:
    parts = {"components": document(app)["components"]}
    return Draft202012Validator(json.loads(schema) | parts, validate_formats=True)
