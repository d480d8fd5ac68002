"""Our site against Hugo's, Eleventy's and Pelican's, built of the same lessons, in the same minutes.

Ours has what the others haven't: questions and evaluations to read, a search of every file for their answers, pages in
two languages, data and an index. Nothing of it is left out here, so each time has two ratios: to Hugo's bare pages, and
to a Hugo that is made to write such files as well, as far as it can. All have their programs installed, compiled and
started before, as a writer has.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from benchmarks.classes import write_classes
from benchmarks.peers import HUGO, HUGO_ALIKE, Peer, installed, write_site
from courseware.release import Library
from sitegen import Workshop

SIZES = (1_000, 10_000)
ROUNDS = 3
SETTLED = 2.5
"""Seconds after which a change is no longer one that the clock of the file system might hide."""

_JAWARA = [sys.executable, "-m", "jawara"]
_ADDRESS = "https://belajar.example"


def main(sizes: Sequence[int] = SIZES, rounds: int = ROUNDS) -> None:
    """Installs the others into a scratch folder, and prints the median seconds of each and its ratio to Hugo's."""
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        peers = installed(scratch)
        smaller: dict[str, tuple[int, float]] = {}
        for size in sizes:
            place = scratch / str(size)
            place.mkdir()
            _print(size, _measured(place, peers, size, rounds), smaller)


def _measured(place: Path, peers: Sequence[Peer], size: int, rounds: int) -> dict[str, float]:
    """The median seconds of everything, each round in turn, so that a busy minute strikes all of them."""
    lessons = write_classes(place / "classes", size)
    for peer in peers:
        write_site(peer, place / peer.name, lessons)
    time.sleep(SETTLED)
    found: dict[str, list[float]] = {}
    for number in range(rounds):
        for what, seconds in (*_ours(place, lessons, number), *_theirs(place, peers, number)):
            found.setdefault(what, []).append(seconds)
    return {what: statistics.median(seconds) for what, seconds in found.items()}


def _ours(place: Path, lessons: Sequence[Path], number: int) -> Iterator[tuple[str, float]]:
    home = place / "home"
    shutil.rmtree(home, ignore_errors=True)
    # Whatever the environment says of it: Hugo is compiled, and so is ours on every machine from the second run on.
    compiled = {"PYTHONDONTWRITEBYTECODE": ""}
    environment = compiled | {"CONTENT_DIRS": str(place / "classes"), "JAWARA_HOME": str(home)}
    build = [*_JAWARA, "build", "--base-url", _ADDRESS]
    yield "ours, first build", _seconds(build, place, environment)
    yield "ours, nothing changed", _seconds(build, place, environment)
    _edit(lessons[number])
    yield "ours, one edit", _seconds(build, place, environment)
    library = Library(place / "classes", cache=home / "cache" / "classes")
    workshop = Workshop(home / "site", _ADDRESS)
    workshop.build(library.release())
    time.sleep(SETTLED)
    _edit(lessons[-1 - number])
    yield "ours, one edit, running builder", _timed(lambda: workshop.build(library.release()))
    shutil.rmtree(home / "cache" / "classes")
    check = [*_JAWARA, "check"]
    yield "ours, first check", _seconds(check, place, environment)
    yield "ours, check, nothing changed", _seconds(check, place, environment)


def _theirs(place: Path, peers: Sequence[Peer], number: int) -> Iterator[tuple[str, float]]:
    for peer in peers:
        folder = place / peer.name
        # Minutes for each of the larger sites: once is enough to know.
        if number and not peer.is_rival:
            continue
        shutil.rmtree(folder / peer.output, ignore_errors=True)
        try:
            yield f"{peer.name}, first build", _seconds(peer.command, folder, {})
        except subprocess.CalledProcessError as error:
            print(f"  {peer.name} gave up: {str(error.stdout).strip()[-300:]}", flush=True)
            continue
        if peer.is_rival:
            _edit(sorted((folder / "content").rglob("[0-9]*.md"))[number])
            yield f"{peer.name}, one edit", _seconds(peer.command, folder, {})


def _edit(lesson: Path) -> None:
    lesson.write_text(lesson.read_text("utf-8") + "\nSatu kalimat yang baru saja ditulis.\n", "utf-8")


def _seconds(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> float:
    """From the start of a program to its end."""

    def run() -> None:
        subprocess.run(
            command,
            cwd=folder,
            env=os.environ | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=True,
        )

    return _timed(run)


def _timed(deed: Callable[[], object]) -> float:
    began = time.perf_counter()
    deed()
    return time.perf_counter() - began


def _print(size: int, found: Mapping[str, float], before: dict[str, tuple[int, float]]) -> None:
    rivals = [found[f"{name}, first build"] for name in (HUGO, HUGO_ALIKE)]
    print(f"{size:,} lessons; times the first build of {HUGO}, of {HUGO_ALIKE}")
    for what, seconds in found.items():
        small = before.get(what)
        growth = f"  {seconds / small[1]:5.1f} times that of {small[0]:,}" if small else ""
        ratios = " ".join(f"{seconds / rival:6.2f}" for rival in rivals)
        print(f"  {what:<32} {seconds:8.2f} s {ratios}{growth}", flush=True)
    before.update({what: (size, seconds) for what, seconds in found.items()})
