"""TypeScript for the browser, made into minified files by the deno that Python's package brings along."""

import subprocess
import tempfile
from collections.abc import Collection, Mapping
from pathlib import Path

from courseware.messages import Language
from sitegen import messages
from sitegen.deno_runs import CACHE, SECONDS, environment, make_bundler_ready, program
from sitegen.trouble import SiteError


def bundle(
    entry: Path, cache: Path = CACHE, language: Language = Language.INDONESIAN, words: Path | None = None
) -> bytes:
    """The JavaScript of `entry` and all it imports, its messages in one language.

    `cache` keeps what deno fetched; `words` is the folder below which messages.generate wrote, by default the entry's.
    """
    return bundles(entry.parent, {language: [entry.stem]}, cache, words)[language, entry.stem]


def bundles(
    folder: Path, wanted: Mapping[Language, Collection[str]], cache: Path = CACHE, words: Path | None = None
) -> dict[tuple[Language, str], bytes]:
    """The JavaScript of several scripts of a folder, by language and name: one run of deno for each language."""
    make_bundler_ready(cache)
    with tempfile.TemporaryDirectory() as scratch:
        targets = {language: Path(scratch, language) for language in wanted}
        runs = {
            language: _started(folder, wanted[language], cache, messages.import_map(words or folder, language), target)
            for language, target in targets.items()
        }
        try:
            for language, run in runs.items():
                _finish(run, ", ".join(f"{name}.ts" for name in wanted[language]))
        finally:
            for run in runs.values():
                run.kill()
                run.communicate()
        return {
            (language, name): (target / f"{name}.js").read_bytes()
            for language, target in targets.items()
            for name in wanted[language]
        }


def _started(
    folder: Path, names: Collection[str], cache: Path, import_map: Path | None, target: Path
) -> "subprocess.Popen[bytes]":
    command = [program(), "bundle", "--quiet", "--platform", "browser", "--minify", "--outdir", str(target)]
    if import_map:
        command += ["--import-map", str(import_map)]
    return subprocess.Popen(
        [*command, *(f"{name}.ts" for name in names)],
        cwd=folder,
        env=environment(cache),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )


def _finish(run: "subprocess.Popen[bytes]", names: str) -> None:
    try:
        _, said = run.communicate(timeout=SECONDS)
    except subprocess.TimeoutExpired:
        raise SiteError(f"Bundling {names} took over {SECONDS} s.") from None
    if run.returncode:
        raise SiteError(f"Bundling {names} failed:\n{said.decode('utf-8', 'replace').strip()}")
