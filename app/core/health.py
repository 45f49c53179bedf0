"""Whether this process answers, and whether it can do its work: for proxies, systemd and people."""

from typing import Literal

from apiflask import APIFlask
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from app.core import http
from app.core.db import reading
from app.core.errors import Problem
from app.core.stamps import Stamp


class Health(http.Answer):
    """It is well; the opposite is a refusal."""

    status: Literal["ok"] = "ok"


class NotReady(Problem):
    """The database cannot be reached, or its tables are not there yet."""

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
    @app.doc(tags=["System"], responses={503: "The database does not answer, or `flask db upgrade` is due"})
    @http.permit(http.anyone)
    def readyz() -> Health:
        """The database answers too, and has its tables."""
        try:
            with reading() as session:
                session.execute(select(Stamp.name).limit(1)).first()
        except DBAPIError as error:
            raise NotReady("The database does not answer, or its tables are not there yet") from error
        return Health()
