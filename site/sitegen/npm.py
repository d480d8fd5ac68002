"""npm packages for a page of its own: fetched by the page's lock, made once into a folder of files."""

import shutil
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from sitegen.deno_runs import make_bundler_ready, run

_NODE_MODULES = "--node-modules-dir=auto"


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a folder is made: `source` holds deno.json, deno.lock and scripts, of which `script` is bundled.

    `shared` are files around `source` that those scripts import; `copied` maps paths in node_modules to names in the
    result, maps for debuggers left out.
    """

    source: Path
    script: str
    copied: Mapping[str, str]
    shared: tuple[Path, ...] = ()

    def made(self) -> Path:
        """The folder with the bundle and what is copied, made once for each state of the sources; raises SiteError."""
        files = self._files()
        state = sha256(repr((self.script, sorted(self.copied.items()))).encode())
        for name, file in files.items():
            state.update(b"\0" + name.encode() + b"\0" + file.read_bytes())
        output = Path(sys.prefix) / "npm" / self.source.name / state.hexdigest()[:16]
        if output.is_dir():
            return output
        output.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=output.parent) as scratch:
            for name, file in files.items():
                target = Path(scratch, name)
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(file, target)
            result = self._result(Path(scratch, self.source.name))
            # Moved whole: of two builds at once the second finds the first one's folder in its place.
            if not output.is_dir():
                result.rename(output)
        return output

    def _files(self) -> dict[str, Path]:
        """Each file by its path from the folder around `source`."""
        own = (file for file in self.source.iterdir() if file.suffix in {".json", ".lock", ".ts"})
        return {file.relative_to(self.source.parent).as_posix(): file for file in sorted([*own, *self.shared])}

    def _result(self, scratch: Path) -> Path:
        result = scratch / "result"
        result.mkdir()
        self._deno(scratch, "install", "--frozen")
        make_bundler_ready()
        bundle = str(Path("result", self.script).with_suffix(".js"))
        self._deno(scratch, "bundle", "--platform", "browser", "--minify", "-o", bundle, self.script)
        for origin, target in self.copied.items():
            found = scratch / "node_modules" / origin
            if found.is_dir():
                shutil.copytree(found, result / target, ignore=shutil.ignore_patterns("*.map"))
            else:
                shutil.copy(found, result / target)
        return result

    def _deno(self, folder: Path, command: str, *arguments: str) -> None:
        run(folder, command, _NODE_MODULES, *arguments, whose=self.source.name)
