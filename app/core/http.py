"""The only part below routes that knows Flask: who is calling, what comes in, how refusals go out."""

import hashlib
import hmac
from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast, get_origin

import orjson
from apiflask import APIFlask
from apiflask.schema_adapters.pydantic import PydanticAdapter
from apiflask.schema_adapters.registry import registry
from flask import Request, Response, current_app, request
from flask_login import current_user
from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic.json_schema import JsonSchemaMode
from werkzeug.exceptions import HTTPException, MethodNotAllowed, RequestEntityTooLarge

from app.core.actor import Actor
from app.core.errors import Forbidden, Invalid, NotFound, Problem, TooLarge, Unauthorized
from config import Config

API = "/api/v1"
UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})
MAX_JSON_BYTES = 2_000_000
"""Several times the longest body that is of use, all duties of a department."""
PIECE = 65_536
OPEN_BEFORE_NEW_PASSWORD = (f"{API}/session", f"{API}/password")
"""All that somebody with a one-time password may call."""
Permission = Callable[[Actor], bool]
P = ParamSpec("P")
R = TypeVar("R")


class Body(BaseModel):
    """What comes in as JSON: unknown names are refused, lest what a person wrote be dropped unsaid."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class Query(BaseModel):
    """What comes in after the question mark; list fields may repeat."""


class Answer(BaseModel):
    """What goes out."""

    model_config = ConfigDict(from_attributes=True)


class ModelAdapter(PydanticAdapter):
    """APIFlask's pydantic adapter, with our refusals and with repeated query names."""

    def validate_input(self, request: Request, location: str, **kwargs: Any) -> BaseModel:
        data = self._read(request, location)
        try:
            return self.model_class.model_validate(data)
        except ValidationError as error:
            raise Invalid(
                "Some fields are not as they should be", code="invalid", fields=_by_field(error)
            ) from error

    def _read(self, request: Request, location: str) -> Any:
        body = b"" if location == "query" else _small_body(request)
        if b"\\u0000" in body or any("\0" in value for value in request.args.values()):
            raise Invalid("Text cannot contain NUL", code="malformed_json")  # PostgreSQL stores none
        if location == "query":
            return {name: self._query_value(request, name) for name in request.args}
        try:
            return orjson.loads(body or b"{}")
        except orjson.JSONDecodeError as error:
            raise Invalid(f"The body is not JSON: {error}", code="malformed_json") from error

    def _query_value(self, request: Request, name: str) -> Any:
        field = self.model_class.model_fields.get(name)
        takes_list = field is not None and get_origin(field.annotation) is list
        return request.args.getlist(name) if takes_list else request.args[name]

    def serialize_output(self, data: Any, many: bool = False) -> Any:
        """Models dump themselves; plain dicts pass, and tests hold them to the OpenAPI document."""
        return data.model_dump(mode="json") if isinstance(data, BaseModel) else data

    def get_openapi_schema(self, **_kwargs: Any) -> dict[str, Any]:
        """What goes out always names its fields; what comes in may leave those with a default away."""
        mode: JsonSchemaMode = "serialization" if issubclass(self.model_class, Answer) else "validation"
        return self.model_class.model_json_schema(ref_template="#/components/schemas/{model}", mode=mode)


registry.register("pydantic", ModelAdapter)


def _small_body(request: Request) -> bytes:
    # One byte more than is taken: a body that does not announce its length is cut there without a word.
    request.max_content_length = MAX_JSON_BYTES + 1
    try:
        body = request.get_data()
    except RequestEntityTooLarge as error:
        request.max_content_length = None
        hear_out(request, 2 * MAX_JSON_BYTES)
        raise _too_long() from error
    if len(body) > MAX_JSON_BYTES:
        raise _too_long()
    return body


