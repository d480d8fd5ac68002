"""The files of a site in the making: what the last build left and still holds, and beside it what is new."""

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from courseware.trees import Lies, lies, lying, state_of
from sitegen.weights import Measured

_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_TRUNC


@dataclass(frozen=True, slots=True)
class Memory:
    """What the last build left in the folder `place`: each file's key, which tells what it was made from, and how it
    lay there; what was found of its pages; and in `sealed` what tells apart the texts for which they were searched, as
    were the `pieces` of the search's index. `sizes` are the weights of files that are named for their content.
    """

    place: str
    sealed: str
    files: Mapping[str, tuple[str, Lies]] = field(repr=False)
    measured: Mapping[str, Measured] = field(repr=False)
    pieces: frozenset[str] = frozenset()
    sizes: Mapping[str, int] = field(default_factory=dict[str, int])

    @property
    def state(self) -> str:
        """Tells apart how the files lie."""
        return state_of((name, lies) for name, (_, lies) in self.files.items())

    def to_json(self) -> str:
        told = {name: [key, *lies] for name, (key, lies) in self.files.items()}
        pages = {name: page.to_list() for name, page in self.measured.items()}
        whole = {"place": self.place, "sealed": self.sealed, "files": told, "measured": pages}
        others = {"pieces": sorted(self.pieces), "sizes": self.sizes}
        return json.dumps(whole | others, separators=(",", ":"))

    @staticmethod
    def from_json(text: str) -> "Memory | None":
        """None for whatever is no memory."""
        try:
            told = json.loads(text)
            files = {str(name): (str(key), (int(a), int(b), int(c))) for name, (key, a, b, c) in told["files"].items()}
            pages = {str(name): Measured.from_list(page) for name, page in told["measured"].items()}
            sizes = {str(address): int(size) for address, size in told["sizes"].items()}
            return Memory(str(told["place"]), str(told["sealed"]), files, pages, frozenset(told["pieces"]), sizes)
        except (ValueError, TypeError, KeyError, AttributeError):
            return None


class Output:
    """A folder to be, whole once every file of the site is kept or put. Names are paths inside it, with slashes.

    Before `publish` nothing in `folder` itself changes; new files wait in `waiting`, an empty folder beside it.
    """

    def __init__(self, folder: Path, waiting: Path, memory: Memory | None = None) -> None:
        self._folder = folder
        self._waiting = waiting
        self._known: Mapping[str, tuple[str, Lies]] = memory.files if memory else {}
        self._lying = lying(folder) if memory and folder.is_dir() else {}
        self._keys: dict[str, str] = {}
        self._new: dict[str, None] = {}
        self._folders = {""}

    def keeps(self, name: str, key: str) -> bool:
        """Whether the last build's file stays, since it was made of the same and still lies as it was left."""
        lies = self._lying.get(name)
        if lies is None or self._known.get(name) != (key, lies):
            return False
        self._keys[name] = key
        return True

    def put(self, name: str, content: bytes) -> bool:
        """Whether the file is new; a file with this very content stays."""
        key = sha256(content).hexdigest()
        if self._keys.get(name) == key or self.keeps(name, key):
            return False
        self.write(name, content)
        self.take(name, key)
        return True

    def write(self, name: str, content: bytes) -> None:
        """Lets a new file wait. A copy of this process may do that; `take` then makes it one of the site's."""
        folder, _, _ = name.rpartition("/")
        if folder not in self._folders:
            self._make(folder)
        file = os.open(f"{self._waiting}/{name}", _NEW_FILE, 0o666)
        try:
            left = memoryview(content)
            while left:
                left = left[os.write(file, left) :]
        finally:
            os.close(file)

    def take(self, name: str, key: str, *, is_new: bool = True) -> None:
        """The file `name` was made from what `key` tells: it waits, or (not `is_new`) came out as it lies."""
        self._keys[name] = key
        if is_new:
            self._new[name] = None

    def waiting(self, name: str) -> Path:
        """Where a new file or folder waits; each of its files is taken once it is there."""
        return self._waiting / name

    def lying(self, name: str) -> bytes | None:
        """What the last build's file holds, wherever it came from."""
        return Path(self._folder, name).read_bytes() if name in self._lying else None

    def read(self, name: str) -> bytes:
        """A file of the site as it will be."""
        return Path(self._waiting if name in self._new else self._folder, name).read_bytes()

    def kept(self) -> list[str]:
        """The names of all that stays as it lies."""
        return [name for name in self._keys if name not in self._new]

    def publish(self, old: Path) -> tuple[str, ...]:
        """Makes the folder what it is to be; the names of what was written or taken away, in their order.

        A folder of which nothing stays is replaced whole and goes to `old`. Else each file is, in one step for itself.
        """
        gone = self._lying.keys() - self._keys.keys()
        if len(self._new) == len(self._keys):
            if self._folder.exists():
                self._folder.rename(old)
            self._waiting.rename(self._folder)
        else:
            for name in gone:
                self._remove(name)
            for name in self._new:
                target = Path(self._folder, name)
                target.parent.mkdir(parents=True, exist_ok=True)
                Path(self._waiting, name).replace(target)
        return tuple(sorted(gone | self._new.keys()))

    def memory(
        self, sealed: str, measured: Mapping[str, Measured], pieces: frozenset[str], sizes: Mapping[str, int]
    ) -> Memory:
        """What the next build needs to know, once this one is published."""
        files = {
            name: (key, lies(os.stat(f"{self._folder}/{name}")) if name in self._new else self._lying[name])  # noqa: PTH116
            for name, key in self._keys.items()
        }
        standing = {address: size for address, size in sizes.items() if address[1:] in files}
        return Memory(place_of(self._folder), sealed, files, measured, pieces, standing)

    def _make(self, folder: str) -> None:
        around, _, _ = folder.rpartition("/")
        if around not in self._folders:
            self._make(around)
        with suppress(FileExistsError):  # Another process was faster.
            os.mkdir(f"{self._waiting}/{folder}")  # noqa: PTH102 -- a Path for each of thousands takes its time
        self._folders.add(folder)

    def _remove(self, name: str) -> None:
        file = Path(self._folder, name)
        file.unlink()
        for folder in file.parents:
            if folder == self._folder or any(folder.iterdir()):
                return
            folder.rmdir()


def place_of(folder: Path) -> str:
    return str(folder.resolve())
