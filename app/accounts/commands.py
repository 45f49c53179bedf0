"""`flask accounts …`: the first administrator, and a password when nobody can reset it otherwise."""

import os
from uuid import uuid4

import click
from flask.cli import AppGroup
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts import passwords
from app.accounts.models import Unit, User
from app.accounts.schemas import RoleGiven, UnitBody, UserBody, plain_username
from app.accounts.services import people, places
from app.core.db import unit_of_work
from app.core.errors import Problem

accounts = AppGroup("accounts", help="Administrators and passwords.")
PASSWORD_VARIABLE = "ACCOUNT_PASSWORD"  # noqa: S105  the name of a variable, no password


def ask_password(username: str) -> str:
    """From the environment or typed twice; never on the command line, which others can read."""
    password = os.environ.get(PASSWORD_VARIABLE) or click.prompt(
        "Password", hide_input=True, confirmation_prompt=True
    )
    passwords.refuse_weak(password, username)
    return str(password)


@accounts.command("create-admin")
@click.option("--username", required=True)
@click.option("--name", required=True, help="The person's own name.")
@click.option("--unit-name", help="The district, made when there is none of this code.")
@click.option("--unit-code", help="The district's code, the first part of case numbers, such as 410102.")
def create_admin(username: str, name: str, unit_name: str | None, unit_code: str | None) -> None:
    """Make an administrator of a whole district, and the district if need be.

    The password is prompted for, or taken from ACCOUNT_PASSWORD.
    """
    username = plain_username(username)
    try:
        password_hash = passwords.hasher.hash(ask_password(username))
        with unit_of_work() as session:
            district = _district(session, unit_name, unit_code)
            role = RoleGiven(role="admin", unit_id=district.id)
            body = UserBody(username=username, name=name, roles=[role])
            people.create_person(
                session, uuid4(), body, password_hash, actor=None, must_change_password=False
            )
    except Problem as problem:
        raise click.ClickException(_words(problem)) from problem
    click.echo(f"{username} administers {district.name}")


def _district(session: Session, name: str | None, code: str | None) -> Unit:
    roots = session.scalars(select(Unit).where(Unit.parent_id.is_(None))).all()
    fitting = [root for root in roots if code in (None, root.code)]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        raise click.ClickException("There are several districts: say which with --unit-code")
    if not (name and code):
        raise click.ClickException("There is no such district yet: give --unit-name and --unit-code")
    body = UnitBody(name=name, kind="district", code=code)
    return places.write_unit(session, uuid4(), body, actor=None)[0]


@accounts.command("reset-password")
@click.option("--username", required=True)
def reset_password(username: str) -> None:
    """Set a person's password, end their log-ins, and have them choose another at the next one.

    The password is prompted for, or taken from ACCOUNT_PASSWORD.
    """
    username = plain_username(username)
    try:
        password_hash = passwords.hasher.hash(ask_password(username))
        with unit_of_work() as session:
            user = session.scalar(select(User).where(User.username == username))
            if user is None:
                raise click.ClickException(f"Nobody has the user name {username}")
            people.reset_password(session, user, password_hash, actor=None)
    except Problem as problem:
        raise click.ClickException(_words(problem)) from problem
    click.echo(f"{username} can log in and must choose another password")


def _words(problem: Problem) -> str:
    told = [words for field in (problem.fields or {}).values() for words in field]
    return "; ".join([problem.detail, *told])
