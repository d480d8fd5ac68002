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

from certificates import CertificateFields, Renderer, open_renderer
from certificates.signing import KeyFile, Signer, SigningPlan, make_development_key, open_signer
from certificates.template import TEMPLATES

SECONDS_PER_PART = 20.0
PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")
WANTED_PRINTED, WANTED_SIGNED = 30, 20
"""Times as many a second as with a browser for each."""
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
    return replace(template_sample(), name=NAMES[turn % len(NAMES)], number=f"JTM-2026-{turn:06}")


def resident_megabytes() -> float:
    """Of this process and all that it started; memory that they share is counted for each."""
    parents: dict[int, int] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
        except (FileNotFoundError, ProcessLookupError):
            continue
    tree = {os.getpid()}
    while grown := {process for process, parent in parents.items() if parent in tree} - tree:
        tree |= grown
    pages = 0
    for process in tree:
        try:
            pages += int(Path(f"/proc/{process}/statm").read_text().split()[1])
        except (FileNotFoundError, ProcessLookupError):
            continue
    return pages * PAGE_BYTES / 1e6


async def per_second(make: Callable[[int], Awaitable[object]], count: int) -> tuple[float, int]:
    """How many a second, and how many were made before the count or the time was up."""
    start = time.perf_counter()
    made = 0
    while made < count and time.perf_counter() - start < SECONDS_PER_PART:
        await make(made)
        made += 1
    return made / (time.perf_counter() - start), made


async def in_a_new_browser(turn: int) -> bytes:
    async with open_renderer() as renderer:
        return await renderer.render(sample(turn))


async def print_and_sign(renderer: Renderer, signer: Signer, count: int) -> tuple[float, int]:
    """As a worker would: one certificate is signed while the next is printed."""
    signing: list[asyncio.Task[bytes]] = []

    async def one(turn: int) -> None:
        printed = await renderer.render(sample(turn))
        signing.append(asyncio.create_task(signer.sign(printed, datetime.now(UTC))))

    start = time.perf_counter()
    _, made = await per_second(one, count)
    await asyncio.gather(*signing)
    return made / (time.perf_counter() - start), made


async def measure(count: int, signer: Signer) -> None:
    cold, made = await per_second(in_a_new_browser, max(3, count // 20))
    console.print(f"a browser per certificate  {cold:7.2f} a second  ({made} made)")
    async with open_renderer() as renderer:
        await per_second(lambda turn: renderer.render(sample(turn)), 10)
        before = resident_megabytes()
        warm, made = await per_second(lambda turn: renderer.render(sample(turn)), count)
        console.print(
            f"one warm page              {warm:7.2f} a second  ({made} made), {warm / cold:.1f} times as many, "
            f"{WANTED_PRINTED} wanted"
        )
        console.print(f"memory of all processes    {before:7.0f} MB before, {resident_megabytes():.0f} MB after")
        both, made = await print_and_sign(renderer, signer, count)
        console.print(
            f"printed and signed         {both:7.2f} a second  ({made} made), {both / cold:.1f} times as many, "
            f"{WANTED_SIGNED} wanted"
        )
        printed = await renderer.render(sample(0))
    signed = await signer.sign(printed, datetime.now(UTC))
    console.print(f"size                       {len(printed) / 1e3:7.1f} kB, signed {len(signed) / 1e3:.1f} kB")


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
