"""A fresh system for each test: the tables are migrated once and the file is copied."""

import asyncio
import shutil
from collections.abc import AsyncGenerator, Iterator
from pathlib import Path

import pytest
import structlog
from argon2 import PasswordHasher
from obstore.store import LocalStore

from api import database
from api.app import create_app
from api.openid import OpenIdClient
from api.settings import Settings, load
from api.throttle import Throttle
from api.tools import Storage, Tools
from api.vault import Vault
from api.worker import Worker
from tests.api.harness import PASSWORD, Api, new_client
from tests.fakes import Letterbox, Printer, SettableClock, stamp
from tests.limits_server import LimitsServer, server_program


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with every table and no row."""
    home = tmp_path_factory.mktemp("migrated")
    asyncio.run(database.migrate(load(home=home)))
    return home / "jawara.sqlite3"


@pytest.fixture(scope="session")
def password_hash() -> str:
    """The hash of PASSWORD, cheap to check."""
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)


@pytest.fixture
async def opened(settings: Settings, migrated: Path) -> AsyncGenerator[None]:
    """The ORM over this test's own copy."""
    shutil.copyfile(migrated, settings.home / "jawara.sqlite3")
    async with database.opened(settings):
        yield


@pytest.fixture
async def tools(
    opened: None, settings: Settings, clock: SettableClock, letterbox: Letterbox, printer: Printer
) -> AsyncGenerator[Tools]:
    openid = OpenIdClient(settings)
    yield Tools(
        settings=settings,
        clock=clock,
        throttle=Throttle(
            settings.limits_url, settings.token_key.get_secret_value(), clock=lambda: clock().timestamp()
        ),
        vault=Vault.of(settings),
        send=letterbox,
        storage=Storage(LocalStore(settings.home / "storage", mkdir=True)),
        renderer=printer,
        sign=stamp,
        openid=openid,
    )
    await openid.aclose()


@pytest.fixture
async def api(
    tools: Tools, clock: SettableClock, letterbox: Letterbox, printer: Printer, password_hash: str
) -> AsyncGenerator[Api]:
    """The application with one class on offer, and a client that keeps its cookies."""
    app = create_app(tools)
    async with new_client(app) as client:
        system = Api(app, tools, Worker(tools), client, clock, letterbox, printer, password_hash)
        await system.publish()
        yield system


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
