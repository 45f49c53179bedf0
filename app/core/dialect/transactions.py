"""What a session may know of transactions, its own and others'."""

from sqlalchemy import BigInteger, ColumnElement, Integer, literal_column
from sqlalchemy.orm import Session

from app.core.dialect.engine import is_spatialite


def hold_moment(session: Session) -> None:
    """Have a session that only reads see one moment until it ends.

    The embedded database always does. The other gets the transaction it is otherwise spared; handing the
    connection back ends it.
    """
    connection = session.connection()
    if connection.get_execution_options().get("isolation_level") == "AUTOCOMMIT":
        connection.exec_driver_sql("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")


def transaction_number(session: Session) -> ColumnElement[int]:
    """SQL for the number of this transaction; 0 where writers stand in one line."""
    if is_spatialite(session):
        return literal_column("0", Integer)
    return literal_column("pg_current_xact_id()::text::bigint", BigInteger)


def oldest_open_transaction(session: Session) -> ColumnElement[int]:
    """SQL for the number below which every transaction has ended; 1 where writers stand in one line."""
    if is_spatialite(session):
        return literal_column("1", Integer)
    return literal_column("pg_snapshot_xmin(pg_current_snapshot())::text::bigint", BigInteger)
