"""Where the files of a class lie: in one folder, or in several that are read as one.

So the lessons may be open to everyone while the evaluation, which holds its key, lies in a repository of its own.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from courseware.mistakes import Mistake, SourceFile, mistake, read_source


@dataclass(frozen=True, slots=True)
class Labelled:
    """A path, and how mistakes name it."""

    path: Path
    label: str

    def __truediv__(self, name: str) -> "Labelled":
        return Labelled(self.path / name, f"{self.label}/{name}")


@dataclass(frozen=True, slots=True)
class CourseFiles:
    """The files of one class; `folders` are all that hold a part of it. `marked` as in SourceFile."""

    slug: str
    folders: tuple[Labelled, ...]
    marked: bool = False

    @property
    def label(self) -> str:
        """What a mistake of the class as a whole is told at."""
        return self.find("course.md").label.removesuffix("/course.md")

    def find(self, name: str) -> Labelled:
        """Where the file `name` lies, or would lie in the first folder."""
        first, *others = self.folders
        if not others:
            return first / name
        return next((folder / name for folder in self.folders if (folder.path / name).is_file()), first / name)

    def source(self, name: str, mistakes: list[Mistake]) -> SourceFile | None:
        found = self.find(name)
        source = read_source(found.path, found.label, mistakes)
        return replace(source, marked=True) if source and self.marked else source

    def names_in(self, folder: str) -> list[str]:
        """The names of all files in a folder of the class, in their order; hidden ones left out."""
        names = {path.name for one in self.folders for path in (one.path / folder).glob("*")}
        return sorted(name for name in names if not name.startswith("."))

    def twins(self) -> Iterator[Mistake]:
        """A mistake for each file that lies in two folders: which one holds is nobody's guess."""
        seen: dict[str, Labelled] = {}
        for folder in self.folders if len(self.folders) > 1 else ():
            for path in sorted(path for path in folder.path.rglob("*") if path.is_file()):
                name = path.relative_to(folder.path).as_posix()
                if any(part.startswith(".") for part in name.split("/")):
                    continue
                first = seen.setdefault(name, folder / name)
                if first.path != path:
                    yield mistake((folder / name).label, 1, "folders.twin", first=first.label)


def gathered(folders: Sequence[Path], mistakes: list[Mistake]) -> list[CourseFiles]:
    """Every class in any of these folders, in the order of their slugs."""
    found: dict[str, list[Labelled]] = {}
    for folder in _labelled(folders):
        if not folder.path.is_dir():
            mistakes.append(mistake(folder.label, 1, "folders.absent"))
            continue
        for path in folder.path.iterdir():
            if path.is_dir() and not path.name.startswith("."):
                found.setdefault(path.name, []).append(folder / path.name)
    return [CourseFiles(slug, tuple(parts)) for slug, parts in sorted(found.items())]


def _labelled(folders: Sequence[Path]) -> list[Labelled]:
    """An editor sees paths from the project's root; one that lies elsewhere by its last two names, if they tell it."""
    short = [_short(folder.absolute()) for folder in folders]
    return [
        Labelled(folder, label if short.count(label) == 1 else folder.absolute().as_posix())
        for folder, label in zip(folders, short, strict=True)
    ]


def _short(folder: Path) -> str:
    here = Path.cwd()
    return folder.relative_to(here).as_posix() if here in folder.parents else "/".join(folder.parts[-2:])
