"""The process that signs: killed, frozen, left behind. Nobody who waits is left without an answer."""

import asyncio
import os
import signal
import subprocess
import sys
import textwrap
from datetime import UTC, datetime
from pathlib import Path

import pytest

from certificates.signing import KeyFile, SigningFailed, SigningFault, SigningPlan, open_signer
from certificates.validation import check_signature
from tests.certificates.signing.conftest import PLACE, REASON

NOW = datetime(2026, 11, 23, 3, 15, tzinfo=UTC)


async def test_a_killed_process_is_replaced_and_leaves_nothing(pdf: bytes, key_file: KeyFile, trusted: bytes) -> None:
    """Idle or at work, again and again: every certificate gets its signature, and no zombie stays."""
    async with open_signer(SigningPlan(key_file, REASON, PLACE)) as signer:
        assert signer.process_id is None
        used: list[int] = []
        for wait_first in (True, False):
            first = await signer.sign(pdf, NOW)
            used.append(running(signer.process_id))
            work = [asyncio.create_task(signer.sign(pdf, NOW)) for _ in range(5)]
            await asyncio.sleep(0)
            if wait_first:
                await asyncio.gather(*work)
            os.kill(used[-1], signal.SIGKILL)
            for signed in (first, *await asyncio.gather(*work), await signer.sign(pdf, NOW)):
                findings = await check_signature(signed, trusted)
                assert findings is not None
                assert findings.is_good
        used.append(running(signer.process_id))
    assert len(set(used)) == 3
    assert not any(is_there(one) for one in used)


async def test_a_warmed_process_signs(pdf: bytes, key_file: KeyFile) -> None:
    """It is there before the first that is to be signed, and is the one that signs it."""
    async with open_signer(SigningPlan(key_file, REASON, PLACE)) as signer:
        await signer.warm()
        ready = running(signer.process_id)
        await signer.warm()
        assert (await signer.sign(pdf, NOW)).startswith(pdf)
        assert signer.process_id == ready


async def test_a_process_that_is_killed_each_time_is_told(pdf: bytes, key_file: KeyFile) -> None:
    """Out of memory, say: the job is told, and comes back later."""
    async with open_signer(SigningPlan(key_file, REASON, PLACE)) as signer:
        work = asyncio.create_task(signer.sign(pdf, NOW))
        killed: set[int] = set()
        while not work.done():
            await asyncio.sleep(0)
            if signer.process_id and signer.process_id not in killed:
                killed.add(signer.process_id)
                os.kill(signer.process_id, signal.SIGKILL)
        with pytest.raises(SigningFailed) as failed:
            await work
        assert failed.value.fault is SigningFault.PROCESS
        assert len(killed) == 2
        assert (await signer.sign(pdf, NOW)).startswith(pdf)


async def test_a_frozen_process_is_not_waited_for(pdf: bytes, key_file: KeyFile) -> None:
    """Only a limit of our own ends that wait; the next order goes to a new process."""
    async with open_signer(SigningPlan(key_file, REASON, PLACE), patience=20) as signer:
        await signer.sign(pdf, NOW)
        frozen = running(signer.process_id)
        os.kill(frozen, signal.SIGSTOP)
        signer._patience = 0.1  # pyright: ignore[reportPrivateUsage] - a start takes longer than a test may wait
        with pytest.raises(SigningFailed) as failed:
            await signer.sign(pdf, NOW)
        assert failed.value.fault is SigningFault.PROCESS
        assert not is_there(frozen)
        signer._patience = 20  # pyright: ignore[reportPrivateUsage] - as above
        assert (await signer.sign(pdf, NOW)).startswith(pdf)


async def test_a_given_up_order_disturbs_no_other(pdf: bytes, key_file: KeyFile) -> None:
    """A job that runs out of time leaves; its answer, when it comes, is nobody else's."""
    async with open_signer(SigningPlan(key_file, REASON, PLACE)) as signer:
        given_up = asyncio.create_task(signer.sign(pdf + b"\n% 1", NOW))
        kept = asyncio.create_task(signer.sign(pdf + b"\n% 2", NOW))
        await asyncio.sleep(0)
        given_up.cancel()
        assert (await kept).startswith(pdf + b"\n% 2")
        assert given_up.cancelled()


async def test_a_process_is_replaced_after_its_share(pdf: bytes, key_file: KeyFile) -> None:
    """A leak never grows old."""
    async with open_signer(SigningPlan(key_file, REASON, PLACE), recycle_after=2) as signer:
        used: list[int] = []
        for _ in range(3):
            await signer.sign(pdf, NOW)
            used.append(running(signer.process_id))
    assert used[0] == used[1] != used[2]


def test_it_ends_with_whoever_started_it(key_file: KeyFile, tmp_path: Path) -> None:
    """A worker that is killed can't say good-bye; its signer, with the key in its memory, must not stay behind."""
    (tmp_path / "empty.pdf").write_bytes(b"no PDF at all")
    script = textwrap.dedent("""
        import asyncio, pathlib, sys
        from datetime import UTC, datetime
        from certificates.signing import KeyFile, SigningFailed, SigningPlan, open_signer

        async def main():
            async with open_signer(SigningPlan(KeyFile(pathlib.Path(sys.argv[1])), "", "")) as signer:
                try:
                    await signer.sign(b"no PDF at all", datetime.now(UTC))
                except SigningFailed as failed:
                    print(signer.process_id, failed.fault, flush=True)
                await asyncio.sleep(600)

        asyncio.run(main())
    """)
    parent = subprocess.Popen([sys.executable, "-c", script, key_file.path], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    with parent:
        child, fault = parent.stdout.readline().split()
        assert (is_there(int(child)), fault) == (True, SigningFault.PROCESS)
        gone = os.pidfd_open(int(child))
        parent.kill()
        loop = asyncio.new_event_loop()
        ended = loop.create_future()
        loop.add_reader(gone, ended.set_result, None)
        loop.run_until_complete(asyncio.wait_for(ended, 30))
        loop.remove_reader(gone)
        loop.close()
        os.close(gone)


def running(process: int | None) -> int:
    assert process is not None
    return process


def is_there(process: int) -> bool:
    """Whether the system knows it, a zombie included."""
    return Path(f"/proc/{process}").exists()
