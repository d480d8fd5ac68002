"""deno, which checks, tests and bundles the scripts, as everybody here starts it."""

import fcntl
import os
import subprocess
import sys
import tempfile
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


def run(folder: Path, command: str, *arguments: str, whose: str, cache: Path = CACHE) -> None:
    """Run deno in a folder; raises SiteError, in which `whose` is said first."""
    try:
        done = subprocess.run(
            [program(), command, "--quiet", *arguments],
            cwd=folder,
            env=environment(cache),
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise SiteError(f"{whose}: its packages did not arrive within {SECONDS} s.") from None
    if done.returncode:
        story = done.stderr.decode("utf-8", "replace").strip()
        raise SiteError(f"{whose}: deno {command} failed; is the npm registry reachable?\n{story}")


def make_bundler_ready(cache: Path = CACHE) -> None:
    """Have deno fetch the program that bundles, once for each cache and version of deno; raises SiteError.

    Where several first bundles ran at once, each would unpack that program, and now and then one fails on another's.
    """
    downloads = cache / "dl"
    ready = downloads / f"ready-{version('deno')}"
    if ready.exists():
        return
    downloads.mkdir(parents=True, exist_ok=True)
    with (cache / "bundler.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if ready.exists():
            return
        with tempfile.TemporaryDirectory() as scratch:
            Path(scratch, "nothing.ts").touch()
            bundling = ("--platform=browser", "--output=nothing.js", "nothing.ts")
            run(Path(scratch), "bundle", *bundling, whose="The scripts", cache=cache)
        ready.touch()
