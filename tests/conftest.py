"""A real database built by the migrations, rolled back around each test; `--database` chooses which."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from apiflask import APIFlask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session, sessionmaker

from app import create_app
from app.accounts import units
from app.cases.queries import suggesting
from app.cli import alembic_config
from app.core import dialect
from app.core.db import database
from config import Config
from tests.architecture.document import HonestClient
from tests.factories import Make, Phone

ROOT = Path(__file__).parent.parent
SHARED_DATA = Path(os.environ.get("SHARED_DATA", ROOT.parent / "shared" / "data"))


def pytest_addoption(parser: pytest.Parser) -> None:
    """Which database the run is against."""
    parser.addoption("--database", choices=["spatialite", "postgis"], default="spatialite")


@pytest.fixture(scope="session")
def data_dir() -> Iterator[Path]:
    """A folder of this run alone."""
    with tempfile.TemporaryDirectory(prefix="luzhang-test-") as folder:
        yield Path(folder)


@pytest.fixture(scope="session")
def database_url(request: pytest.FixtureRequest, data_dir: Path) -> str:
    """Where the run's database is."""
    if request.config.getoption("--database") == "spatialite":
        return f"sqlite:///{data_dir / 'test.db'}"
    url = os.environ.get("TEST_DATABASE_URL")
    if not url:
        pytest.exit("--database=postgis needs TEST_DATABASE_URL; run it under scripts/with_postgis", 4)
    return url


@pytest.fixture(scope="session")
def settings(data_dir: Path, database_url: str) -> Config:
    """The settings of every test's application."""
    return Config(data_dir=data_dir, database_url=database_url, secret_key="for-tests-only")


@pytest.fixture(scope="session")
def app(settings: Config) -> Iterator[APIFlask]:
    """The application over a migrated database."""
    app = create_app(settings)
    app.test_client_class = HonestClient
    with database.engine.begin() as connection:
        started_empty = not connection.dialect.has_table(connection, "users")
    assert started_empty, "tests need a database of their own"
    command.upgrade(alembic_config(), "head")
    yield app
    database.engine.dispose()


@pytest.fixture
def session(app: APIFlask) -> Iterator[Session]:
    """A session inside a transaction that is never committed; the application's own sessions join it."""
    before = database.readers, database.writers
    units._cache.clear()  # stamps roll back too, and come again for other units
    suggesting._cache.clear()
    with database.engine.connect().execution_options(**{dialect.WRITES: True}) as connection:
        outer = connection.begin()
        joined: Any = {"join_transaction_mode": "create_savepoint", "expire_on_commit": False}
        database.readers = sessionmaker(connection, autoflush=False, **joined)
        database.writers = sessionmaker(connection, info={dialect.WRITES: True}, **joined)
        # No application context here: requests would share it, and with it who is logged in.
        with database.writers() as session:
            yield session
        outer.rollback()
    database.readers, database.writers = before


@pytest.fixture
def for_keeps(app: APIFlask) -> Iterator[None]:
    """For tests of many at once: what they commit is real, and the database is built anew after them."""
    units._cache.clear()
    suggesting._cache.clear()
    yield
    command.downgrade(alembic_config(), "base")
    command.upgrade(alembic_config(), "head")
    units._cache.clear()


@pytest.fixture
def make(session: Session) -> Make:
    """Factories that write at once."""
    return Make(session)


@pytest.fixture
def client(app: APIFlask, session: Session) -> FlaskClient:
    """A caller with nobody logged in."""
    return app.test_client()


@pytest.fixture
def phone(app: APIFlask, session: Session) -> Phone:
    """Logs people in: `phone(user)` answers a caller that carries cookie and token."""
    return Phone(app, session)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Real inputs that are never committed; tests that want them are skipped where they are missing."""
    if not SHARED_DATA.is_dir():
        pytest.skip(f"real inputs are not at {SHARED_DATA} (set SHARED_DATA)")
    return SHARED_DATA
