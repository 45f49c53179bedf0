"""Migrations lead to what the models say, and back."""

from alembic import command
from alembic.script import ScriptDirectory
from apiflask import APIFlask
from sqlalchemy import inspect

from app.cli import alembic_config
from app.core.db import Base, database


def ours() -> set[str]:
    return set(inspect(database.engine).get_table_names()) & Base.metadata.tables.keys()


def test_there_is_one_head(app: APIFlask) -> None:
    assert len(ScriptDirectory.from_config(alembic_config()).get_heads()) == 1


def test_up_down_and_up_again_leaves_no_difference(app: APIFlask, for_keeps: None) -> None:
    command.check(alembic_config())
    command.downgrade(alembic_config(), "base")
    assert ours() == set()
    command.upgrade(alembic_config(), "head")
    assert ours() == Base.metadata.tables.keys()
    command.check(alembic_config())
