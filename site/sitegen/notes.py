"""What a build needs to know of each class, found out once for as long as the class is the same object."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from courseware.leaks import sealed_strings_of
from courseware.media import PICTURE_SUFFIXES
from courseware.processes import spread
from courseware.public import media_url
from courseware.release import CourseRelease, SealedString
from sitegen.inputs import digest_of

_FEWEST = 8  # classes; for fewer, another process costs more than it brings


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
    """`public` and `sealed` tell apart what pages show of a class and what they must not; `texts` are the latter."""

    public: str
    sealed: str
    texts: tuple[SealedString, ...]
    media: tuple[Medium, ...]


class Notebook:
    """Notes on classes by their slugs."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[CourseRelease, Notes]] = {}

    def on(self, courses: Sequence[CourseRelease]) -> dict[str, Notes]:
        """The notes on these and no other classes, in their order.

        A class that is the very object of the time before has not changed, nor have its files.
        """
        known = self._known
        new = [one for one in courses if (had := known.get(one.public.slug)) is None or had[0] is not one]
        fresh = {
            course.public.slug: (course, notes) for course, notes in zip(new, spread(_notes, new, _FEWEST), strict=True)
        }
        self._known = {one.public.slug: fresh.get(one.public.slug) or known[one.public.slug] for one in courses}
        return {slug: notes for slug, (_, notes) in self._known.items()}


def _notes(course: CourseRelease) -> Notes:
    texts = tuple(sealed_strings_of(course.sealed))
    # What a check's explanation shows comes from the API, which knows the pictures by their own names alone.
    told = repr(course.sealed)
    slug = course.public.slug
    media = (
        Medium(
            name,
            file,
            sha256(file.read_bytes()).hexdigest(),
            asked_for=file.suffix not in PICTURE_SUFFIXES,
            in_answers=media_url(slug, name) in told,
        )
        for name, file in sorted(course.media.items())
    )
    sealed = digest_of(f"{one.origin}\0{one.text}" for one in texts)
    return Notes(digest_of([repr(course.public)]), sealed, texts, tuple(media))
