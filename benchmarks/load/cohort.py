"""A cohort begins its evaluation at one moment, answers a question a second, and hands in: who waits, who is lost."""

import asyncio
import json
import os
import tempfile
import time
from asyncio.subprocess import PIPE, STDOUT
from dataclasses import asdict
from pathlib import Path

from benchmarks.load.costs import Desk, measured
from benchmarks.load.notes import Notes, due
from benchmarks.load.phone import documents
from benchmarks.load.room import furnished
from benchmarks.load.server import ORIGIN, Running, office, serving, serving_plainly
from benchmarks.processes import cpu_seconds, tree
from benchmarks.scratch import Scratch
from benchmarks.wire import LOOPBACK
from jawara import logs

COHORT = 200
SPARE = 40
"""Participants beside the cohort, for the processor time of single requests."""
RUN_SECONDS = 180
"""At most; undisturbed the cohort needs about 30."""
AFTERWARDS_SECONDS = 120
LOCUST = "locust==2.47.0"
DATABASE = "jawara.sqlite3"


def main() -> None:
    """Print how the cohort fared, and what its requests cost."""
    with tempfile.TemporaryDirectory() as scratch, tempfile.TemporaryDirectory() as home:
        asyncio.run(_main(Path(scratch), Path(home)))


async def _main(scratch: Path, home: Path) -> None:
    locust = Scratch(scratch).python(LOCUST) / "locust"
    async with office(home) as ours:
        logs.configure(ours.settings.environment)
        room = await furnished(ours.settings, COHORT + SPARE)
        sent = documents()
        async with serving(ours) as api, serving_plainly() as plain:
            costs = await measured(api, plain, Desk(sent, room, room.tokens[COHORT:]))
            await _worked_off(home / DATABASE)
            cohort = asdict(room) | {"tokens": room.tokens[:COHORT], "documents": sent, "origin": ORIGIN}
            (scratch / "room.json").write_text(json.dumps(cohort))
            before = cpu_seconds(api.pid)
            notes = await _cohort(locust, scratch, api)
            waited = await _worked_off(home / DATABASE)
            used = cpu_seconds(api.pid) - before
            children = sum(cpu_seconds(one.pid) for one in tree(api.pid)[1:])
    print(notes.table())
    print(notes.compared(home / DATABASE))
    print(f"Letters and certificates had all gone {waited:.0f} s after the last paper was handed in.")
    print(f"Processor time: server {used:.1f} s, its Chromium {children:.1f} s; {notes.generator()}")
    print(f"\n{costs.told()}")


async def _cohort(locust: Path, scratch: Path, api: Running) -> Notes:
    """Let Locust play the cohort, and read what it noted."""
    variables = {"ROOM": str(scratch / "room.json"), "NOTES": str(scratch / "notes.json")}
    people = ("--users", str(COHORT), "--spawn-rate", str(COHORT), "--run-time", f"{RUN_SECONDS}s")
    where = ("--host", f"http://{LOOPBACK}:{api.port}", "--locustfile", str(Path(__file__).with_name("swarm.py")))
    quietly = ("--headless", "--only-summary", "--loglevel", "ERROR")
    process = await asyncio.create_subprocess_exec(
        locust, *where, *people, *quietly, env=os.environ | variables, cwd=scratch, stdout=PIPE, stderr=STDOUT
    )
    said, _ = await process.communicate()
    if not (scratch / "notes.json").exists():
        raise RuntimeError(f"Locust left no notes: {said.decode()[-600:]}")
    return Notes.read(scratch / "notes.json")


async def _worked_off(database: Path) -> float:
    """Wait until nothing is due in the outbox; how many seconds that took."""
    started = time.monotonic()
    async with asyncio.timeout(AFTERWARDS_SECONDS):
        while due(database):  # noqa: ASYNC110 - another process works it off
            await asyncio.sleep(0.25)
    return time.monotonic() - started
