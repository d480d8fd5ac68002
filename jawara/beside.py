"""The worker as a process of its own beside the API: printing, signing and writing letters keep no answer waiting.

One pipe holds the two together. The API writes a byte into it whenever there is something to do, since a worker alone
would find a row of another process only at its next sweep. And when the API is gone, however it went, the pipe ends,
and the worker with it: two of them would take each other's rows for a dead one's.
"""

import asyncio
import os
import sys
from asyncio.subprocess import PIPE, Process

import structlog

from api import outbox
from api.worker import Worker

NICENESS = 5
"""What can wait yields to whoever saves an answer."""
STOP_SECONDS = 8
"""A little more than the worker itself gives to what it has in hand."""
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
"""Seconds before a worker that ended by itself is started anew; doubled each time it ends soon."""
STEADY_SECONDS = 60

log: structlog.stdlib.BoundLogger = structlog.get_logger("jawara.beside")


class WorkerBeside:
    """Keeps one worker process running until it is stopped."""

    def __init__(self) -> None:
        self._process: Process | None = None
        self._stopping = asyncio.Event()

    async def run(self) -> None:
        """Start it, and start it anew whenever it ends, until `stop`."""
        unlisten = outbox.listen(self._nudge)
        pause = FIRST_PAUSE
        loop = asyncio.get_running_loop()
        try:
            while not self._stopping.is_set():
                started = loop.time()
                code = await self._lived()
                if self._stopping.is_set():
                    return
                log.error("the worker ended and is started anew", code=code)
                pause = FIRST_PAUSE if loop.time() - started > STEADY_SECONDS else min(2 * pause, LONGEST_PAUSE)
                await self._rest(pause)
        finally:
            unlisten()

    def stop(self) -> None:
        """Ask it to end: it takes no further row."""
        self._stopping.set()
        if self._process and self._process.returncode is None:
            self._process.terminate()

    async def _lived(self) -> int:
        """One life of the worker; its exit code."""
        command = (sys.executable, "-m", "jawara", "worker", "--beside")
        # A terminal's Ctrl-C is for the API, which passes it on. The log is one for both.
        self._process = process = await asyncio.create_subprocess_exec(*command, stdin=PIPE, start_new_session=True)
        if self._stopping.is_set():
            # Asked while it was being made: there was nothing yet that could be told.
            process.terminate()
        try:
            return await process.wait()
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()

    async def _rest(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self._stopping.wait(), seconds)
        except TimeoutError:
            return

    def _nudge(self) -> None:
        pipe = self._process.stdin if self._process and self._process.returncode is None else None
        # Bytes that lie unread say all that one more would.
        if pipe and not pipe.is_closing() and pipe.transport.get_write_buffer_size() == 0:
            pipe.write(b".")


async def follow(worker: Worker) -> None:
    """In the worker's process: pass the API's nudges on until the pipe ends. Then everything ends at once, as if
    killed: what was in hand is done by the worker of the next API.
    """
    os.nice(NICENESS)
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while await reader.read(4096):
        worker.nudge()
    os._exit(1)
