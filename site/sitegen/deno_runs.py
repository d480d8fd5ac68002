"""deno, which checks, tests and bundles the scripts, as everybody here starts it."""

import fcntl
import os
import subprocess
import sys
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

import deno  # pyright: ignore[reportMissingTypeStubs] -- a wheel around a program, without types

from sitegen.trouble import SiteError

CACHE = Path(sys.prefix) / "deno"
"""In the environment that holds deno itself, so that what it fetches is fetched once for each installation."""

SECONDS = 180
"""What one run may take: the first ones fetch packages over the office's line."""


def program() -> str:
    """The path of deno's program."""
    return deno.find_deno_bin()


def environment(cache: Path = CACHE) -> dict[str, str]:
    """The variables for a run of deno that keeps what it fetched in `cache`."""
    return os.environ | {"DENO_DIR": str(cache.resolve()), "NO_COLOR": "1", "DENO_NO_UPDATE_CHECK": "1"}


@contextmanager
def one_at_a_time(what: str, cache: Path = CACHE) -> Generator[None]:
    """For the block no other process fetches the same into the cache."""
    cache.mkdir(parents=True, exist_ok=True)
    with (cache / f"{what}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def run(folder: Path, command: str, *arguments: str, whose: str, cache: Path = CACHE, seconds: int = SECONDS) -> None:
    """Run deno in a folder; raises SiteError, in which `whose` is said first."""
    try:
        done = subprocess.run(
            [program(), command, "--quiet", *arguments],
            cwd=folder,
            env=environment(cache),
            capture_output=True,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise SiteError(f"{whose}: its packages did not arrive within {seconds} s.") from None
    if done.returncode:
        story = done.stderr.decode("utf-8", "replace").strip()
        raise SiteError(f"{whose}: deno {command} failed; is the npm registry reachable?\n{story}")


def make_bundler_ready(cache: Path = CACHE) -> None:
    """Have deno fetch the program that bundles, once for each cache and version of deno; raises SiteError.

    Where several first bundles ran at once, each would unpack that program, and now and then one fails on another's.
    """
    ready = cache / "dl" / f"ready-{version('deno')}"
    if ready.exists():
        return
    with one_at_a_time("bundler", cache), tempfile.TemporaryDirectory() as scratch:
        if ready.exists():
            return
        Path(scratch, "nothing.ts").touch()
        bundling = ("--platform=browser", "--output=nothing.js", "nothing.ts")
        run(Path(scratch), "bundle", *bundling, whose="The scripts", cache=cache)
        ready.parent.mkdir(exist_ok=True)
        ready.touch()
