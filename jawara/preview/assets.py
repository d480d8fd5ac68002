"""What pages show and run, made when a browser asks for it: nothing is written, and only what is used is bundled."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from threading import Lock
from urllib.parse import quote

from courseware.messages import Language
from jawara.preview.classes import Classes
from sitegen import documents, messages, search
from sitegen.bundle import bundle
from sitegen.making import SCHEMA, SITE
from sitegen.styles import PREVIEW_SHEETS, SHEETS, stylesheets

PREFIX = "/assets/"
SEARCH_INDEX = "search.json"
_SCRIPTS = SITE / "scripts"


class Assets(Mapping[str, str]):
    """Maps the name of each file to the address of its newest state, as sitegen.assets does for the built site."""

    def __init__(self, classes: Classes, state: str) -> None:
        self._classes = classes
        self._state = state
        self._making = Lock()
        self._made: dict[str, bytes] = {}
        self._generated = False

    def __getitem__(self, name: str) -> str:
        return f"{PREFIX}{quote(name)}?v={self._version(name)}"

    def __contains__(self, name: object) -> bool:
        """No variants of photos: on an editor's machine the photo itself is near enough."""
        return isinstance(name, str) and (name in self._made or self._file(name) is not None)

    def __iter__(self) -> Iterator[str]:
        return iter(self._made)

    def __len__(self) -> int:
        return len(self._made)

    def content(self, name: str) -> bytes | None:
        """The bytes of a file; None where there is no such file. Raises SiteError when it can't be made."""
        if file := self._file(name):
            return file.read_bytes()
        if name == SEARCH_INDEX:
            return search.index(self._classes.release)
        with self._making:
            if name.endswith(".css") and name not in self._made:
                sheets = stylesheets(SITE / "styles", self, {**SHEETS, **PREVIEW_SHEETS})
                self._made |= {f"{sheet}.css": content for sheet, content in sheets.items()}
            if name.endswith(".js") and name not in self._made:
                self._bundle(name)
            return self._made.get(name)

    def media(self, slug: str, name: str) -> Path | None:
        """A file that a class shows or offers."""
        reading = self._classes.readings.get(slug)
        file = reading.course.media.get(name) if reading and reading.course else None
        return file if file and file.is_file() else None

    def _file(self, name: str) -> Path | None:
        folder, _, rest = name.partition("/")
        if folder in {"fonts", "icons"}:
            kept = {f"{folder}/{file.name}": file for file in (SITE / folder).iterdir()}
            return kept.get(name)
        return self.media(folder, rest)

    def _version(self, name: str) -> str:
        file = self._file(name)
        return f"{file.stat().st_mtime_ns:x}" if file else self._state

    def _bundle(self, name: str) -> None:
        language = Language.ENGLISH if name.startswith(f"{Language.ENGLISH}/") else Language.INDONESIAN
        entry = _SCRIPTS / f"{name.removeprefix(f'{language}/').removesuffix('.js')}.ts"
        # Compared with what is there: an address must not lead outside.
        if entry not in _SCRIPTS.glob("*.ts"):
            return
        if not self._generated:
            documents.generate(_SCRIPTS, SCHEMA)
            messages.generate(_SCRIPTS)
            self._generated = True
        self._made[name] = bundle(entry, language=language)
