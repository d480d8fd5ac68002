"""The public half of a release: all that the site may show. Holds no key, no feedback and no explanation."""

from dataclasses import dataclass

from courseware.sealed import Audience, QuestionKind


def lesson_url(course_slug: str, lesson_slug: str) -> str:
    return f"/kelas/{course_slug}/{lesson_slug}/"


def media_url(course_slug: str, name: str) -> str:
    """Where the HTML of a release expects the media file `name`."""
    return f"/kelas/{course_slug}/media/{name}"


@dataclass(frozen=True, slots=True)
class Prose:
    html: str


@dataclass(frozen=True, slots=True)
class PublicChoice:
    """`html` is inline HTML, without a paragraph."""

    id: str
    html: str


@dataclass(frozen=True, slots=True)
class Check:
    """A question inside a lesson; `prompt_html` is block HTML.

    `pairs` are the left sides of a matching question. Where the order of the choices is the key (matching, ordering)
    they stand in the order of their ids. `unit` is what a number is counted in; it may be empty.
    """

    id: str
    kind: QuestionKind
    prompt_html: str
    choices: tuple[PublicChoice, ...]
    pairs: tuple[PublicChoice, ...] = ()
    unit: str = ""
    unit_before: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """A work that a lesson rests on; `url` is absolute."""

    title: str
    publisher: str
    year: int
    url: str | None


@dataclass(frozen=True, slots=True)
class PublicLesson:
    """`module` is the module's title; `media` are the names of the files that the lesson shows."""

    id: str
    slug: str
    title: str
    summary: str
    module: str
    minutes: int
    parts: tuple[Prose | Check, ...]
    sources: tuple[Source, ...]
    media: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PublicModule:
    id: str
    title: str
    lessons: tuple[PublicLesson, ...]


@dataclass(frozen=True, slots=True)
class PublicEvaluation:
    """`question_count` is what one paper asks; `attempts` of 0 means no limit."""

    question_count: int
    minutes: int
    passing_score: int
    attempts: int


@dataclass(frozen=True, slots=True)
class PublicCourse:
    """`cover` is the name of a media file; `hours` are JP; `minutes` is the sum over the lessons."""

    slug: str
    title: str
    summary: str
    description_html: str
    audiences: tuple[Audience, ...]
    hours: int
    minutes: int
    goals: tuple[str, ...]
    cover: str
    cover_alt: str
    modules: tuple[PublicModule, ...]
    evaluation: PublicEvaluation

    @property
    def lessons(self) -> tuple[PublicLesson, ...]:
        """All lessons in the order of reading."""
        return tuple(lesson for module in self.modules for lesson in module.lessons)
