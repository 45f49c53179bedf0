"""Answers go out packed (gzip) to who takes them so: a phone's network is slower than our processor."""

import gzip

from apiflask import APIFlask
from flask import Response, request

LEAST_BYTES = 1_000
"""Less fits into one packet anyway; the answer with the CSRF token is shorter too, and is not packed."""
LEVEL = 5
TEXTS = frozenset({"application/json", "application/geo+json", "application/problem+json", "text/html"})


def init_packing(app: APIFlask) -> None:
    """Pack what is made per request; the client's files are packed by its build."""
    app.after_request(_pack)


def _pack(response: Response) -> Response:
    if response.mimetype not in TEXTS or response.direct_passthrough:
        return response
    response.vary.add("Accept-Encoding")
    if _is_worth_it(response) and request.accept_encodings["gzip"]:
        response.set_data(gzip.compress(response.get_data(), LEVEL, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
        _weaken(response)
    return response


def _is_worth_it(response: Response) -> bool:
    is_packed = "Content-Encoding" in response.headers
    return not is_packed and not response.is_streamed and len(response.get_data()) >= LEAST_BYTES


def _weaken(response: Response) -> None:
    """Other bytes with the same meaning: a strong ETag would promise the same bytes."""
    tag, is_weak = response.get_etag()
    if tag is not None and not is_weak:
        response.set_etag(tag, weak=True)
