"""A fresh system for each test: the tables are migrated once and the database is copied."""

import asyncio
import shutil
from collections.abc import AsyncGenerator, Callable, Iterator
from functools import cache
from pathlib import Path
from uuid import uuid4

import pytest
import structlog
from argon2 import PasswordHasher

from api import database, view
from api.bounds import Documents
from api.settings import Settings, load
from api.tools import Tools
from tests.api.harness import PASSWORD, Api, system_of, tools_of
from tests.api.stores import Store, store_of
from tests.api.templates import rarely_collected
from tests.fakes import Letterbox, Printer, SettableClock
from tests.limits_server import LimitsServer, server_program
from tests.postgres_server import PostgresMissing, PostgresServer, one_engine, postgres_server

TEMPLATE = "migrated"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that is marked so, and has a database, runs over each engine."""
    if metafunc.definition.get_closest_marker("both_engines") and "engine" in metafunc.fixturenames:
        metafunc.parametrize("engine", ["sqlite", "postgres"])


@pytest.fixture
def engine() -> str:
    """The kind of database under this test."""
    return "sqlite"


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A server for this process's tests, begun by the first that asks, with a database of all tables and no row."""
    try:
        with postgres_server() as server:
            yield server
    except PostgresMissing as missing:
        pytest.fail(str(missing))


@pytest.fixture(scope="session")
def postgres_template(postgres: PostgresServer, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The name of a database with every table and no row."""
    settings = load(home=tmp_path_factory.mktemp("template"), database_url=postgres.make(TEMPLATE))
    with one_engine(), rarely_collected():
        asyncio.run(database.migrate(settings))
    return TEMPLATE


@pytest.fixture
def postgres_url(postgres: PostgresServer, postgres_template: str) -> Iterator[str]:
    """The address of a database of this test's own, with every table and no row."""
    name = f"test-{uuid4().hex}"
    with one_engine():
        yield postgres.make(name, postgres_template)
    postgres.drop(name)


@pytest.fixture
def settings(engine: str, make_settings: Callable[..., Settings], request: pytest.FixtureRequest) -> Settings:
    """Settings of a development system in the test's own folder, over its engine."""
    if engine == "sqlite":
        return make_settings()
    return make_settings(database_url=request.getfixturevalue("postgres_url"))


@pytest.fixture
def store(engine: str, settings: Settings, migrated: Path) -> Store:
    """This test's own database, with every table and no row."""
    if engine == "sqlite":
        shutil.copyfile(migrated, settings.home / "jawara.sqlite3")
    return store_of(settings.database_url)


@pytest.fixture(scope="session")
def password_hash() -> str:
    """The hash of PASSWORD, cheap to check."""
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)


@pytest.fixture
async def opened(settings: Settings, store: Store) -> AsyncGenerator[None]:
    """The ORM over this test's own database."""
    async with database.opened(settings):
        yield


@pytest.fixture
async def tools(
    opened: None, settings: Settings, clock: SettableClock, letterbox: Letterbox, printer: Printer
) -> AsyncGenerator[Tools]:
    async with tools_of(settings, clock, letterbox, printer) as made:
        yield made


@pytest.fixture
async def api(
    tools: Tools, clock: SettableClock, letterbox: Letterbox, printer: Printer, password_hash: str
) -> AsyncGenerator[Api]:
    """The application with one class on offer, and a client that keeps its cookies."""
    async with system_of(tools, clock, letterbox, printer, password_hash) as system:
        yield system


@pytest.fixture(autouse=True, scope="session")
def prepared_once() -> Iterator[None]:
    """What is made of a document depends on the schema alone: the applications of all tests remember it together."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(view, "Documents", cache(Documents))
        yield


@pytest.fixture(autouse=True, scope="session")
def plain_log() -> None:
    """One line a record: the library's own tracebacks with every local variable take seconds."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.format_exc_info,
            structlog.processors.KeyValueRenderer(),
        ],
    )


@pytest.fixture
def limits_server(tmp_path: Path) -> Iterator[LimitsServer]:
    """A real server that keeps what it counted over its own restart."""
    program = server_program()
    if program is None:
        pytest.skip("No Valkey and no Redis is here; install one, for example: apt-get install valkey-server")
    server = LimitsServer(program, tmp_path, keeps=True)
    server.start()
    yield server
    server.kill()
