"""A body as understood, to tell the same sent again from an edit, and an edit from one gone stale."""

import hashlib

import orjson

from app.core.http import Body


def hash_body(body: Body) -> str:
    """Order of names, defaults and the version seen make no difference."""
    understood = body.model_dump(mode="json", exclude={"version"})
    return hashlib.sha256(orjson.dumps(understood, option=orjson.OPT_SORT_KEYS)).hexdigest()


def is_repetition(body: Body, stands: str, version: int) -> bool:
    """The same as last written, by whoever did not see a later version: sent again, nothing to do."""
    return hash_body(body) == stands and getattr(body, "version", None) != version
