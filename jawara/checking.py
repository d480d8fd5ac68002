"""`jawara check`: every mistake of the content, for people, for a pull request's page, or for a program."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tomllib import TOMLDecodeError

import typer

from courseware.folders import gathered
from courseware.gaps import can_speak, gap_mistakes
from courseware.hosts import WrongHosts
from courseware.messages import Language, UnknownMessage, catalogue
from courseware.mistakes import Mistake
from courseware.processes import left_whole, uncollected
from courseware.release import ContentErrors, Library
from jawara.findings import FORMS, Failure, Form
from jawara.places import content_folders, kept_classes

_MISTAKES, _COULD_NOT_RUN = 1, 2


class CouldNotRun(Exception):
    """A key of check.toml, and what its sentence names: nothing can be said about the content."""

    def __init__(self, key: str, **facts: str) -> None:
        super().__init__(key)
        self.failure = Failure(key, facts)


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What was found, in the order of files and lines; the counts are those of content without mistakes."""

    mistakes: tuple[Mistake, ...]
    classes: int = 0
    lessons: int = 0


def check(classes: Sequence[str] | None, lang: str, form: str, home: Path) -> None:
    """Ends with code 1 where there is a mistake, with 2 where there is nothing to read; `classes` are slugs.

    What is read is kept below `home`: the next check, and the next build, read what has changed since.
    """
    language, wanted = Language(lang), Form(form)
    stream = sys.stderr if wanted is Form.TEXT else sys.stdout
    try:
        outcome = _outcome(classes or (), home)
    except CouldNotRun as error:
        if written := FORMS[wanted].failed(error.failure, language):
            print(written)
        print(f"jawara: {error.failure.said(language)}", file=sys.stderr)
        raise typer.Exit(_COULD_NOT_RUN) from error
    if written := FORMS[wanted].found(outcome.mistakes, language):
        print(written, file=stream)
    if outcome.mistakes:
        raise typer.Exit(_MISTAKES)
    if wanted is Form.TEXT:
        print(catalogue(language).say("check.clean", classes=outcome.classes, lessons=outcome.lessons))


def _outcome(classes: Sequence[str], home: Path) -> _Outcome:
    folders = content_folders()
    try:
        _look_for(classes, folders)
        return _read(classes, folders, home)
    except OSError as error:
        raise CouldNotRun("unreadable", reason=str(error)) from error
    except WrongHosts as error:
        raise CouldNotRun("wrong-hosts", reason=str(error)) from error
    except (TOMLDecodeError, UnknownMessage) as error:
        raise CouldNotRun("wrong-catalogue", reason=str(error)) from error


def _look_for(classes: Sequence[str], folders: Sequence[Path]) -> None:
    if absent := next((folder for folder in folders if not folder.is_dir()), None):
        raise CouldNotRun("absent", folder=str(absent))
    known = [files.slug for files in gathered(folders, [])]
    if unknown := next((name for name in classes if name not in known), None):
        raise CouldNotRun("unknown-class", course=unknown, known=", ".join(known))


def _read(classes: Sequence[str], folders: Sequence[Path], home: Path) -> _Outcome:
    """Gaps of the catalogue first: without its own sentences the checker is dumb."""
    lacking = list(gap_mistakes())
    if not can_speak():
        return _Outcome(tuple(lacking))
    try:
        with uncollected():
            library = Library(*folders, cache=kept_classes(home), only=classes or None)
            release = library.release()
            left_whole(library)
    except ContentErrors as errors:
        return _Outcome((*lacking, *errors.mistakes))
    lessons = sum(len(course.public.lessons) for course in release.courses)
    return _Outcome(tuple(lacking), len(release.courses), lessons)
