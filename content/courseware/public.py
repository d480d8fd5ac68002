"""The public half of a release: all that the site may show. Holds no key, no feedback and no explanation."""

from dataclasses import dataclass
from enum import StrEnum

from courseware.sealed import WATCHED_SHARE, Audience, LessonOrder, LessonRule, QuestionKind


def lesson_url(course_slug: str, lesson_slug: str) -> str:
    return f"/kelas/{course_slug}/{lesson_slug}/"


def terms_url(course_slug: str) -> str:
    """The page of the class's glossary; each word has its id as anchor."""
    return lesson_url(course_slug, "istilah")


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
class Download:
    """A file that a lesson offers; `name` is its name among the media, `title` what the link says."""

    name: str
    title: str
    bytes: int


class RecordingKind(StrEnum):
    VIDEO = "video"
    AUDIO = "audio"


@dataclass(frozen=True, slots=True)
class Recording:
    """What a lesson plays when it is asked to; `address` as it stands in the HTML, on this site or another."""

    kind: RecordingKind
    title: str
    address: str
    bytes: int
    seconds: int


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the class's glossary; `long` is what an abbreviation stands for, `html` is inline HTML."""

    id: str
    word: str
    long: str
    html: str


@dataclass(frozen=True, slots=True)
class PublicLesson:
    """`module` is the module's title; `media` are the names of the pictures that the lesson shows.

    `words` counts the prose, transcripts and checks aside; `terms` are the ids of the words of the glossary that the
    lesson explains, in their order. `recordings` and `downloads` come over the line only when they are asked for.
    `rules` are what completes the lesson besides reading it.
    """

    id: str
    slug: str
    title: str
    summary: str
    module: str
    minutes: int
    parts: tuple[Prose | Check, ...]
    sources: tuple[Source, ...]
    media: tuple[str, ...]
    downloads: tuple[Download, ...] = ()
    recordings: tuple[Recording, ...] = ()
    terms: tuple[str, ...] = ()
    has_footnotes: bool = False
    words: int = 0
    rules: tuple[LessonRule, ...] = ()
    watched_share: int = WATCHED_SHARE


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
    """`cover` is the name of a media file; `hours` are JP; `minutes` is the sum over the lessons.

    `retired` are lessons that belong to the class no more: their pages stay for those who began with them.
    """

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
    glossary: tuple[Term, ...] = ()
    retired: tuple[PublicLesson, ...] = ()
    order: LessonOrder = LessonOrder.FREE

    @property
    def lessons(self) -> tuple[PublicLesson, ...]:
        """All lessons in the order of reading."""
        return tuple(lesson for module in self.modules for lesson in module.lessons)
