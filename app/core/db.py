"""The database: typed base, sessions for reading and writing, and the only commit in the program."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import DateTime, Dialect, Engine, MetaData, TypeDecorator, Uuid
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, sessionmaker

from app.core import dialect
from app.core.dialect import Json

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment in UTC on both databases; a naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("a moment without a zone cannot be stored")
        return value and value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    """All tables share naming, types and one metadata."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {
        datetime: UtcDateTime,
        UUID: Uuid(),
        dict[str, Any]: Json,
        list[str]: Json,
        list[dict[str, Any]]: Json,
    }


class HasId:
    """A client- or server-made UUID as the key."""

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)


class Database:
    """The two kinds of session over one engine; bound once by create_app."""

    engine: Engine
    readers: sessionmaker[Session]
    writers: sessionmaker[Session]

    def bind(self, url: str) -> None:
        """Open (lazily) the database at `url`."""
        self.engine = dialect.make_engine(url)
        read_engine = self.engine.execution_options(**dialect.reading_options(self.engine))
        write_engine = self.engine.execution_options(**{dialect.WRITES: True})
        self.readers = sessionmaker(read_engine, expire_on_commit=False, autoflush=False)
        self.writers = sessionmaker(write_engine, expire_on_commit=False, info={dialect.WRITES: True})


database = Database()


@contextmanager
def reading() -> Iterator[Session]:
    """A session for queries; nothing in it is ever written."""
    with database.readers() as session:
        yield session


@contextmanager
def reading_one_moment() -> Iterator[Session]:
    """The same for many queries that must not contradict each other: all see the moment of the first."""
    with reading() as session:
        dialect.hold_moment(session)
        yield session


@contextmanager
def unit_of_work() -> Iterator[Session]:
    """A session whose work is committed as a whole at the end, or not at all."""
    with database.writers() as session:
        yield session
        session.commit()
