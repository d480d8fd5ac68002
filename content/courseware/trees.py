"""How files lie in a folder, by sizes and times: whether somebody touched them can be told without opening one."""

import os
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import TypeAlias

TICK_NS = 2_000_000_000
"""Of two changes within a file system's tick the second leaves no trace in times; the coarsest take two seconds."""

# Size, number of the file, and when it last changed (ns): as a file lies there that nobody touched.
Lies: TypeAlias = tuple[int, int, int]


def inside(folder: Path | str, deep: int) -> list[tuple[str, os.stat_result]]:
    """Every file and folder below `folder`, by its path inside; links are followed, `deep` folders at most.

    What can't be listed is left out: it can't be read either, and whoever reads it says so.
    """
    found: list[tuple[str, os.stat_result]] = []
    _look_inside(folder, "", deep, found)
    return found


def _look_inside(folder: Path | str, before: str, deep: int, found: list[tuple[str, os.stat_result]]) -> None:
    try:
        with os.scandir(folder) as listed:
            entries = list(listed)
    except OSError:
        return
    for entry in entries:
        name = before + entry.name
        try:
            found.append((name, entry.stat()))
        except OSError:
            found.append((name, entry.stat(follow_symlinks=False)))
        if deep and entry.is_dir():
            _look_inside(entry.path, f"{name}/", deep - 1, found)


def lying(folder: Path | str) -> dict[str, Lies]:
    """Every file below `folder`, by its path inside; links are not followed."""
    found: dict[str, Lies] = {}
    _look_at(folder, "", found)
    return found


def _look_at(folder: Path | str, before: str, found: dict[str, Lies]) -> None:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                _look_at(entry.path, f"{before}{entry.name}/", found)
            else:
                found[before + entry.name] = lies(entry.stat(follow_symlinks=False))


def lies(found: os.stat_result) -> Lies:
    return found.st_size, found.st_ino, found.st_mtime_ns


def state_of(files: Iterable[tuple[str, tuple[int, ...]]]) -> str:
    """Tells apart what lies there, in whatever order it is given."""
    return sha256(repr(sorted(files)).encode("utf-8", "surrogateescape")).hexdigest()
