"""The life of a process that answers: from an open port to a stop that leaves nothing behind."""

import asyncio
import gc
import socket
from collections.abc import Generator
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp

from api.app import system
from api.settings import Settings, SettingsError, load
from jawara import beside, logs
from jawara.beside import WorkerBeside
from jawara.console import told
from jawara.readiness import DatabaseUnready, ready
from jawara.stopping import STOP_SECONDS, Works, finished, until_stopped

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


class _Server(uvicorn.Server):
    """Leaves the signals to us: by itself it would raise them again after a clean stop, and the exit code with them."""

    @contextmanager
    def capture_signals(self) -> Generator[None]:
        yield


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
        await finished(worker, working, patience)


async def _serve(settings: Settings, listener: socket.socket, stop: asyncio.Event) -> None:
    async with ready(system(settings)) as parts:
        _settle_memory()
        await answer(parts.app, listener, WorkerBeside(), stop, beside.STOP_SECONDS)


def _settle_memory() -> None:
    """What is there now stays: schema, messages, modules. Looking through all of it for garbage would hold up everybody
    for a fifth of a second, again and again.
    """
    gc.collect()
    gc.freeze()
