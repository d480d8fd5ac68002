"""The site's scripts as browsers get them, made once for each state of their sources."""

import shutil
import tempfile
from collections.abc import Collection, Mapping
from functools import cache
from hashlib import sha256
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

from courseware.messages import MESSAGES, Language
from sitegen import messages
from sitegen.bundle import bundles

_KEPT = 4  # states; whoever goes back and forth between two branches needs a few


def scripts(
    folder: Path, schema: Path, wanted: Mapping[Language, Collection[str]], keep: Path
) -> dict[tuple[Language, str], bytes]:
    """The bundles of the scripts in `folder`, by language and name; `schema` is the API's contract.

    `keep` holds what deno fetched, and the bundles of earlier times. Raises SiteError.
    """
    state = _state(folder, schema, wanted)
    made = keep / "bundles" / state
    if not made.is_dir():
        # Late, since it takes longer to import GraphQL than to build an unchanged site.
        import_module("sitegen.documents").generate(folder, schema)
        messages.generate(folder)
        _put(bundles(folder, wanted, keep), made)
    return {
        (language, name): (made / language / f"{name}.js").read_bytes()
        for language, names in wanted.items()
        for name in names
    }


def _put(scripts: Mapping[tuple[Language, str], bytes], made: Path) -> None:
    """Moved whole: of two builds at once the second finds the first one's folder in its place."""
    made.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=made.parent) as scratch:
        for (language, name), content in scripts.items():
            file = Path(scratch, "all", language, f"{name}.js")
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        if not made.is_dir():
            Path(scratch, "all").rename(made)
    states = [folder for folder in made.parent.iterdir() if len(folder.name) == len(made.name)]
    for old in sorted(states, key=lambda folder: folder.stat().st_mtime)[:-_KEPT]:
        shutil.rmtree(old, ignore_errors=True)


def _state(folder: Path, schema: Path, wanted: Mapping[Language, Collection[str]]) -> str:
    state = sha256(repr({str(language): sorted(names) for language, names in wanted.items()}).encode())
    state.update(_makers())
    sources = (file for file in folder.rglob("*") if file.is_file() and "generated" not in file.parts)
    for root, files in (
        (folder, sources),
        (MESSAGES, MESSAGES.glob(f"*/{messages.SUBJECTS}*.toml")),
        (schema.parent, [schema]),
    ):
        for file in sorted(files):
            name = file.relative_to(root).as_posix()
            state.update(f"\0{name}\0".encode() + sha256(file.read_bytes()).digest())
    return state.hexdigest()[:16]


@cache
def _makers() -> bytes:
    """Tells apart what makes them: the modules that do, and deno."""
    here = Path(__file__)
    own = (here.with_name(f"{name}.py").read_bytes() for name in ("bundle", "documents", "messages", "scripts"))
    return b"\0".join([version("deno").encode(), *own])
