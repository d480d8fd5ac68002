"""Whether the site of the last build still stands, all that it was made from being as it was.

By sizes and times alone, so that neither the builder nor any class need be loaded to say so. In doubt it is built.
"""

import json
import os
import sys
import sysconfig
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from stat import S_ISDIR
from time import perf_counter

from courseware.trees import TICK_NS, inside, lying, state_of
from jawara.places import CONTRACT, COURSES, ROOT, content_folders, kept_site

_DEEPEST = 9  # folders of classes are as deep as courseware/seen.py looks, below one of all classes
_VARIABLES = ("HEAD", "COMMIT_REF", "URL")  # what a host's build says of a proposal
_UNTOLD = frozenset({"__pycache__", "generated"})  # what the program writes beside its sources


def stands(output: Path, base_url: str, home: Path, context: str, authority: str) -> bool:
    """Whether nothing is left to build; then it is said."""
    began = perf_counter()
    if last := Standing(output, base_url, home, context, authority).still():
        pages, size = last
        print(said(pages, size, perf_counter() - began, output))
    return bool(last)


def said(pages: int, size: int, seconds: float, output: Path) -> str:
    """The one line that a build prints."""
    return f"{pages} pages, {size / 1e6:.1f} MB in {seconds:.1f} s: {output}"


class Standing:
    """To be made before anything is read, so that what changes meanwhile is noticed the next time. `authority` is what
    the site is to say of keys and log, empty if nothing.
    """

    def __init__(self, output: Path, base_url: str, home: Path, context: str, authority: str = "") -> None:
        self._output = output
        self._file = kept_site(home, output, "standing")
        classes = [folder.absolute() for folder in content_folders()]
        found = list(_found(classes))
        newest = max((max(lies[2:]) for _, lies in found if lies), default=0)
        self._settled = newest < time.time_ns() - TICK_NS
        told = [base_url, context, authority, *map(str, classes), *(os.environ.get(name, "") for name in _VARIABLES)]
        self._made_of = state_of([*found, *((f"{one}\0{number}", ()) for number, one in enumerate([*told, *_tools()]))])

    def still(self) -> tuple[int, int] | None:
        """Pages and bytes of the site, if it is the one that a build would make."""
        try:
            made_of, state, pages, size = json.loads(self._file.read_text("utf-8"))
            stands = made_of == self._made_of and state == state_of(lying(self._output).items())
            return (int(pages), int(size)) if stands else None
        except (OSError, ValueError, TypeError):
            return None

    def note(self, state: str, pages: int, size: int) -> None:
        """The site was built: what lies there now is `state`. What changed a moment ago may change unseen once more."""
        self._file.unlink(missing_ok=True)
        if self._settled and state:
            with suppress(OSError):
                self._file.write_text(json.dumps([self._made_of, state, pages, size]), "utf-8")


def _found(classes: Sequence[Path]) -> Iterator[tuple[str, tuple[int, ...]]]:
    """All that a site is made from, and how it lies; of folders only that they are there."""
    content = COURSES.parent
    own = (ROOT / "site", ROOT / "jawara", content / "courseware", content / "messages")
    for folder in (*classes, *own):
        for name, found in inside(folder, _DEEPEST):
            if _UNTOLD.isdisjoint(name.split("/")):
                yield f"{folder}\0{name}", _lies(found)
    for file in (CONTRACT, *content.glob("*.toml")):
        yield str(file), _lies(file.stat())


def _lies(found: os.stat_result) -> tuple[int, ...]:
    return () if S_ISDIR(found.st_mode) else (found.st_size, found.st_ino, found.st_mtime_ns, found.st_ctime_ns)


def _tools() -> Iterator[str]:
    """The Python that runs and the packages that it has, each with its version."""
    yield sys.version
    yield from sorted(path.name for path in Path(sysconfig.get_path("purelib")).glob("*.dist-info"))
