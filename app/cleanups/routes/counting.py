"""Counting at a site: phones with a log-in, links for helpers without one, numbers of organisers."""

from uuid import UUID

from apiflask import APIBlueprint
from flask import Response

from app.cleanups import policy
from app.cleanups.models import CleanupEntry
from app.cleanups.queries.links import list_links, open_link, show_link
from app.cleanups.queries.places import get_organised_site, get_worked_site
from app.cleanups.queries.site_counts import list_entries, list_sign_ins, list_site_counts
from app.cleanups.schemas.counting import (
    CounterIn,
    CounterOut,
    EntryIn,
    EntryOut,
    LinkIn,
    LinkList,
    LinkOut,
    LinkPage,
    SignInList,
    SignInQuery,
    SiteCounts,
    Strike,
    StrikeOutcome,
)
from app.cleanups.services.counters import put_counter
from app.cleanups.services.entries import put_entry, strike
from app.cleanups.services.links import put_link, revoke_link
from app.cleanups.tokens import read_token
from app.core import http
from app.core.clock import now
from app.core.db import reading, unit_of_work

blueprint = APIBlueprint("cleanup_counting", __name__, url_prefix=http.API, tag="Cleanups")
SITE = "/cleanup-sessions/<uuid:session_id>/sites/<uuid:site_id>"
FORKED = "`counter_forked` (with the `counter` that stands), `counter_elsewhere`: open a new counter"
STANDS = "What stands: this, or what a higher `seq` said"
SHUT = "`link_revoked`, `link_closed`"


def sign(words: str) -> str:
    """Ours over the id of a link."""
    return http.signature("cleanup-link", words)


@blueprint.put(f"{SITE}/counters/<uuid:counter_id>")
@blueprint.input(CounterIn)
@blueprint.output(CounterOut, 201)
@blueprint.doc(responses={200: STANDS, 409: FORKED})
@http.permit(policy.may_work)
def write_counter(session_id: UUID, site_id: UUID, counter_id: UUID, json_data: CounterIn) -> Response:
    """Send a phone's running totals, however often and however late. A site is the sum over its counters."""
    user_id = http.actor().id
    with unit_of_work() as session:
        get_worked_site(session, session_id, site_id, http.actor())
        shape, is_new = put_counter(session, site_id, counter_id, json_data, user_id=user_id)
    return http.json_response(shape, 201 if is_new else 200)


@blueprint.get("/cleanup-links/<token>")
@blueprint.output(LinkPage)
@blueprint.doc(responses={304: "Unchanged", 403: SHUT})
@http.permit(http.anyone)
def read_link(token: str) -> Response:
    """What a helper's link opens: the name of the site and the buttons. Needs no log-in."""
    with reading() as session:
        page = show_link(session, read_token(token, sign), now())
    return http.json_response(page, etag=http.tag(page))


@blueprint.put("/cleanup-links/<token>/counters/<uuid:counter_id>")
@blueprint.input(CounterIn)
@blueprint.output(CounterOut, 201)
@blueprint.doc(responses={200: STANDS, 403: SHUT, 409: FORKED})
@http.permit(http.anyone)
def write_counter_by_link(token: str, counter_id: UUID, json_data: CounterIn) -> Response:
    """The same as with a log-in, at the link's site and nowhere else."""
    with unit_of_work() as session:
        link = open_link(session, read_token(token, sign), now()).CleanupLink
        shape, is_new = put_counter(session, link.site_id, counter_id, json_data, link_id=link.id)
    return http.json_response(shape, 201 if is_new else 200)


@blueprint.get(f"{SITE}/links")
@blueprint.output(LinkList)
@http.permit(policy.may_organise)
def list_site_links(session_id: UUID, site_id: UUID) -> Response:
    """Links given out for a site, the latest first."""
    with reading() as session:
        get_organised_site(session, session_id, site_id, http.actor())
        return http.json_response({"items": list_links(session, [site_id], sign)})


@blueprint.put(f"{SITE}/links/<uuid:link_id>")
@blueprint.input(LinkIn)
@blueprint.output(LinkOut, 201)
@blueprint.doc(responses={200: "Known already", 409: "`link_elsewhere`: the id is a link of another site"})
@http.permit(policy.may_organise)
def write_site_link(session_id: UUID, site_id: UUID, link_id: UUID, json_data: LinkIn) -> Response:
    """Make a link for helpers without accounts; its token is the same whenever it is shown."""
    with unit_of_work() as session:
        is_new = put_link(session, session_id, site_id, link_id, json_data.label, actor=http.actor())
        links = list_links(session, [site_id], sign)
    shape = next(link for link in links if link["id"] == link_id)
    return http.json_response(shape, 201 if is_new else 200)


@blueprint.delete(f"{SITE}/links/<uuid:link_id>")
@blueprint.output({}, 204)
@http.permit(policy.may_organise)
def delete_site_link(session_id: UUID, site_id: UUID, link_id: UUID) -> tuple[str, int]:
    """Take a link back. What was counted by it stays."""
    with unit_of_work() as session:
        revoke_link(session, session_id, site_id, link_id, actor=http.actor())
    return "", 204


@blueprint.get(f"{SITE}/counts")
@blueprint.output(SiteCounts)
@http.permit(policy.may_organise)
def read_site_counts(session_id: UUID, site_id: UUID) -> Response:
    """Counter by counter and entry by entry what a site's numbers are made of."""
    with reading() as session:
        return http.json_response(list_site_counts(session, session_id, site_id, actor=http.actor()))


@blueprint.put(f"{SITE}/entries/<uuid:entry_id>")
@blueprint.input(EntryIn)
@blueprint.output(EntryOut, 201)
@blueprint.doc(responses={200: "The same again", 409: "`entry_exists_with_other_body`"})
@http.permit(policy.may_organise)
def write_entry(session_id: UUID, site_id: UUID, entry_id: UUID, json_data: EntryIn) -> Response:
    """Write down what a unit announced, or a correction. Never changed: strike it out, write another."""
    with unit_of_work() as session:
        is_new = put_entry(session, session_id, site_id, entry_id, json_data, actor=http.actor())
        (shape,) = list_entries(session, CleanupEntry.id == entry_id)
    return http.json_response(shape, 201 if is_new else 200)


@blueprint.get("/cleanup-sessions/<uuid:session_id>/sign-ins")
@blueprint.input(SignInQuery, location="query")
@blueprint.output(SignInList)
@http.permit(policy.may_organise)
def list_session_sign_ins(session_id: UUID, query_data: SignInQuery) -> Response:
    """Who signed in by QR, as they declared themselves, the latest first."""
    with reading() as session:
        return http.json_response(list_sign_ins(session, session_id, query_data, actor=http.actor()))


@blueprint.post("/cleanup-sessions/<uuid:session_id>/strikes")
@blueprint.input(Strike)
@blueprint.output(StrikeOutcome)
@http.permit(policy.may_organise)
def strike_out(session_id: UUID, json_data: Strike) -> StrikeOutcome:
    """Take counters, sign-ins or entries out of the count, or put them back. Nothing is deleted."""
    with unit_of_work() as session:
        return StrikeOutcome(changed=strike(session, session_id, json_data, actor=http.actor()))