def hear_out(request: Request, most: int) -> None:
    """Read so many bytes of a body and keep none: who is cut off while sending hears no answer."""
    for _ in range(most // PIECE):
        if not request.stream.read(PIECE):
            break


def _too_long() -> TooLarge:
    return TooLarge(f"A body of JSON may have {MAX_JSON_BYTES} bytes at most")


def _by_field(error: ValidationError) -> dict[str, list[str]]:
    fields: dict[str, list[str]] = {}
    for entry in error.errors():
        name = ".".join(str(part) for part in entry["loc"]) or "body"
        fields.setdefault(name, []).append(entry["msg"])
    return fields


def anyone(_actor: Actor) -> bool:
    """Permission of routes that need no log-in; they are compared by identity."""
    return True


def logged_in(_actor: Actor) -> bool:
    """Permission of routes open to everybody with a log-in."""
    return True


def permit(permission: Permission) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """State who may call a route. Innermost, so that a malformed body is refused before a missing right."""

    def decorate(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            if permission is not anyone and not permission(actor()):
                raise Forbidden
            return view(*args, **kwargs)

        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded

    return decorate


def actor() -> Actor:
    """The person who makes this request."""
    # The proxy must not outlive the request, so the person behind it is handed out.
    return cast("Actor", current_user._get_current_object())  # noqa: SLF001


def settings() -> Config:
    """This deployment's settings."""
    return cast("Config", current_app.config["LUZHANG"])


def signature(purpose: str, words: str) -> str:
    """Ours over some words, in hex: what carries it need not stand in the database."""
    key = current_app.config["SECRET_KEY"].encode()
    return hmac.new(key, f"{purpose}:{words}".encode(), hashlib.sha256).hexdigest()


def csrf_token(session_id: str) -> str:
    """The token that belongs to one log-in."""
    return signature("csrf", session_id)


def guard_request() -> None:
    """Refuse in this order: nobody logged in (401), a stale form (403 `csrf`), a one-time password."""
    view = current_app.view_functions.get(request.endpoint or "")
    if not request.path.startswith(API) or view is None or getattr(view, "permission", None) is anyone:
        return
    if not current_user.is_authenticated:
        raise Unauthorized
    if request.method in UNSAFE:
        given = request.headers.get("X-CSRF-Token", "")
        if not hmac.compare_digest(given.encode(), csrf_token(actor().session_id).encode()):
            raise Forbidden("The form is out of date: fetch GET /session and send again", code="csrf")
    if actor().must_change_password and request.path not in OPEN_BEFORE_NEW_PASSWORD:
        raise Forbidden("Choose a password of your own first", code="password_change_required")


def tag(*parts: object) -> str:
    """An ETag over stamps of the data and whatever of the caller decides what they see."""
    words = (sorted(map(str, part)) if isinstance(part, frozenset) else part for part in parts)
    return hashlib.sha256(repr(list(words)).encode()).hexdigest()[:32]


def json_response(data: Any, status: int = 200, etag: str | None = None) -> Response:
    """JSON made once, and 304 where the caller has it already. `etag` must change whenever the data may."""
    response = Response(orjson.dumps(data), status, content_type="application/json")
    response.headers["Cache-Control"] = "private, no-cache"
    if etag is not None:
        response.set_etag(etag)
        response.make_conditional(request)
    return response


def problem_response(problem: Problem) -> Response:
    """A refusal as application/problem+json, whatever `Accept` says."""
    body = orjson.dumps(problem.body(), default=str)
    return Response(body, problem.status, headers=problem.headers, content_type="application/problem+json")


def _http_error(error: HTTPException) -> Response:
    problem = Problem(error.description or "", code=(error.name or "error").lower().replace(" ", "_"))
    problem.status = error.code or 500
    problem.title = error.name or "Error"
    if isinstance(error, MethodNotAllowed):
        problem.headers = {"Allow": ", ".join(error.valid_methods or [])}
    return problem_response(problem)


def _unforeseen(error: Exception) -> Response:
    current_app.logger.error("unforeseen error", exc_info=error)
    problem = Problem("The server made a mistake; what you sent was not kept", code="server_error")
    problem.status, problem.title = 500, "Server error"
    return problem_response(problem)


MARK = "X-Luzhang"
"""By this phones know our answers from those of a captive portal, which may be 200 and JSON as well."""


def _our_headers(response: Response) -> Response:
    response.headers[MARK] = "1"
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "same-origin")
    response.headers.setdefault("X-Frame-Options", "DENY")
    return response


def init_http(app: APIFlask) -> None:
    """Hang guards, refusals and headers on the application."""
    app.before_request(guard_request)
    app.after_request(_our_headers)
    app.register_error_handler(Problem, problem_response)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _unforeseen)


def unknown_path() -> NotFound:
    """For the catch-all below the API prefix."""
    return NotFound("There is nothing at this address", code="no_such_path")
