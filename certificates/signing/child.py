"""The process that signs: python -m certificates.signing.child reads a plan, then PDFs, and answers with each signed.

Only our own process starts it. It ends when its input closes, which is when whoever started it closes it or is gone.
"""

import asyncio
import os
import sys
from collections.abc import Callable
from datetime import datetime
from typing import BinaryIO

import aiohttp

from certificates.signing.faults import SigningFailed, SigningFault
from certificates.signing.frames import Head, framed, next_frame
from certificates.signing.hands import Hand
from certificates.signing.pades import OwnKey
from certificates.signing.plan import Service, SigningPlan, unpacked
from certificates.signing.service import RemoteService

ENDS_AFTER = frozenset({SigningFault.TOKEN_ABSENT, SigningFault.TOKEN_LOCKED, SigningFault.TOKEN_KEY, SigningFault.PIN})
"""A driver that failed is not trusted again: the next process loads it anew, and finds a token that was put back."""

Answer = Callable[[bytes], None]


def hand_of(plan: SigningPlan, session: aiohttp.ClientSession) -> Hand:
    """What signs by that plan."""
    if isinstance(plan.key, Service):
        return RemoteService(plan, plan.key, session)
    return OwnKey(plan, plan.key, session)


async def answered(hand: Hand, head: Head, pdf: bytes, answer: Answer) -> None:
    """Sign one PDF and answer for it."""
    number = head["number"]
    try:
        signed = await hand.signed(pdf, datetime.fromisoformat(head["when"]))
    except SigningFailed as failure:
        answer(framed({"number": number, "fault": failure.fault, "why": failure.why}))
        if failure.fault in ENDS_AFTER:
            end()
    except Exception as error:  # noqa: BLE001 - whatever it was, whoever asked waits for an answer
        answer(framed({"number": number, "fault": SigningFault.PROCESS, "why": f"{type(error).__name__}: {error}"}))
    else:
        answer(framed({"number": number}, signed))


def end() -> None:
    """At once: a driver or a server that doesn't answer must not keep the process."""
    os._exit(0)


async def work(input_: BinaryIO, output: BinaryIO) -> None:
    stream = asyncio.StreamReader()
    protocol = asyncio.StreamReaderProtocol(stream)
    await asyncio.get_running_loop().connect_read_pipe(lambda: protocol, input_)

    def answer(frame: bytes) -> None:
        try:
            output.write(frame)
            output.flush()
        except BrokenPipeError:
            # Whoever asked was killed meanwhile; another one will ask again.
            end()

    started = await next_frame(stream)
    if started is None:
        return
    async with aiohttp.ClientSession() as session:
        hand = hand_of(unpacked(started[1]), session)
        tasks: set[asyncio.Task[None]] = set()
        while frame := await next_frame(stream):
            task = asyncio.create_task(answered(hand, *frame, answer))
            tasks.add(task)
            task.add_done_callback(tasks.discard)
    end()


def main() -> None:
    # Drivers of tokens print. What they print must not get between our answers.
    output = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    asyncio.run(work(sys.stdin.buffer, output))


if __name__ == "__main__":
    main()
