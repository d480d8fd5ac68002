"""The sealed half of a release: what the API scores with. Needs the standard library and pydantic only."""

import json
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
NotNegative = Annotated[int, Field(ge=0)]
Percent = Annotated[int, Field(ge=0, le=100)]


class MalformedCourse(ValueError):
    """The text is not a sealed course that this version can read."""


class Audience(StrEnum):
    COOPERATIVE = "koperasi"
    BUSINESS = "umkm"
    PROSPECTIVE = "calon-wirausaha"
    COMPANION = "pendamping"


class QuestionKind(StrEnum):
    SINGLE = "single"
    MULTIPLE = "multiple"


@dataclass(frozen=True, slots=True)
class SealedChoice:
    """`html` and `feedback_html` are inline HTML, without a paragraph; the feedback may be empty."""

    __pydantic_config__ = _EXACT

    id: Name
    html: str
    correct: bool
    feedback_html: str


@dataclass(frozen=True, slots=True)
class SealedQuestion:
    """`prompt_html` and `explanation_html` are block HTML; `lesson` is the id of the lesson to read again."""

    __pydantic_config__ = _EXACT

    id: Name
    kind: QuestionKind
    prompt_html: str
    choices: Annotated[tuple[SealedChoice, ...], Field(min_length=2)]
    points: AtLeastOne
    explanation_html: str
    lesson: str | None


@dataclass(frozen=True, slots=True)
class SealedLesson:
    """`module` is the module's title."""

    __pydantic_config__ = _EXACT

    id: Name
    slug: Name
    title: Name
    module: Name
    minutes: AtLeastOne
    checks: tuple[SealedQuestion, ...]


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
    """`attempts` of 0 means no limit; `wait_minutes` is the pause before the next attempt."""

    __pydantic_config__ = _EXACT

    minutes: AtLeastOne
    passing_score: Percent
    attempts: NotNegative
    wait_minutes: NotNegative
    pools: Annotated[tuple[Pool, ...], Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class SealedCourse:
    """`hours` are the JP on the certificate; `minutes` is the sum over the lessons."""

    __pydantic_config__ = _EXACT

    slug: Name
    title: Name
    summary: str
    hours: AtLeastOne
    minutes: AtLeastOne
    audiences: tuple[Audience, ...]
    lessons: Annotated[tuple[SealedLesson, ...], Field(min_length=1)]
    evaluation: SealedEvaluation

    def to_json(self) -> str:
        """The one spelling of this course: sorted keys, no spaces. Equal courses give equal text."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @staticmethod
    def from_json(text: str) -> "SealedCourse":
        """Reads what `to_json` wrote; raises MalformedCourse for anything else."""
        try:
            return _reader().validate_json(text)
        except ValidationError as error:
            places = ", ".join(".".join(map(str, found["loc"])) or "document" for found in error.errors()[:5])
            raise MalformedCourse(f"Not a sealed course; wrong at: {places}.") from error

    @property
    def digest(self) -> str:
        return sha256(self.to_json().encode()).hexdigest()


@cache
def _reader() -> TypeAdapter[SealedCourse]:
    return TypeAdapter(SealedCourse)
