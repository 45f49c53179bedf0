"""Tables of which no row is ever changed or deleted."""

from sqlalchemy import Connection

from app.core.dialect.engine import is_spatialite

APPEND_ONLY_SQLITE = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
APPEND_ONLY_FUNCTION = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '%% is append-only', TG_TABLE_NAME; END $$
"""
APPEND_ONLY_POSTGRES = """
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
"""


def make_append_only(connection: Connection, *tables: str) -> None:
    """Have the database itself refuse to change or delete rows of these tables."""
    if is_spatialite(connection):
        for table in tables:
            for verb in ("UPDATE", "DELETE"):
                connection.exec_driver_sql(APPEND_ONLY_SQLITE.format(table=table, verb=verb))
        return
    connection.exec_driver_sql(APPEND_ONLY_FUNCTION)
    for table in tables:
        connection.exec_driver_sql(APPEND_ONLY_POSTGRES.format(table=table))


def drop_append_only(connection: Connection, *tables: str) -> None:
    """Undo `make_append_only`."""
    if is_spatialite(connection):
        for table in tables:
            for verb in ("UPDATE", "DELETE"):
                connection.exec_driver_sql(f"DROP TRIGGER {table}_no_{verb}")
        return
    for table in tables:
        connection.exec_driver_sql(f"DROP TRIGGER {table}_append_only ON {table}")
    connection.exec_driver_sql("DROP FUNCTION refuse_change")
