"""From the pass to the PDF in storage and the mail handed over; and the memory of the running system."""

import asyncio
import statistics
import tempfile
from datetime import datetime
from pathlib import Path

from benchmarks.processes import memory_mib, tree
from tests.journey.running import Running, running
from tests.journey.walker import Walker, sealed_course

PASSES = 30


async def main(passes: int = PASSES) -> None:
    """Let `passes` participants pass one after the other on a quiet system and print how long each had to wait."""
    with tempfile.TemporaryDirectory() as folder, running(Path(folder) / "var") as system:
        to_mail = [await asyncio.to_thread(_one, system) for _ in range(passes)]
        _print("pass to mail handed over", to_mail)
        _print_stored(system, passes)
        _memory(system)


def _one(system: Running) -> float:
    """Seconds from the answer to `submitAttempt` to the mail server's yes, by the server's own notes."""
    with Walker(system, sealed_course()) as walker:
        walker.join()
        walker.learn()
        walker.answer_paper()
        walker.submit()
        closed = walker.ask(
            "query($a: UUID!) { viewer { attempt(id: $a) { result { closedAt } } } }", a=walker.attempt
        )["viewer"]["attempt"]["result"]["closedAt"]
        walker.letter("Sertifikat Anda")
        while (mailed := walker.certificates()[0]["mailedAt"]) is None:
            pass
        return (datetime.fromisoformat(mailed) - datetime.fromisoformat(closed)).total_seconds()


def _print_stored(system: Running, passes: int) -> None:
    """The files' own times tell when each was in storage; the names begin with the time of issue (UUIDv7)."""
    seconds: list[float] = []
    for file in (system.home / "storage" / "certificates").rglob("*.pdf"):
        issued_ms = int(file.stem.replace("-", "")[:12], 16)
        seconds.append(file.stat().st_mtime - issued_ms / 1000)
    if len(seconds) == passes:
        _print("issue to PDF in storage", seconds)


def _print(what: str, seconds: list[float]) -> None:
    ordered = sorted(seconds)
    p95 = ordered[max(0, round(len(ordered) * 0.95) - 1)]
    print(
        f"{what:<28} n={len(ordered)}  p50 {statistics.median(ordered):.2f} s  p95 {p95:.2f} s  max {ordered[-1]:.2f} s"
    )


def _memory(system: Running) -> None:
    api, *others = tree(system.pid)
    browser = [one for one in others if "chrom" in one.command or "headless_shell" in one.command]
    driver = [one for one in others if one not in browser]
    rows = (
        ("API and worker (one process)", [api]),
        ("Playwright's driver", driver),
        ("Chromium", browser),
    )
    for name, processes in rows:
        print(f"{name:<28} {sum(memory_mib(one.pid) for one in processes):7.0f} MiB in {len(processes)} processes")
