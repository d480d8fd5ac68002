"""The life of a serving process: from an open port to a stop that leaves nothing behind."""

import asyncio
import gc
import signal
import socket
from collections.abc import AsyncGenerator, Callable, Coroutine, Generator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, suppress
from typing import Any, Protocol

import uvicorn
import uvloop
from starlette.types import ASGIApp

from api.app import System, system
from api.settings import Settings, SettingsError, load
from jawara import beside, logs
from jawara.beside import WorkerBeside, follow
from jawara.console import told
from jawara.readiness import DatabaseUnready, database_ready

STOP_SECONDS = 5
"""How long a request that is under way may take after the stop was asked for."""

BACKLOG = 2048


class PortTaken(Exception):
    """Another program listens there."""

    def __init__(self, port: int) -> None:
        super().__init__(f"Port {port} is taken. Stop what listens there, or take another: PORT={port + 1}")


def serve(host: str) -> None:
    with told(SettingsError, PortTaken, DatabaseUnready):
        settings = load()
        logs.configure(settings.environment)
        with listening_on(host, settings.port) as listener:
            until_stopped(lambda stop: _serve(settings, listener, stop))


def worker(*, follows: bool) -> None:
    with told(SettingsError, DatabaseUnready):
        settings = load()
        logs.configure(settings.environment)
        until_stopped(lambda stop: _work(settings, stop, follows=follows))


@contextmanager
def listening_on(host: str, port: int) -> Generator[socket.socket]:
    """The port, taken before any work is done for it.

    Raises:
        PortTaken
    """
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
            # At once: until then a second process may bind the same port. Who comes early waits for the answer.
            listener.listen(BACKLOG)
        except OSError as error:
            raise PortTaken(port) from error
        yield listener


def until_stopped(life: Callable[[asyncio.Event], Coroutine[None, None, None]]) -> None:
    """Run a coroutine that ends soon after its event is set, which SIGINT and SIGTERM do. A second one breaks it off.

    Returns like one that ended by itself: being asked to stop is no error.
    """
    with suppress(asyncio.CancelledError), asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_signalled(life))


async def _signalled(life: Callable[[asyncio.Event], Coroutine[None, None, None]]) -> None:
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    task = loop.create_task(life(stop))

    def asked() -> None:
        if stop.is_set():
            task.cancel()
        stop.set()
        loop.set_exception_handler(_pass_over_lost_driver)

    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, asked)
    await task


def _pass_over_lost_driver(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """A terminal sends Ctrl-C to Playwright's driver as well; that it was gone before us is no news at the end."""
    if "reading from the driver" not in str(context.get("exception")):
        loop.default_exception_handler(context)


class _Server(uvicorn.Server):
    """Leaves the signals to us: by itself it would raise them again after a clean stop, and the exit code with them."""

    @contextmanager
    def capture_signals(self) -> Generator[None]:
        yield


class Works(Protocol):
    """Does the later work, here or elsewhere."""

    async def run(self) -> None: ...

    def stop(self) -> None: ...


async def answer(
    app: ASGIApp, listener: socket.socket, worker: Works, stop: asyncio.Event, patience: float = STOP_SECONDS
) -> None:
    """Serve the app and do the later work until told to stop. If one of the two breaks, both end."""
    server = _Server(
        uvicorn.Config(
            app,
            http="httptools",
            ws="none",
            lifespan="off",
            log_level="warning",
            access_log=False,
            server_header=False,
            # The API knows how many proxies stand before it; a second opinion here could be forged.
            proxy_headers=False,
            timeout_graceful_shutdown=STOP_SECONDS,
        )
    )
    async with asyncio.TaskGroup() as group:
        working = group.create_task(worker.run())
        serving = group.create_task(server.serve(sockets=[listener]))
        await stop.wait()
        server.should_exit = True
        await serving
        await _finished(worker, working, patience)


async def _finished(worker: Works, working: asyncio.Task[None], patience: float = STOP_SECONDS) -> None:
    """Let the worker finish what it has in hand; after a while the row is left for the next start."""
    worker.stop()
    await asyncio.wait({working}, timeout=patience)
    working.cancel()


@asynccontextmanager
async def _opened(settings: Settings) -> AsyncGenerator[System]:
    async with AsyncExitStack() as stack:
        with database_ready():
            parts = await stack.enter_async_context(system(settings))
        yield parts


async def _serve(settings: Settings, listener: socket.socket, stop: asyncio.Event) -> None:
    async with _opened(settings) as parts:
        _settle_memory()
        await answer(parts.app, listener, WorkerBeside(), stop, beside.STOP_SECONDS)


def _settle_memory() -> None:
    """What is there now stays: schema, messages, modules. Looking through all of it for garbage would hold up everybody
    for a fifth of a second, again and again.
    """
    gc.collect()
    gc.freeze()


async def _work(settings: Settings, stop: asyncio.Event, *, follows: bool) -> None:
    async with _opened(settings) as parts, asyncio.TaskGroup() as group:
        working = group.create_task(parts.worker.run())
        following = group.create_task(follow(parts.worker)) if follows else None
        await stop.wait()
        await _finished(parts.worker, working)
        if following:
            following.cancel()
