"""Which processes a test has brought up, so that it counts and kills no others: a browser may serve many tests."""

import os
from pathlib import Path

_others: set[int] = set()


def forget_earlier() -> None:
    """From now on only what begins later counts."""
    _others.clear()
    _others.update(processes())


def processes(*having: str, lacking: str = "\0none") -> list[int]:
    """Our own descendants of this test whose command line has and lacks these words."""
    parents: dict[int, int] = {}
    commands: dict[int, str] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            commands[int(folder.name)] = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            parents[int(folder.name)] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        except (FileNotFoundError, ProcessLookupError):
            continue

    def is_ours(process: int) -> bool:
        while process in parents and process != os.getpid():
            process = parents[process]
        return process == os.getpid()

    return [
        process
        for process, command in commands.items()
        if process not in _others
        and is_ours(process)
        and all(word in command for word in having)
        and lacking not in command
    ]
