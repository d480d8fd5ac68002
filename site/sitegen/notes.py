"""What a build needs to know of each class, found out once for as long as the class is the same."""

import os
import pickle
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from courseware.leaks import sealed_strings_of
from courseware.media import PICTURE_SUFFIXES
from courseware.pickled import DAMAGED, brought
from courseware.processes import spread
from courseware.public import media_url
from courseware.release import CourseRelease, SealedString
from sitegen.inputs import digest_of, renderer
from sitegen.search import Piece, piece_of

_FEWEST = 8  # classes; for fewer, another process costs more than it brings
_DIGEST = sha256().digest_size


@dataclass(frozen=True, slots=True)
class Medium:
    """A file of a class; `digest` is SHA-256 in hex.

    `asked_for`: it comes only when a reader asks for it. `in_answers`: an outcome that the API tells shows it.
    """

    name: str
    file: Path
    digest: str
    asked_for: bool
    in_answers: bool


@dataclass(frozen=True, slots=True)
class Notes:
    """`public` and `sealed` tell apart what pages show of a class and what they must not; `texts` are the latter.

    `piece` is what the search's index has of it.
    """

    public: str
    sealed: str
    texts: tuple[SealedString, ...]
    media: tuple[Medium, ...]
    piece: Piece


class Notebook:
    """Notes on classes by their slugs. A folder keeps those on classes that a library keeps, for the next process."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._known: dict[str, tuple[CourseRelease, Notes]] = {}

    def on(self, courses: Sequence[CourseRelease]) -> dict[str, Notes]:
        """The notes on these and no other classes, in their order.

        A class that is the very object of the time before has not changed, nor have its files.
        """
        known = self._known
        new = [one for one in courses if (had := known.get(one.slug)) is None or had[0] is not one]
        # Here: from another process they would only come pickled once more.
        fresh = {one.slug: (one, notes) for one in new if (notes := self._found(one))}
        lacking = [one for one in new if one.slug not in fresh]
        fresh |= {
            one.slug: (one, notes) for one, notes in zip(lacking, spread(self._made, lacking, _FEWEST), strict=True)
        }
        self._known = {one.slug: fresh.get(one.slug) or known[one.slug] for one in courses}
        if self._folder and new:
            self._clear_all_but(self._folder, courses)
        return {slug: notes for slug, (_, notes) in self._known.items()}

    def note(self, course: CourseRelease) -> None:
        """Notes in the folder what `on` will ask for; for the process that just read the class and has it at hand."""
        if self._file(course):
            self._made(course)

    def _found(self, course: CourseRelease) -> Notes | None:
        """What another process noted; None where it didn't, or where the file is damaged."""
        if not (file := self._file(course)):
            return None
        try:
            kept = file.read_bytes()
        except OSError:
            return None
        if sha256(kept[_DIGEST:]).digest() != kept[:_DIGEST]:
            return None
        try:
            return _from_list(course, brought(kept[_DIGEST:]))
        except DAMAGED:
            return None

    def _made(self, course: CourseRelease) -> Notes:
        notes = _notes(course)
        if file := self._file(course):
            told = pickle.dumps(_to_list(notes), pickle.HIGHEST_PROTOCOL)
            scratch = file.with_suffix(f".{os.getpid()}")
            with suppress(OSError):  # A folder that takes nothing is no mistake.
                file.parent.mkdir(0o700, parents=True, exist_ok=True)  # Sealed texts are in it.
                scratch.write_bytes(sha256(told).digest() + told)
                scratch.replace(file)
        return notes

    def _file(self, course: CourseRelease) -> Path | None:
        if self._folder is None or course.kept is None:
            return None
        return self._folder / digest_of([renderer(), course.slug, course.kept.mark])

    def _clear_all_but(self, folder: Path, courses: Collection[CourseRelease]) -> None:
        wanted = {self._file(course) for course in courses}
        with suppress(OSError):
            for file in folder.iterdir():
                if file not in wanted:
                    file.unlink(missing_ok=True)


def _notes(course: CourseRelease) -> Notes:
    texts = tuple(sealed_strings_of(course.sealed))
    # What a check's explanation shows comes from the API, which knows the pictures by their own names alone.
    told = course.kept.sealed if course.kept else repr(course.sealed).encode()
    public = course.kept.public if course.kept else repr(course.public).encode()
    media = tuple(
        _medium(
            name,
            file,
            sha256(file.read_bytes()).hexdigest(),
            in_answers=media_url(course.slug, name).encode() in told,
        )
        for name, file in sorted(course.media.items())
    )
    sealed = digest_of(f"{one.origin}\0{one.text}" for one in texts)
    return Notes(sha256(public).hexdigest(), sealed, texts, media, piece_of(course.public))


def _medium(name: str, file: Path, digest: str, *, in_answers: bool) -> Medium:
    return Medium(name, file, digest, asked_for=file.suffix not in PICTURE_SUFFIXES, in_answers=in_answers)


def _to_list(notes: Notes) -> list[Any]:
    """As plain values, of which thousands are brought out at once; where media lie, the class knows."""
    texts = [part for one in notes.texts for part in (one.text, one.origin)]
    media = [(one.name, one.digest, one.in_answers) for one in notes.media]
    return [notes.public, notes.sealed, texts, media, notes.piece.entries, notes.piece.digest, list(notes.piece.words)]


def _from_list(course: CourseRelease, kept: Any) -> Notes:
    """Raises TypeError, ValueError or LookupError for anything else."""
    public, sealed, texts, media, entries, digest, words = kept
    return Notes(
        str(public),
        str(sealed),
        tuple(map(SealedString, texts[::2], texts[1::2])),
        tuple(_media(course, media)),
        Piece(bytes(entries), str(digest), frozenset(words)),
    )


def _media(course: CourseRelease, kept: Sequence[tuple[str, str, bool]]) -> Iterator[Medium]:
    for name, digest, in_answers in kept:
        yield _medium(name, course.media[name], digest, in_answers=in_answers)
