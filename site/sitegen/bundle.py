"""TypeScript for the browser, made into one minified file by the deno that Python's package brings along."""

import os
import subprocess
import sys
from pathlib import Path

import deno  # pyright: ignore[reportMissingTypeStubs] -- a wheel around a program, without types

from courseware.messages import Language
from sitegen import messages
from sitegen.trouble import SiteError

CACHE = Path(sys.prefix) / "deno"
"""In the environment that holds deno itself, so that esbuild is fetched once for each installation."""

_SECONDS = 180  # the first run fetches esbuild over the office's line


def bundle(
    entry: Path, cache: Path = CACHE, language: Language = Language.INDONESIAN, words: Path | None = None
) -> bytes:
    """The JavaScript of `entry` and all it imports, its messages in one language.

    `cache` keeps what deno fetched; `words` is the folder below which messages.generate wrote, by default the entry's.
    """
    cache.mkdir(parents=True, exist_ok=True)
    command = [deno.find_deno_bin(), "bundle", "--quiet", "--platform", "browser", "--minify"]
    if import_map := messages.import_map(words or entry.parent, language):
        command += ["--import-map", str(import_map)]
    command.append(entry.name)
    environment = os.environ | {"DENO_DIR": str(cache.resolve()), "NO_COLOR": "1", "DENO_NO_UPDATE_CHECK": "1"}
    try:
        done = subprocess.run(
            command, cwd=entry.parent, env=environment, capture_output=True, timeout=_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise SiteError(
            f"Bundling {entry.name} took over {_SECONDS} s; is the network there for the first run?"
        ) from None
    if done.returncode or not done.stdout:
        raise SiteError(f"Bundling {entry.name} failed:\n{done.stderr.decode('utf-8', 'replace').strip()}")
    return done.stdout
