"""The forms of the documents below /data/v1/. Within v1 fields may be added; none goes, none gets another meaning."""

from typing import Annotated, Literal

from pydantic import Field

from courseware.public import RecordingKind
from courseware.sealed import Audience, LessonOrder, LessonRule, QuestionKind
from sitegen.data.authority import AuthorityData
from sitegen.keeping import FilesData, WeightData
from sitegen.parts import Part


class CoverData(Part):
    """The picture of a class."""

    address: str
    """Of the picture, named for its content."""
    alt: str
    """What it shows, for who can't see it."""


class CourseEntry(Part):
    """A class as a list shows it."""

    slug: str
    """Names the class in addresses and in the API; never changes."""
    title: str
    """As plain text."""
    summary: str
    """One or two sentences of plain text."""
    audiences: tuple[Audience, ...]
    """For whom the class is made."""
    hours: int
    """Hours of lessons (JP) that the certificate names."""
    minutes: int
    """Of reading, over all lessons."""
    lessons: int
    """How many there are."""
    cover: CoverData
    """The picture of the class."""
    weight: WeightData
    """What reading the class costs over the line."""
    page: str
    """The address of the class's page."""
    data: str
    """The address of the class's own file."""
    files: str
    """The address of the list of files that keep the class on a phone."""


class CatalogueData(Part):
    """Every class as a list shows it, in the order of slugs."""

    kind: Literal["catalogue"] = "catalogue"
    """Tells the catalogue from the file of a class."""
    version: Literal[1] = 1
    """Of this form."""
    language: Literal["id"] = "id"
    """The language of titles and texts."""
    courses: tuple[CourseEntry, ...]
    """The classes that are open."""


class ProseData(Part):
    """A piece of a lesson's text."""

    kind: Literal["prose"] = "prose"
    """Tells text from a check."""
    html: str
    """Block HTML, with figures, tables, notes and recordings that load nothing by themselves."""


class ChoiceData(Part):
    """What can be chosen, put in order, or joined."""

    id: str
    """To be sent to the API."""
    html: str
    """Inline HTML."""


class CheckData(Part):
    """A question inside a lesson, without its answer: the API judges what is given."""

    kind: Literal["check"] = "check"
    """Tells a check from text."""
    id: str
    """To be sent to the API."""
    question: QuestionKind
    """How it is answered."""
    prompt_html: str
    """Block HTML."""
    choices: tuple[ChoiceData, ...]
    """Empty where an answer is written."""
    pairs: tuple[ChoiceData, ...]
    """The left sides of a matching question; each takes one of the choices."""
    unit: str
    """What a number is counted in; it may be empty."""
    unit_before: bool
    """Whether the unit stands before the number, as Rp does."""


class SourceData(Part):
    """A work that a lesson rests on."""

    title: str
    """Of the work."""
    publisher: str
    """Who published it, or wrote it."""
    year: int
    """Of publication."""
    url: str | None
    """Absolute; null for what is not on the web."""


class DownloadData(Part):
    """A file that a lesson offers."""

    title: str
    """What the link says."""
    address: str
    """Of the file, named for its content."""
    bytes: int
    """Its size."""


class RecordingData(Part):
    """What a lesson plays when it is asked to."""

    kind: RecordingKind
    """Video or sound."""
    title: str
    """What is seen or heard."""
    address: str
    """On this site, or absolute on another."""
    bytes: int
    """Its size."""
    seconds: int
    """How long it plays."""


class LessonData(Part):
    """A lesson with all that is read in it."""

    id: str
    """Given once; stays when title and address change. To be sent to the API."""
    slug: str
    """The last part of the lesson's address."""
    title: str
    """As plain text."""
    summary: str
    """One sentence of plain text."""
    page: str
    """The address of the lesson's page."""
    minutes: int
    """Of reading."""
    words: int
    """Of prose, transcripts and checks aside."""
    parts: tuple[Annotated[ProseData | CheckData, Field(discriminator="kind")], ...]
    """Text and checks, in the order of reading."""
    pictures: tuple[str, ...]
    """The addresses of the pictures that the text shows."""
    sources: tuple[SourceData, ...]
    """What the lesson rests on."""
    downloads: tuple[DownloadData, ...]
    """Files that the text links to."""
    recordings: tuple[RecordingData, ...]
    """What the text plays when it is asked to."""
    terms: tuple[str, ...]
    """Ids of words of the glossary. The text links the word to `#istilah:` and the id."""
    has_footnotes: bool
    """Whether the last part of the text holds footnotes."""
    rules: tuple[LessonRule, ...]
    """What completes the lesson besides reading it to its end."""
    watched_share: int
    """Percent of a video that count as watched."""


class ModuleData(Part):
    """Lessons that belong together."""

    id: str
    """Given once."""
    title: str
    """As plain text."""
    lessons: tuple[LessonData, ...]
    """In the order of reading."""


class TermData(Part):
    """A word of the glossary."""

    id: str
    """Given once."""
    word: str
    """As the text has it."""
    long: str
    """What an abbreviation stands for; it may be empty."""
    html: str
    """What the word means, as inline HTML."""
    page: str
    """Where the word stands in the page of the glossary."""


class EvaluationData(Part):
    """The rules of the class's evaluation. Its questions come from the API, for who sits it."""

    question_count: int
    """What one paper asks."""
    minutes: int
    """Time for one paper."""
    passing_score: int
    """Of 100."""
    attempts: int
    """How often it may be sat; 0 means no limit."""


class CourseData(CourseEntry):
    """One class with its lessons, glossary and the rules of its evaluation."""

    kind: Literal["course"] = "course"
    """Tells the file of a class from the catalogue."""
    version: Literal[1] = 1
    """Of this form."""
    language: Literal["id"] = "id"
    """The language of titles and texts."""
    description_html: str
    """Block HTML."""
    order: LessonOrder
    """In which order the lessons count as completed."""
    goals: tuple[str, ...]
    """What a participant can do afterwards; plain text."""
    modules: tuple[ModuleData, ...]
    """The lessons, in the order of reading. Those that left the class aren't among them."""
    glossary: tuple[TermData, ...]
    """Words that the lessons explain."""
    evaluation: EvaluationData
    """The rules of the evaluation."""


Document = Annotated[CatalogueData | CourseData | FilesData | AuthorityData, Field(discriminator="kind")]
"""What the schema describes; `kind` tells which one a file is."""
