"""A database that is not there yet, told as a sentence instead of a trace."""

from collections.abc import AsyncGenerator, Generator
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager, contextmanager
from typing import TypeVar

from tortoise.exceptions import DBConnectionError, OperationalError

T = TypeVar("T")


class DatabaseUnready(Exception):
    """It can't be reached, or its tables are missing."""

    def __init__(self, reason: Exception) -> None:
        super().__init__(f"The database is not ready ({reason}). Check DATABASE_URL; if it is new, run: jawara migrate")


@contextmanager
def database_ready() -> Generator[None]:
    """For what comes first in a process: later on, the same errors are no matter of preparation."""
    try:
        yield
    except (DBConnectionError, OperationalError) as error:
        raise DatabaseUnready(error) from error


@asynccontextmanager
async def ready(system: AbstractAsyncContextManager[T]) -> AsyncGenerator[T]:
    """What opens the database first of all, open for the block."""
    async with AsyncExitStack() as stack:
        with database_ready():
            parts = await stack.enter_async_context(system)
        yield parts
