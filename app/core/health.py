"""Whether this process answers, and whether it can do its work: for proxies, systemd and people."""

from functools import cache
from pathlib import Path
from typing import Literal
from uuid import uuid4

from alembic.script import ScriptDirectory
from apiflask import APIFlask
from obstore.exceptions import BaseError
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.core import http
from app.core.db import reading
from app.core.errors import Problem
from app.core.storage import storage

MIGRATIONS = Path(__file__).parents[2] / "migrations"


class Health(http.Answer):
    """It is well; the opposite is a refusal."""

    status: Literal["ok"] = "ok"


class NotReady(Problem):
    """The database or the store of photos does not answer, or the tables are of another version."""

    status, code, title = 503, "not_ready", "Not ready"


def init_health(app: APIFlask) -> None:
    """Two addresses that need no log-in and tell nothing about the inside."""

    @app.get(f"{http.API}/healthz")
    @app.output(Health)
    @app.doc(tags=["System"])
    @http.permit(http.anyone)
    def healthz() -> Health:
        """The process answers."""
        return Health()

    @app.get(f"{http.API}/readyz")
    @app.output(Health)
    @app.doc(
        tags=["System"], responses={503: "Database or store do not answer, or `flask db upgrade` is due"}
    )
    @http.permit(http.anyone)
    def readyz() -> Health:
        """The database answers too, has the tables this version wants, and photos can be stored."""
        try:
            with reading() as session:
                version = session.scalar(text("SELECT version_num FROM alembic_version"))
        except DBAPIError as error:
            raise NotReady("The database does not answer, or its tables are not there yet") from error
        if version != _wanted_version():
            raise NotReady("The tables are of another version: `flask db upgrade`")
        _try_store()
        return Health()


@cache
def _wanted_version() -> str | None:
    return ScriptDirectory(str(MIGRATIONS)).get_current_head()


def _try_store() -> None:
    key = f"health/{uuid4()}"
    try:
        storage.put(key, b"well")
        storage.delete(key)
    except (OSError, BaseError) as error:
        raise NotReady("Photos cannot be stored") from error
