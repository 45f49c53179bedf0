"""People and their roles, for administrators; supervisors look up whom to assign cases to."""

from uuid import UUID

from apiflask import APIBlueprint

from app.accounts import passwords
from app.accounts.policy import may_administer, may_list_people
from app.accounts.queries import people as queries
from app.accounts.schemas import (
    GrantsBody,
    NewPersonAnswer,
    OneTimePassword,
    PasswordReset,
    PeoplePage,
    PeopleQuery,
    PersonAnswer,
    UserBody,
)
from app.accounts.services import people as services
from app.core import http
from app.core.db import reading, unit_of_work

blueprint = APIBlueprint("people", __name__, url_prefix=http.API)


@blueprint.get("/users")
@blueprint.input(PeopleQuery, location="query")
@blueprint.output(PeoplePage)
@http.permit(may_list_people)
def list_users(query_data: PeopleQuery) -> PeoplePage:
    """People by name: an administrator's own, or a supervisor's whole district."""
    actor = http.actor()
    with reading() as session:
        page, next_cursor = queries.list_people(session, query_data, actor)
    return PeoplePage(items=[queries.present(user, actor) for user in page], next_cursor=next_cursor)


@blueprint.get("/users/<uuid:user_id>")
@blueprint.output(PersonAnswer)
@http.permit(may_list_people)
def read_user(user_id: UUID) -> PersonAnswer:
    """One person."""
    with reading() as session:
        return queries.present(queries.get_person(session, user_id, http.actor()), http.actor())


@blueprint.put("/users/<uuid:user_id>")
@blueprint.input(UserBody)
@blueprint.output(NewPersonAnswer)
@blueprint.doc(
    responses={201: "Made, with a one-time password unless one was given", 409: "`username_taken`"}
)
@http.permit(may_administer)
def write_user(user_id: UUID, json_data: UserBody) -> tuple[NewPersonAnswer, int]:
    """Make a person or change them."""
    actor = http.actor()
    with reading() as session:
        is_known = queries.is_known(session, user_id)
    password, password_hash = ("", "") if is_known else _choose(json_data.password, json_data.username)
    with unit_of_work() as session:
        user, is_new = services.write_person(session, user_id, json_data, password_hash, actor)
    told = password if is_new and json_data.password is None else None
    answer = queries.present(user, actor).model_dump() | {"one_time_password": told}
    return NewPersonAnswer(**answer), 201 if is_new else 200


@blueprint.put("/users/<uuid:user_id>/grants")
@blueprint.input(GrantsBody)
@blueprint.output(PersonAnswer)
@blueprint.doc(responses={409: "`last_admin`: nobody would be left to administer a unit"})
@http.permit(may_administer)
def write_grants(user_id: UUID, json_data: GrantsBody) -> PersonAnswer:
    """Replace all roles of a person."""
    actor = http.actor()
    with unit_of_work() as session:
        user = queries.get_person(session, user_id, actor)
        services.change_grants(session, user, json_data, actor)
        return queries.present(user, actor)


@blueprint.put("/users/<uuid:user_id>/password")
@blueprint.input(PasswordReset)
@blueprint.output(OneTimePassword)
@http.permit(may_administer)
def reset_password(user_id: UUID, json_data: PasswordReset) -> OneTimePassword:
    """End all log-ins of a person and let them in once more with another password, to be changed at once."""
    with reading() as session:
        username = queries.get_person(session, user_id, http.actor()).username
    password, password_hash = _choose(json_data.password, username)
    with unit_of_work() as session:
        user = queries.get_person(session, user_id, http.actor())
        services.reset_password(session, user, password_hash, http.actor())
    return OneTimePassword(one_time_password=password if json_data.password is None else None)


def _choose(given: str | None, username: str) -> tuple[str, str]:
    # Hashing is slow on purpose, so it is done before the transaction begins.
    if given is not None:
        passwords.refuse_weak(given, username)
    password = given or passwords.one_time()
    return password, passwords.hasher.hash(password)
