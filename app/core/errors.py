"""Refusals every layer may raise; `core/http.py` turns them into problem+json."""

from collections.abc import Mapping
from typing import Any


class Problem(Exception):
    """A refusal with a stable `code` (docs/errors.md), words for a person, and the fields concerned."""

    status = 400
    code = "bad_request"
    title = "Bad request"

    def __init__(
        self,
        detail: str = "",
        *,
        code: str | None = None,
        fields: Mapping[str, list[str]] | None = None,
        headers: Mapping[str, str] | None = None,
        **extra: Any,
    ) -> None:
        super().__init__(detail or self.title)
        self.detail = detail or self.title
        self.code = code or self.code
        self.fields = dict(fields) if fields else None
        self.headers = dict(headers) if headers else {}
        self.extra = extra

    def body(self) -> dict[str, Any]:
        """The document of RFC 9457 with our `code` and `fields`."""
        body = {
            "type": "about:blank",
            "title": self.title,
            "status": self.status,
            "code": self.code,
            "detail": self.detail,
        }
        if self.fields:
            body["fields"] = self.fields
        return body | self.extra


class Unauthorized(Problem):
    """Nobody is logged in."""

    status, code, title = 401, "login_required", "Log-in required"


class Forbidden(Problem):
    """Seen, but not to be done by this person."""

    status, code, title = 403, "forbidden", "Not allowed"


class NotFound(Problem):
    """Not there, or not this person's to see."""

    status, code, title = 404, "not_found", "Not found"


class Conflict(Problem):
    """It clashes with what stands."""

    status, code, title = 409, "conflict", "Conflict"


class TooLarge(Problem):
    """More than the deployment takes."""

    status, code, title = 413, "too_large", "Too large"


class UnsupportedMedia(Problem):
    """Bytes of a kind that is not taken."""

    status, code, title = 415, "unsupported_media_type", "Unsupported media type"


class Invalid(Problem):
    """Understood, but it cannot be so."""

    status, code, title = 422, "invalid", "Invalid input"


class Locked(Problem):
    """Too many failures; the way is shut for a while."""

    status, code, title = 429, "locked_out", "Too many failed attempts"
