"""The files that one course shows or offers: only what lies in its media folder, is small, and carries no script."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

from courseware.folders import CourseFiles, Labelled
from courseware.mistakes import Mistake, SourceFile, mistake, read_source
from courseware.pictures import picture_size
from courseware.svg import inspect_svg

# A page must open on a slow phone: one drawing takes at most this much.
LARGEST_PICTURE = 150_000
# A photo may come as the camera made it, for the site makes it small; git keeps it for ever, though.
LARGEST_PHOTO = 5_000_000
# Bytes that the site lets any variant of a photo have.
HEAVIEST_VARIANT = 100_000
PHOTO_SUFFIXES = (".png", ".jpg", ".jpeg", ".webp", ".avif")
PICTURE_SUFFIXES = (".svg", *PHOTO_SUFFIXES)
MEDIA = "media/"
_WRITTEN = re.compile(r"media/([a-z0-9][a-z0-9._-]*)")


@dataclass(frozen=True, slots=True)
class Picture:
    """`name` is the file's name in the media folder; width and height are pixels."""

    name: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Shelf:
    """`used` are the files that the course shows or offers, by their names in the media folder.

    `hosts` are other sites from which it may play recordings.
    """

    files: CourseFiles
    mistakes: list[Mistake] = field(repr=False)
    hosts: Collection[str] = ()
    used: dict[str, Path] = field(default_factory=dict[str, Path])
    _seen: dict[str, Picture | None] = field(default_factory=dict[str, Picture | None])
    _resolved: dict[Path, Path] = field(default_factory=dict[Path, Path])
    _real_folders: list[Path] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_real_folders", [folder.path.resolve() for folder in self.files.folders])

    def picture(self, written: str, source: SourceFile, line: int) -> Picture | None:
        """The picture that a text names as `media/x.svg`; None, and a mistake noted, when it can't be shown."""
        file = self.file(written, source, line, "picture")
        if file is None:
            return None
        name = file.path.name
        if name not in self._seen:
            self._seen[name] = self._inspected(file)
        return self._seen[name]

    def file(self, written: str, source: SourceFile, line: int, kind: str = "file") -> Labelled | None:
        """The file that a text names as `media/x`; None, and a mistake noted, when there is none to be had.

        `kind` is "picture" or "file": what the mistake calls it.
        """
        if not written.startswith(MEDIA) or ".." in written:
            source.wrong(line, f"media.{kind}-elsewhere", written=written)
            return None
        match = _WRITTEN.fullmatch(written)
        if not match:
            source.wrong(line, f"media.{kind}-name", written=written)
            return None
        file = self.files.find(written)
        if not file.path.is_file():
            self._tell_absent(written, source, line, kind)
            return None
        # Only a link leads elsewhere than its folder does; to resolve each file takes as long as to read it.
        real = file.path.resolve() if file.path.is_symlink() else self._really(file.path.parent) / file.path.name
        if not any(real.is_relative_to(folder) for folder in self._real_folders):
            self.mistakes.append(mistake(file.label, 1, "media.points-outside"))
            return None
        return file

    def _really(self, folder: Path) -> Path:
        if folder not in self._resolved:
            self._resolved[folder] = folder.resolve()
        return self._resolved[folder]

    def _tell_absent(self, written: str, source: SourceFile, line: int, kind: str) -> None:
        if near := get_close_matches(written.removeprefix(MEDIA), self.files.names_in("media"), n=1):
            source.wrong(line, f"media.{kind}-misspelt", written=written, near=near[0])
        else:
            source.wrong(line, f"media.{kind}-absent", written=written)

    def _inspected(self, file: Labelled) -> Picture | None:
        path = file.path
        most = LARGEST_PHOTO if path.suffix in PHOTO_SUFFIXES else LARGEST_PICTURE
        if (size := path.stat().st_size) > most:
            sizes = {"size": -(-size // 1000), "most": most // 1000}
            self.mistakes.append(mistake(file.label, 1, "media.heavy-picture", **sizes))
            return None
        if path.suffix not in PICTURE_SUFFIXES:
            known = ", ".join(PICTURE_SUFFIXES)
            self.mistakes.append(mistake(file.label, 1, "media.picture-kind", suffix=path.suffix, known=known))
            return None
        found = self._drawing(file) if path.suffix == ".svg" else picture_size(path.suffix, path.read_bytes())
        if found is None:
            self.mistakes.append(mistake(file.label, 1, "media.no-picture", suffix=path.suffix))
            return None
        self.used[path.name] = path
        return Picture(path.name, *found)

    def _drawing(self, file: Labelled) -> tuple[int, int] | None:
        source = read_source(file.path, file.label, self.mistakes)
        if source is None:
            return None
        findings = inspect_svg(source.text)
        for line, code, name in findings.mistakes:
            source.wrong(line, f"svg.{code}", name=name)
        if not findings.width or not findings.height:
            source.wrong(1, "svg.no-size")
        return findings.width, findings.height
