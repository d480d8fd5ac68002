"""The sealed half of a release: what the API scores with. Needs the standard library and pydantic only."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum
from functools import cache
from hashlib import sha256
from typing import Annotated

from pydantic import ConfigDict, Field, StringConstraints, TypeAdapter, ValidationError

# A key this version doesn't know could change how an answer counts: a document that holds one is refused.
_EXACT = ConfigDict(extra="forbid", strict=True)


Name = Annotated[str, StringConstraints(min_length=1)]
AtLeastOne = Annotated[int, Field(ge=1)]
Share = Annotated[int, Field(ge=1, le=100)]
NotNegative = Annotated[int, Field(ge=0)]
Percent = Annotated[int, Field(ge=0, le=100)]
PlainDecimal = Annotated[str, StringConstraints(pattern=r"^-?(0|[1-9][0-9]*)(\.[0-9]*[1-9])?$")]


class MalformedCourse(ValueError):
    """The text is not a sealed course that this version can read."""


class Audience(StrEnum):
    COOPERATIVE = "koperasi"
    BUSINESS = "umkm"
    PROSPECTIVE = "calon-wirausaha"
    COMPANION = "pendamping"


class ReviewPolicy(StrEnum):
    """What a participant learns of finished papers, from the least to the most.

    TOPICS: points by topic, ever. AFTER_PASSING: every question with its answer, once the evaluation is passed.
    AFTER_LIMIT: that, and also once no attempt is left.
    """

    TOPICS = "topik"
    AFTER_PASSING = "setelah-lulus"
    AFTER_LIMIT = "setelah-batas"


class QuestionKind(StrEnum):
    """What a participant does to answer; it follows from the shape in which the question is written."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    TRUE_FALSE = "true_false"
    SHORT = "short"
    NUMBER = "number"
    MATCHING = "matching"
    ORDERING = "ordering"


class LessonRule(StrEnum):
    """What a participant does to complete a lesson. Every lesson is read to its end; the others come on top."""

    READ = "baca"
    ANSWER = "jawab"
    WATCH = "tonton"


class LessonOrder(StrEnum):
    """In which order the lessons of a class count."""

    FREE = "bebas"
    ONE_BY_ONE = "berurutan"


class PrintedResult(StrEnum):
    """What the certificate says of the result besides that the evaluation was passed."""

    SCORE = "nilai"
    LEVEL = "tingkat"
    NONE = "tanpa"


WATCHED_SHARE = 90
"""Percent of a video that count as watched where the class says nothing else."""


@dataclass(frozen=True, slots=True)
class SealedChoice:
    """`html` and `feedback_html` are inline HTML, without a paragraph; the feedback may be empty."""

    __pydantic_config__ = _EXACT

    id: Name
    html: str
    correct: bool
    feedback_html: str


@dataclass(frozen=True, slots=True)
class SealedPair:
    """The left side of a matching question; `choice` is the id of the right side that belongs to it."""

    __pydantic_config__ = _EXACT

    id: Name
    html: str
    choice: Name


@dataclass(frozen=True, slots=True)
class NumberKey:
    """`value` and `tolerance` are decimal numbers in plain notation: "1500", "12.5"; the unit may be empty."""

    __pydantic_config__ = _EXACT

    value: PlainDecimal
    tolerance: PlainDecimal
    unit: str
    unit_before: bool


@dataclass(frozen=True, slots=True)
class SealedQuestion:
    """`prompt_html` and `explanation_html` are block HTML; `lesson` is the id of the lesson to read again.

    `choices` are the options of single, multiple and true_false; for matching all right sides (decoys too) and for
    ordering the items in their right order, `correct` then says nothing. Other kinds have none. `partial` gives points
    for a partly right answer. What has a default came later: documents of before have none of it.
    """

    __pydantic_config__ = _EXACT

    id: Name
    kind: QuestionKind
    prompt_html: str
    choices: tuple[SealedChoice, ...]
    points: AtLeastOne
    explanation_html: str
    lesson: str | None
    spellings: tuple[Name, ...] = ()
    number: NumberKey | None = None
    pairs: tuple[SealedPair, ...] = ()
    partial: bool = False
    tags: tuple[Name, ...] = ()

    @property
    def can_be_judged(self) -> bool:
        """Whether the question has what its kind needs to judge an answer."""
        ids = {choice.id for choice in self.choices}
        match self.kind:
            case QuestionKind.SHORT:
                return bool(self.spellings)
            case QuestionKind.NUMBER:
                return self.number is not None
            case QuestionKind.MATCHING:
                return len(self.pairs) > 1 and all(pair.choice in ids for pair in self.pairs)
            case _:
                return len(ids) > 1


