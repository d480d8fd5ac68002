"""The process that signs, as seen from the one that asks: started when it is needed, again when it died."""

import asyncio
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from itertools import count
from typing import Self

from certificates.signing.faults import HOPELESS, SigningFailed, SigningFault
from certificates.signing.frames import framed, next_frame
from certificates.signing.keyfile import described
from certificates.signing.plan import KeyFile, SigningPlan, packed

PATIENCE = 45.0
"""Seconds for one signature, the start of the process included: a service may take some, and the job's own limit is
higher."""
RECYCLE_AFTER = 5_000
"""Signatures until a new process takes over, so that a slow leak never grows old."""


class Died(Exception):
    """The process ended before it answered."""


class Signer:
    """Signs PDFs in a process of its own. Use `open_signer`, which also ends that process.

    Nothing starts before the first signature, so a program that only might sign pays nothing. The process ends when
    this one does, however this one ends: it reads from a pipe that closes then.
    """

    def __init__(self, plan: SigningPlan, *, patience: float = PATIENCE, recycle_after: int = RECYCLE_AFTER) -> None:
        self._plan = plan
        self._patience = patience
        self._recycle_after = recycle_after
        self._turn = asyncio.Lock()
        self._process: _Process | None = None
        self._hopeless: SigningFailed | None = None

    async def sign(self, pdf: bytes, when: datetime) -> bytes:
        """The PDF with one invisible signature appended; the printed bytes stay as they are.

        A process that was killed is started anew, and asked again once. Raises SigningFailed.
        """
        if self._hopeless is not None:
            raise self._hopeless
        try:
            return await self._signed(pdf, when)
        except Died:
            try:
                return await self._signed(pdf, when)
            except Died as error:
                raise SigningFailed(SigningFault.PROCESS, "the process that signs ended twice.") from error
        except SigningFailed as failure:
            if failure.fault in HOPELESS:
                self._hopeless = failure
                await self.close()
            raise

    async def warm(self) -> None:
        """Start the process: the first signature waits less. What goes wrong, that signature finds and tells."""
        with suppress(OSError):
            await self._running()

    async def close(self) -> None:
        """End the process; waits until it is gone."""
        async with self._turn:
            await self._end()

    @property
    def process_id(self) -> int | None:
        """Of the process that signs now; None when there is none."""
        return self._process.id if self._process and not self._process.is_gone else None

    async def _signed(self, pdf: bytes, when: datetime) -> bytes:
        process: _Process | None = None
        try:
            async with asyncio.timeout(self._patience):
                process = await self._running()
                return await process.signed(pdf, when)
        except TimeoutError as error:
            # A frozen process never answers; whatever else waits for it is asked of the next one.
            if process is not None:
                await process.end()
            why = f"no signature within {self._patience:.0f} seconds."
            raise SigningFailed(SigningFault.PROCESS, why) from error

    async def _running(self) -> "_Process":
        async with self._turn:
            process = self._process
            if process is None or process.is_gone or (process.is_idle and process.asked >= self._recycle_after):
                await self._end()
                process = self._process = await _Process.start(self._plan)
            return process

    async def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            await process.end()


class _Process:
    """One process and what was asked of it. Several signatures may be on their way at once: each has a number."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self._answers: dict[int, asyncio.Future[bytes]] = {}
        self._numbers = count()
        self.asked = 0
        self.is_gone = False
        self._reading = asyncio.create_task(self._read())

    @classmethod
    async def start(cls, plan: SigningPlan) -> Self:
        # A session of its own: Ctrl-C in a terminal reaches every process of ours, and the certificate in hand is to
        # be finished.
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "certificates.signing.child",
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            start_new_session=True,
        )
        child = cls(process)
        child._write(packed(plan))
        return child

    @property
    def id(self) -> int:
        return self._process.pid

    @property
    def is_idle(self) -> bool:
        return not self._answers

    async def signed(self, pdf: bytes, when: datetime) -> bytes:
        number = next(self._numbers)
        self.asked += 1
        answer = self._answers[number] = asyncio.get_running_loop().create_future()
        try:
            if self.is_gone:
                raise Died
            self._write(pdf, number=number, when=when.astimezone(UTC).isoformat())
            return await answer
        finally:
            del self._answers[number]

    async def end(self) -> None:
        """Kill it, and wait until the system has let go of it."""
        if self._process.returncode is None:
            with suppress(ProcessLookupError):
                self._process.kill()
        await self._reading

    def _write(self, body: bytes, **head: object) -> None:
        # The pipe takes what it can and the loop the rest; a broken pipe shows as the end of what we read.
        if self._process.stdin is not None:
            self._process.stdin.write(framed(head, body))

    async def _read(self) -> None:
        stream = self._process.stdout
        while stream is not None and (frame := await next_frame(stream)):
            head, body = frame
            answer = self._answers.get(head["number"])
            if answer is None or answer.done():
                continue
            if "fault" in head:
                answer.set_exception(SigningFailed(SigningFault(head["fault"]), head["why"]))
            else:
                answer.set_result(body)
        self.is_gone = True
        for answer in self._answers.values():
            if not answer.done():
                answer.set_exception(Died())
        if self._process.stdin is not None:
            self._process.stdin.close()
        await self._process.wait()


@asynccontextmanager
async def open_signer(
    plan: SigningPlan, *, patience: float = PATIENCE, recycle_after: int = RECYCLE_AFTER
) -> AsyncGenerator[Signer]:
    """A signer whose process ends with the block.

    A key file is looked into at once, since its faults are an operator's; a token or a service may be away for now, and
    is asked when there is something to sign. Raises SigningFailed.
    """
    if isinstance(plan.key, KeyFile):
        described(plan.key)
    signer = Signer(plan, patience=patience, recycle_after=recycle_after)
    try:
        yield signer
    finally:
        await signer.close()
