"""The rules that suggest who should get a case: read, replaced as a whole, tried on past cases."""

from apiflask import APIBlueprint
from flask import Response

from app.cases import policy
from app.cases.queries.rules import show_rules
from app.cases.queries.trial import try_rules
from app.cases.schemas.suggesting import (
    SuggestionRulesAnswer,
    SuggestionRulesBody,
    SuggestionTrial,
    SuggestionTrialBody,
)
from app.cases.services.rules import check_rules, write_rules
from app.core import http
from app.core.clock import now
from app.core.db import reading, unit_of_work

blueprint = APIBlueprint("suggestions", __name__, url_prefix=f"{http.API}/suggestion-rules", tag="Cases")


@blueprint.get("")
@blueprint.output(SuggestionRulesAnswer)
@http.permit(policy.may_edit_rules)
def read_rules() -> Response:
    """The rules of the caller's districts in their order."""
    with reading() as session:
        return http.json_response(show_rules(session, http.actor()))


@blueprint.put("")
@blueprint.input(SuggestionRulesBody)
@blueprint.output(SuggestionRulesAnswer)
@blueprint.doc(responses={409: "`stale_version` (with the current `rules`)"})
@http.permit(policy.may_edit_rules)
def replace_rules(json_data: SuggestionRulesBody) -> Response:
    """Replace them all; what is left out is taken away."""
    with unit_of_work() as session:
        write_rules(session, json_data, actor=http.actor())
        return http.json_response(show_rules(session, http.actor()))


@blueprint.post("/trial")
@blueprint.input(SuggestionTrialBody)
@blueprint.output(SuggestionTrial)
@http.permit(policy.may_edit_rules)
def try_suggestion_rules(json_data: SuggestionTrialBody) -> Response:
    """What these rules would suggest for past cases, beside what stands; nothing is changed."""
    who = http.actor()
    with reading() as session:
        check_rules(session, json_data.items, who)
        return http.json_response(try_rules(session, json_data, actor=who, at=now()))
