"""What stands between the `---` lines at the top of each file: the editors' reference of keys."""

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

from courseware.sealed import WATCHED_SHARE, Audience, LessonOrder, LessonRule, PrintedResult, ReviewPolicy

IDENTIFIER = "^[a-z0-9]+(-[a-z0-9]+)*$"
WEB_ADDRESS = r'^https?://[^\s<>"]+$'

Identifier = Annotated[str, StringConstraints(pattern=IDENTIFIER, max_length=80)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
Summary = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=160)]


def _yes_or_no(written: object) -> bool:
    """As YAML says it and as the braces of a question do."""
    match str(written).lower():
        case "true" | "ya":
            return True
        case "false" | "tidak":
            return False
        case _:
            raise PydanticCustomError("yes_or_no", "neither yes nor no")


YesOrNo = Annotated[
    bool,
    BeforeValidator(_yes_or_no),
    WithJsonSchema({"anyOf": [{"type": "boolean"}, {"enum": ["ya", "tidak"]}]}),
]


def _listed(written: object) -> object:
    """One word is a list of one."""
    return [written] if isinstance(written, str) else written


Rules = Annotated[
    tuple[LessonRule, ...], BeforeValidator(_listed), Field(min_length=1, json_schema_extra={"uniqueItems": True})
]
Share = Annotated[int, Field(ge=1, le=100)]


class Head(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ModuleHead(Head):
    id: Identifier
    title: Title = Field(alias="judul")


class CourseHead(Head):
    """course.md; `retired` are ids whose text is gone and that nobody may be given again.

    `rules` complete its lessons, where a lesson has what they ask for and says nothing else.
    """

    title: Title = Field(alias="judul")
    summary: Summary = Field(alias="ringkasan")
    audiences: tuple[Audience, ...] = Field(alias="untuk", min_length=1, json_schema_extra={"uniqueItems": True})
    hours: int = Field(alias="jp", ge=1, le=500)
    cover: Line = Field(alias="gambar")
    cover_alt: Line = Field(alias="gambar-alt")
    modules: tuple[ModuleHead, ...] = Field(alias="modul", min_length=1)
    goals: tuple[Line, ...] = Field(alias="tujuan", min_length=1)
    rules: Rules = Field(default=(LessonRule.READ,), alias="tuntas")
    watched_share: Share = Field(default=WATCHED_SHARE, alias="tonton-persen")
    order: LessonOrder = Field(default=LessonOrder.FREE, alias="urutan")
    printed: PrintedResult = Field(default=PrintedResult.SCORE, alias="hasil-tercetak")
    retired: tuple[Identifier, ...] = Field(default=(), alias="pensiun")


class SourceHead(Head):
    title: Line = Field(alias="judul")
    publisher: Line = Field(alias="penerbit")
    year: int = Field(alias="tahun", ge=1900, le=2200)
    url: Annotated[str, StringConstraints(pattern=WEB_ADDRESS, max_length=500)] | None = Field(
        default=None, alias="tautan"
    )


class LessonHead(Head):
    """lessons/NN-slug.md; `id` never changes once participants have seen the lesson.

    A retired lesson keeps its page for those who began earlier, and belongs to the class no more. `rules` and
    `watched_share` stand before those of the class.
    """

    id: Identifier
    title: Title = Field(alias="judul")
    module: Identifier = Field(alias="modul")
    minutes: int = Field(alias="menit", ge=1, le=600)
    summary: Line = Field(alias="ringkasan")
    sources: tuple[SourceHead, ...] = Field(default=(), alias="sumber")
    rules: Rules | None = Field(default=None, alias="tuntas")
    watched_share: Share | None = Field(default=None, alias="tonton-persen")
    retired: YesOrNo = Field(default=False, alias="pensiun")


class EvaluationHead(Head):
    """evaluation.md; 0 attempts means no limit. `grace_minutes`: how long after the deadline an answer that was made in
    time may still arrive.
    """

    minutes: int = Field(alias="menit", ge=1, le=600)
    passing_score: int = Field(alias="nilai-minimal", ge=1, le=100)
    attempts: int = Field(alias="percobaan", ge=0, le=100)
    wait_minutes: int = Field(alias="jeda-menit", ge=0, le=100_000)
    grace_minutes: int = Field(default=10, alias="toleransi-menit", ge=0, le=60)
    review: ReviewPolicy = Field(default=ReviewPolicy.AFTER_PASSING, alias="umpan-balik")
