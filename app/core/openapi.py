"""What APIFlask leaves out of the OpenAPI document: log-in, refusals, plain names, formats of path parts."""

import re
from typing import Any

from apiflask import APIFlask
from flask import Response
from pydantic import BaseModel, ConfigDict
from werkzeug.routing import Rule

from app.core import http

Document = dict[str, Any]
PROBLEM = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
REFUSALS = {
    "401": "Nobody is logged in, or the log-in has ended",
    "403": "Not allowed, or the form token is missing (`csrf`)",
    "404": "Not there, or not this person's to see",
    "422": "Malformed, or it cannot be so",
    "default": "Refused; `code` says why",
}
NO_CONTENT = {"204", "304"}


class Problem(BaseModel):
    """A refusal. `code` is stable and listed in docs/errors.md; some codes bring names of their own along."""

    model_config = ConfigDict(extra="allow")

    type: str
    title: str
    status: int
    code: str
    detail: str
    fields: dict[str, list[str]] = {}
    """What is wrong with each field."""


def init_openapi(app: APIFlask) -> None:
    """Serve the completed document to anyone."""
    app.spec_processor(lambda document: complete(app, document))  # type: ignore[arg-type]  # JSON, never YAML

    @app.get(f"{http.API}/openapi.json")
    @app.doc(tags=["System"], responses={200: "An OpenAPI 3.1 document"})
    @http.permit(http.anyone)
    def openapi_document() -> Response:
        """This document."""
        return http.json_response(app._get_spec("json"))  # noqa: SLF001  the cached one


def complete(app: APIFlask, document: Document) -> Document:
    """The document as it is served and as clients are generated from it."""
    document["components"]["schemas"]["Problem"] = Problem.model_json_schema()
    document["components"]["securitySchemes"] = {
        "cookie": {"type": "apiKey", "in": "cookie", "name": app.config["SESSION_COOKIE_NAME"]},
        "csrf": {"type": "apiKey", "in": "header", "name": "X-CSRF-Token"},
    }
    for rule in app.url_map.iter_rules():
        path = document["paths"].get(re.sub(r"<(?:[^<:]+:)?([^>]+)>", r"{\1}", rule.rule), {})
        for method in rule.methods or ():
            if method.lower() in path:
                _complete_operation(path[method.lower()], app, rule, method)
    return _with_plain_names(document)


def _complete_operation(operation: Document, app: APIFlask, rule: Rule, method: str) -> None:
    view = app.view_functions[rule.endpoint]
    is_open = getattr(view, "permission", None) is http.anyone
    operation["operationId"] = view.__name__
    operation["security"] = [] if is_open else [_security(method)]
    uuids = re.findall(r"<uuid:([^>]+)>", rule.rule)
    for parameter in operation["parameters"]:
        if parameter["in"] == "path" and parameter["name"] in uuids:
            parameter["schema"]["format"] = "uuid"
    if "requestBody" in operation:
        operation["requestBody"]["required"] = True
    _complete_responses(operation, is_open)


def _security(method: str) -> dict[str, list[str]]:
    return {"cookie": [], "csrf": []} if method in http.UNSAFE else {"cookie": []}


def _complete_responses(operation: Document, is_open: bool) -> None:
    responses = operation["responses"]
    shown = [content for status in responses if status[0] == "2" and (content := _shape(responses[status]))]
    for status, response in responses.items():
        if status in NO_CONTENT:
            response.pop("content", None)
        elif status[0] in "45":
            response["content"] = PROBLEM
        elif shown and not _shape(response):
            # 201 and 200 of one route show the same thing, of which the route names only one.
            response["content"] = shown[0]
    places = {parameter["in"] for parameter in operation["parameters"]}
    wanted = {"default"} if is_open else {"default", "401", "403"}
    if "path" in places:
        wanted.add("404")
    if places or "requestBody" in operation:
        wanted.add("422")
    for status in sorted(wanted - responses.keys()):
        responses[status] = {"description": REFUSALS[status], "content": PROBLEM}


def _shape(response: Document) -> Document | None:
    content: Document = response.get("content", {})
    return content if any(kind.get("schema") for kind in content.values()) else None


def _with_plain_names(document: Document) -> Document:
    """`CurrentSession.RoleHeld` becomes `RoleHeld`; two shapes of one name are a mistake of ours."""
    schemas: Document = {}
    for name, schema in document["components"]["schemas"].items():
        plain = name.rpartition(".")[2]
        if schemas.setdefault(plain, schema) != schema:
            raise RuntimeError(f"two different shapes are called {plain}")
    document["components"]["schemas"] = dict(sorted(schemas.items()))
    return document
