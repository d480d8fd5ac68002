"""Our printed certificate beside typst's and WeasyPrint's: the same words, drawings and fonts, in the same minutes.

Theirs are written by hand for this and look alike; none of them fits long names, and WeasyPrint needs Pango.
"""

import asyncio
import json
import shutil
import statistics
import tempfile
import time
from asyncio.subprocess import PIPE, Process
from base64 import b64decode
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

from benchmarks.certificates import NAMES, TEMPLATES, sample
from benchmarks.scratch import Scratch
from certificates import open_renderer
from certificates.browser import NICENESS
from certificates.words import printed_words

SETTERS = ("typst", "weasyprint")
SECONDS = 4.0
"""How long each works in a round; in turns, so that a busy minute strikes all of them."""
ROUNDS = 3
_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Made:
    """What one round made: how many, in how many seconds, of how many bytes each."""

    made: int
    seconds: float
    bytes: float


Round = Callable[[], Awaitable[Made]]


def main() -> None:
    """Installs both into a scratch folder and prints how many each makes a second, and of what size."""
    with tempfile.TemporaryDirectory() as folder:
        python = Scratch(Path(folder)).python(*SETTERS) / "python"
        asyncio.run(_main(python, _prepared(Path(folder) / "template")))


async def _main(python: Path, template: Path) -> None:
    async with AsyncExitStack() as stack:
        renderer = await stack.enter_async_context(open_renderer())
        await renderer.render(sample(0))

        async def ours() -> Made:
            made, size, started = 0, 0, time.perf_counter()
            while time.perf_counter() - started < SECONDS:
                size += len(await renderer.render(sample(made)))
                made += 1
            return Made(made, time.perf_counter() - started, size / made)

        rounds: dict[str, Round] = {"ours, one warm page": ours}
        for name in SETTERS:
            # As nice to others as our browser is: on a busy machine that decides.
            command = ("nice", "-n", str(NICENESS), python, _HERE / "setter.py", name, template)
            process = await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE)
            stack.push_async_callback(_ended, process)
            rounds[name] = _theirs(process)
        _print(await _measured(rounds))


async def _measured(rounds: Mapping[str, Round]) -> dict[str, list[Made]]:
    found: dict[str, list[Made]] = {name: [] for name in rounds}
    for _ in range(ROUNDS):
        for name, work in rounds.items():
            found[name].append(await work())
    return found


def _prepared(folder: Path) -> Path:
    """All that the others read: our drawings and fonts, their templates, the words and a QR code of each name."""
    shutil.copytree(TEMPLATES / "jatim-1", folder)
    for name in ("certificate.typ", "certificate.html"):
        shutil.copy(_HERE / name, folder)
    words = [printed_words(sample(turn)) for turn in range(len(NAMES))]
    (folder / "words.json").write_text(json.dumps(words), "utf-8")
    code = words[0]["images"]["qr"]
    if code is None:
        raise RuntimeError("A certificate has no QR code.")
    (folder / "qr.png").write_bytes(b64decode(code["source"].partition(",")[2]))
    return folder


def _theirs(process: Process) -> Round:
    async def work() -> Made:
        if process.stdin is None or process.stdout is None:
            raise RuntimeError("The typesetter has no pipes.")
        process.stdin.write(f"{SECONDS}\n".encode())
        return Made(**json.loads(await process.stdout.readline()))

    return work


async def _ended(process: Process) -> None:
    # With nothing to say Python 3.11 leaves its input open, and it would wait for another line.
    await process.communicate(b"")


def _print(found: Mapping[str, list[Made]]) -> None:
    rates = {name: statistics.median(one.made / one.seconds for one in rounds) for name, rounds in found.items()}
    ours = next(iter(rates.values()))
    for name, rate in rates.items():
        size = found[name][0].bytes / 1e3
        print(f"{name:<28} {rate:7.2f} a second  {rate / ours:6.2f} times ours  {size:6.1f} kB, not signed")
