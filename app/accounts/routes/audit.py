"""The audit log, for administrators."""

from apiflask import APIBlueprint

from app.accounts.policy import may_administer
from app.accounts.queries.audit import list_audit
from app.accounts.schemas import AuditPage, AuditQuery, AuditRow
from app.core import http
from app.core.db import reading

blueprint = APIBlueprint("audit", __name__, url_prefix=http.API)


@blueprint.get("/audit")
@blueprint.input(AuditQuery, location="query")
@blueprint.output(AuditPage)
@http.permit(may_administer)
def list_audit_rows(query_data: AuditQuery) -> AuditPage:
    """Log-ins, changes of right and evidence exports within the caller's units, newest first."""
    with reading() as session:
        rows, next_cursor = list_audit(session, query_data, http.actor())
    return AuditPage(items=[AuditRow.model_validate(row) for row in rows], next_cursor=next_cursor)
