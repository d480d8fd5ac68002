"""How a process of ours ends: at a signal, and with what it has in hand finished."""

import asyncio
import signal
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any, Protocol

import uvloop

STOP_SECONDS = 5
"""How long what is under way may take after the stop was asked for."""


class Works(Protocol):
    """Does the later work, here or elsewhere."""

    async def run(self) -> None: ...

    def stop(self) -> None: ...


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


async def finished(worker: Works, working: asyncio.Task[None], patience: float = STOP_SECONDS) -> None:
    """Let the worker finish what it has in hand; after a while the row is left for the next start."""
    worker.stop()
    await asyncio.wait({working}, timeout=patience)
    working.cancel()