@dataclass(frozen=True, slots=True)
class SealedVideo:
    """A video that must be watched; `id` follows from its address."""

    __pydantic_config__ = _EXACT

    id: Name
    title: Name


@dataclass(frozen=True, slots=True)
class SealedLesson:
    """`module` is the module's title.

    `rules` are what completes the lesson besides reading it, `videos` those that must be watched, each to
    `watched_share` percent or its transcript to the end. They came later: lessons of before are read and no more.
    """

    __pydantic_config__ = _EXACT

    id: Name
    slug: Name
    title: Name
    module: Name
    minutes: AtLeastOne
    checks: tuple[SealedQuestion, ...]
    rules: tuple[LessonRule, ...] = ()
    videos: tuple[SealedVideo, ...] = ()
    watched_share: Share = WATCHED_SHARE


@dataclass(frozen=True, slots=True)
class Pool:
    """The questions of one topic; a paper takes `draw` of them."""

    __pydantic_config__ = _EXACT

    id: Name
    title: Name
    draw: AtLeastOne
    questions: Annotated[tuple[SealedQuestion, ...], Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class SealedEvaluation:
    """`attempts` of 0 means no limit; `wait_minutes` is the pause before the next attempt, `grace_minutes` how long
    after the deadline an answer that was made in time may still arrive.

    What has a default came later: documents of before have none of it.
    """

    __pydantic_config__ = _EXACT

    minutes: AtLeastOne
    passing_score: Percent
    attempts: NotNegative
    wait_minutes: NotNegative
    pools: Annotated[tuple[Pool, ...], Field(min_length=1)]
    grace_minutes: Annotated[int, Field(ge=0, le=60)] = 10
    review: ReviewPolicy = ReviewPolicy.AFTER_PASSING


@dataclass(frozen=True, slots=True)
class SealedCourse:
    """`hours` are the JP on the certificate; `minutes` is the sum over the lessons.

    `retired` are the ids of lessons, checks and questions that were given once and are never given again. `order` and
    `printed` came later: in classes of before the order is free, and the score is printed.
    """

    __pydantic_config__ = _EXACT

    slug: Name
    title: Name
    summary: str
    hours: AtLeastOne
    minutes: AtLeastOne
    audiences: tuple[Audience, ...]
    lessons: Annotated[tuple[SealedLesson, ...], Field(min_length=1)]
    evaluation: SealedEvaluation
    retired: tuple[Name, ...] = ()
    order: LessonOrder = LessonOrder.FREE
    printed: PrintedResult = PrintedResult.SCORE

    def to_json(self) -> str:
        """The one spelling of this course: sorted keys, no spaces. Equal courses give equal text."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @staticmethod
    def from_json(text: str) -> "SealedCourse":
        """Reads what `to_json` wrote; raises MalformedCourse for anything else."""
        try:
            course = _reader().validate_json(text)
        except ValidationError as error:
            places = ", ".join(".".join(map(str, found["loc"])) or "document" for found in error.errors()[:5])
            raise MalformedCourse(f"Not a sealed course; wrong at: {places}.") from error
        for question in course.questions:
            if not question.can_be_judged:
                raise MalformedCourse(f"Not a sealed course; question {question.id} has no key for {question.kind}.")
        return course

    @property
    def questions(self) -> Iterator[SealedQuestion]:
        """All checks of the lessons, then all questions of the evaluation."""
        for lesson in self.lessons:
            yield from lesson.checks
        for pool in self.evaluation.pools:
            yield from pool.questions

    @property
    def digest(self) -> str:
        return sha256(self.to_json().encode()).hexdigest()


@cache
def _reader() -> TypeAdapter[SealedCourse]:
    return TypeAdapter(SealedCourse)
