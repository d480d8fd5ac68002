"""From a release to the finished site: all of it, or the old one stays."""

import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from urllib.parse import urlsplit

from courseware.processes import uncollected
from courseware.release import CourseRelease, Release
from sitegen.data.authority import AuthorityData
from sitegen.deno_runs import CACHE
from sitegen.leaks import LeakFound
from sitegen.making import SITE, Kit, Making
from sitegen.notes import Notebook
from sitegen.output import Memory, Output, place_of
from sitegen.proposal import Proposal
from sitegen.settings import read_settings
from sitegen.trouble import SiteError


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What the site is now: HTML pages, bytes of all files together, and whether /admin/ is there.

    `changed` are the files that were written or taken away in these seconds, by their paths inside the site; `left` is
    what the next build needs to know, None where it is to try something again.
    """

    pages: int
    bytes: int
    seconds: float
    admin: bool
    changed: tuple[str, ...]
    left: Memory | None = field(repr=False)

    @property
    def state(self) -> str:
        """Tells apart how all files lie now (courseware/trees.py); empty where something is to be tried again."""
        return self.left.state if self.left else ""


class Workshop:
    """Builds a site again and again, each time only what has changed.

    `base_url` is where it will be served (`https://host`); `cache` keeps what is slow to make, scripts and photos.
    `memory` is a file that lets the next process go on where this one ended, as does a folder of the same name with
    notes on classes; without it the first build is a whole one.
    `proposal` says that it will not be the official site, `authority` by what certificates are checked on it.
    """

    def __init__(
        self,
        output: Path,
        base_url: str,
        *,
        cache: Path = CACHE,
        memory: Path | None = None,
        proposal: Proposal | None = None,
        authority: AuthorityData | None = None,
    ) -> None:
        self._folder = output
        self._origin = _origin(base_url)
        self._kit = Kit(cache, Notebook(memory.with_suffix(".notes") if memory else None))
        self._proposal = proposal
        self._authority = authority
        self._file = memory
        self._memory = _remembered(memory, output) if memory else None
        if self._memory:
            self._kit.sizes.update(self._memory.sizes)

    def note(self, course: CourseRelease) -> None:
        """What a build will ask of a class, noted for it by the process that reads the class (see Library)."""
        self._kit.notebook.note(course)

    def build(self, release: Release) -> BuildReport:
        """Renders the site, and puts it in the place of the old one once everything is found good.

        Raises LeakFound when sealed text stands in the result, SiteError when a part of the site is missing or broken.
        """
        began = perf_counter()
        settings = read_settings(SITE / "site.toml")
        self._folder.parent.mkdir(parents=True, exist_ok=True)
        with (
            uncollected(),
            tempfile.TemporaryDirectory(prefix=f".{self._folder.name}-", dir=self._folder.parent) as scratch,
        ):
            waiting = Path(scratch) / "new"
            waiting.mkdir()
            output = Output(self._folder, waiting, self._memory)
            extra = (self._proposal, self._authority)
            making = Making(release, output, self._origin, settings, self._kit, self._memory, *extra)
            making.make()
            if making.leaks:
                raise LeakFound(sorted(making.leaks, key=lambda leak: leak.file))
            self._forget()
            changed = output.publish(Path(scratch) / "old")
        self._memory = output.memory(making.sealed, making.measured(), making.pieces(), self._kit.sizes)
        self._keep_memory()
        size = sum(size for _, (size, *_) in self._memory.files.values())
        left = None if self._kit.lacking else self._memory
        return BuildReport(len(making.pages), size, perf_counter() - began, making.has_admin, changed, left)

    def _forget(self) -> None:
        """Should this process end while files are replaced, the next one begins anew."""
        self._memory = None
        if self._file:
            self._file.unlink(missing_ok=True)

    def _keep_memory(self) -> None:
        if self._file and self._memory:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            scratch = self._file.with_suffix(".new")
            scratch.write_text(self._memory.to_json(), "utf-8")
            scratch.replace(self._file)


def build(
    release: Release, output: Path, base_url: str, *, cache: Path = CACHE, proposal: Proposal | None = None
) -> BuildReport:
    """Builds the site into `output` once, whatever was there before; see Workshop."""
    return Workshop(output, base_url, cache=cache, proposal=proposal).build(release)


def _origin(base_url: str) -> str:
    parts = urlsplit(base_url)
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.path not in {"", "/"}:
        raise SiteError(f"{base_url!r} is no address of a site; give scheme and host, such as https://host.example.")
    return f"{parts.scheme}://{parts.netloc}"


def _remembered(file: Path, output: Path) -> Memory | None:
    """None where nothing is kept, where it is damaged, or where it tells of another folder."""
    try:
        memory = Memory.from_json(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError):
        return None
    return memory if memory and memory.place == place_of(output) else None
