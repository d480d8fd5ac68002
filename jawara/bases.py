"""What a release is compared with: a git revision of the folders of classes, a folder of its own, or a sealed file."""

import os
import subprocess
import tarfile
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory

from courseware.messages import Catalogue
from courseware.release import ContentErrors, compile_release
from courseware.sealed import MalformedCourse
from courseware.sealed_release import SealedRelease

_OF_HOOKS = frozenset({"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"})


class NoBase(Exception):
    """Nothing can be read there; says why, for whoever asked."""


def release_of(base: str, folders: Sequence[Path], words: Catalogue) -> SealedRelease:
    """The sealed release that `base` names: a path if there is one, otherwise a git revision of these folders.

    Raises:
        NoBase
    """
    path = Path(base)
    if path.is_file():
        return _of_file(path, words)
    # An empty path would be the folder one stands in.
    if base and path.is_dir():
        return _compiled([path], base, words)
    with TemporaryDirectory(prefix="jawara-") as place:
        return _compiled(_at_revision(base, folders, Path(place), words), base, words)


def _of_file(path: Path, words: Catalogue) -> SealedRelease:
    try:
        return SealedRelease.from_json(path.read_text("utf-8"))
    except (MalformedCourse, ValueError, OSError) as error:
        raise NoBase(words.say("impact.notSealed", file=path, reason=error)) from error


def _compiled(folders: Sequence[Path], base: str, words: Catalogue) -> SealedRelease:
    """The classes in these folders, by the rules of today."""
    try:
        courses = compile_release(*folders).courses
    except ContentErrors as errors:
        first = str(errors).splitlines()[0]
        raise NoBase(words.say("impact.unreadable", base=base, count=len(errors.mistakes), first=first)) from errors
    if not courses:
        raise NoBase(words.say("impact.empty", base=base))
    return SealedRelease(tuple(course.sealed for course in courses))


def _at_revision(base: str, folders: Sequence[Path], place: Path, words: Catalogue) -> list[Path]:
    """Each folder as it was at the revision of its own repository, laid out below `place`. One that came later has
    nothing to give.
    """
    if which("git") is None:
        raise NoBase(words.say("impact.gitMissing", base=base))
    laid: list[Path] = []
    for number, folder in enumerate(folders):
        repository = _repository(folder)
        if repository is None:
            raise NoBase(words.say("impact.noGit", base=base, folder=folder))
        # After the double dash nothing is an option, whatever it begins with.
        found = _git(repository, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{base}^{{commit}}")
        commit = found.stdout.decode().strip()
        if found.returncode or not commit:
            raise NoBase(words.say("impact.noRevision", base=base, folder=folder))
        inside = folder.resolve().relative_to(repository).as_posix()
        target = place / str(number)
        target.mkdir()
        if inside == "." or _git(repository, "cat-file", "-e", f"{commit}:{inside}").returncode == 0:
            packed = _git(repository, "archive", "--format=tar", commit, "--", inside)
            if packed.returncode:
                raise NoBase(words.say("impact.noArchive", base=base, reason=packed.stderr.decode().strip()))
            try:
                with tarfile.open(fileobj=BytesIO(packed.stdout)) as archive:
                    archive.extractall(target, filter="data")
            except tarfile.TarError as error:
                # A link that leads out of the folder: it is not followed.
                raise NoBase(words.say("impact.noArchive", base=base, reason=error)) from error
            laid.append(target / inside)
    return laid


def _repository(folder: Path) -> Path | None:
    if not folder.is_dir():
        return None
    found = _git(folder, "rev-parse", "--show-toplevel")
    return Path(found.stdout.decode().strip()).resolve() if found.returncode == 0 else None


def _git(folder: Path, *command: str) -> "subprocess.CompletedProcess[bytes]":
    # A hook of another repository says by variables which one is meant; here the folder says it.
    environment = {name: value for name, value in os.environ.items() if name not in _OF_HOOKS}
    return subprocess.run(["git", "-C", str(folder), *command], env=environment, capture_output=True, check=False)
