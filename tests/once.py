"""What is costly to make and only read afterwards: the first process of a run makes it, the others find it."""

import fcntl
import os
from collections.abc import Callable
from pathlib import Path

import pytest


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """The folder of this name that all processes of this run share, filled by `make` where nobody has yet.

    Nobody may write to it: what a test wants to change it copies.
    """
    base = factory.getbasetemp()
    # The workers' folders lie in the run's own. A process that runs alone has no other than its own.
    shared = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "once"
    shared.mkdir(exist_ok=True)
    folder = shared / name
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            # Under another name until it is whole: after a failure the next process tries again.
            unfinished = Path(factory.mktemp(f"unfinished-{name}"))
            make(unfinished)
            unfinished.rename(folder)
    return folder
