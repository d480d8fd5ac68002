"""How fast certificates are printed and signed, and whether memory grows: python -m benchmarks.certificates [count]."""

import asyncio
import os
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from pydantic import TypeAdapter
from rich.console import Console

from benchmarks.processes import memory_mib, tree
from certificates import CertificateFields, open_renderer
from certificates.renderer import MOST_PRESSES
from certificates.signing import KeyFile, Signer, SigningPlan, make_development_key, open_signer
from certificates.template import TEMPLATES

SECONDS_PER_PART = 20.0
HANDS = 16
"""How many certificates are under way at a time: as some are finished and signed, others are printed together."""
WANTED_PRINTED, WANTED_SIGNED = 30, 20
"""Times as many a second as with a browser for each."""
CHECK_PAGE = "https://si-jawara.example.id/verifikasi/"
NAMES = (
    "Siti Aminah",
    "Hj. Raden Ayu Sri Wahyuningtyas Kusumaningrum Notonegoro, S.Pd., M.M.",
    "Sri",
    "Bambang Soebagyo",
)

console = Console(highlight=False)


@cache
def template_sample() -> CertificateFields:
    return TypeAdapter(CertificateFields).validate_json((TEMPLATES / "jatim-1" / "sample.json").read_bytes())


def sample(turn: int) -> CertificateFields:
    """As issued: its QR code states the printed words, signed, in digits."""
    address = f"{CHECK_PAGE}#{str(10**19 + turn) * 25}"
    return replace(template_sample(), name=NAMES[turn % len(NAMES)], number=f"JTM-2026-{turn:06}", verify_url=address)


def held_mib() -> float:
    """Of this process and all that it started; memory that they share is counted once."""
    return sum(memory_mib(one.pid) for one in tree(os.getpid()))


async def per_second(make: Callable[[int], Awaitable[object]], count: int, hands: int = 1) -> tuple[float, int]:
    """How many a second, and how many were made before the count or the time was up; `hands` at a time."""
    start = time.perf_counter()
    turns = iter(range(count))
    made = 0

    async def hand() -> None:
        nonlocal made
        for turn in turns:
            if time.perf_counter() - start > SECONDS_PER_PART:
                return
            await make(turn)
            made += 1

    await asyncio.gather(*(hand() for _ in range(hands)))
    return made / (time.perf_counter() - start), made


async def in_a_new_browser(turn: int) -> bytes:
    async with open_renderer() as renderer:
        return await renderer.render(sample(turn))


async def measure(count: int, signer: Signer) -> None:
    cold, made = await per_second(in_a_new_browser, max(3, count // 20))
    console.print(f"a browser per certificate  {cold:7.2f} a second  ({made} made)")
    async with open_renderer() as renderer:

        async def printed(turn: int) -> bytes:
            return await renderer.render(sample(turn))

        async def signed(turn: int) -> bytes:
            return await signer.sign(await printed(turn), datetime.now(UTC))

        await per_second(signed, 4 * HANDS, HANDS)
        before = held_mib()
        _print("one warm page", *await per_second(printed, count), cold)
        _print("both, one by one", *await per_second(printed, count, MOST_PRESSES), cold)
        _print("both, in batches", *await per_second(printed, count, HANDS), cold, WANTED_PRINTED)
        console.print(f"memory of all processes    {before:7.0f} MiB before, {held_mib():.0f} MiB after")
        _print("printed and signed", *await per_second(signed, count, HANDS), cold, WANTED_SIGNED)
        sizes = [len(await work(0)) / 1e3 for work in (printed, signed)]
    console.print(f"size                       {sizes[0]:7.1f} kB, signed {sizes[1]:.1f} kB")


def _print(what: str, rate: float, made: int, cold: float, wanted: int | None = None) -> None:
    asked = f", {wanted} wanted" if wanted else ""
    console.print(f"{what:<26} {rate:7.2f} a second  ({made} made), {rate / cold:.1f} times as many{asked}")


async def signed_by(key: Path, count: int) -> None:
    async with open_signer(SigningPlan(KeyFile(key), "Sertifikat pelatihan", "Surabaya")) as signer:
        await measure(count, signer)


def main(count: int = 200) -> None:
    """Prints the figures; takes at most about a minute, whatever the count."""
    with TemporaryDirectory() as folder:
        key = Path(folder) / "development.p12"
        make_development_key(key)
        asyncio.run(signed_by(key, count))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
