"""The public half of all classes as JSON, below /data/v1/: for frontends that are built without the API.

docs/data.md tells what may be relied on. Within v1 a field is added at most: none goes, and none gets another meaning.
"""

import json
from collections.abc import Iterable, Iterator, Mapping

from pydantic import TypeAdapter

from courseware.public import Check, PublicCourse, PublicLesson, Recording, lesson_url, terms_url
from sitegen.assets import with_addresses
from sitegen.data.authority import AuthorityData
from sitegen.data.forms import (
    CatalogueData,
    CheckData,
    ChoiceData,
    CourseData,
    CourseEntry,
    CoverData,
    Document,
    DownloadData,
    EvaluationData,
    LessonData,
    ModuleData,
    ProseData,
    RecordingData,
    SourceData,
    TermData,
)
from sitegen.keeping import FilesData, files_url, weight_data
from sitegen.pictures import with_variants
from sitegen.weights import Weight

ROOT = "/data/v1/"
CATALOGUE = f"{ROOT}catalogue.json"
AUTHORITY = f"{ROOT}authority.json"
SCHEMA = f"{ROOT}schema.json"


def course_address(slug: str) -> str:
    return f"{ROOT}courses/{slug}.json"


def course(course: PublicCourse, assets: Mapping[str, str], weight: Weight) -> str:
    """The file of a class; `assets` leads from media to their addresses."""
    return _Telling(course, assets, weight).course().model_dump_json() + "\n"


def catalogue(courses: Iterable[PublicCourse], assets: Mapping[str, str], weights: Mapping[str, Weight]) -> str:
    """The file of all classes; `weights` are theirs, by slug."""
    entries = tuple(_Telling(one, assets, weights[one.slug]).entry() for one in courses)
    return CatalogueData(courses=entries).model_dump_json() + "\n"


def authority(told: AuthorityData) -> str:
    """The file by which certificates are checked."""
    return told.model_dump_json(by_alias=True) + "\n"


def schema_file(base_url: str) -> str:
    return json.dumps(schema(base_url), ensure_ascii=False, separators=(",", ":")) + "\n"


def schema(base_url: str) -> dict[str, object]:
    """The JSON Schema (draft 2020-12) of all files, known by its own address."""
    made = TypeAdapter[CatalogueData | CourseData | FilesData | AuthorityData](Document).json_schema(
        mode="serialization"
    )
    # A keyword of OpenAPI; `kind` is a constant in each branch, which says the same.
    made.pop("discriminator")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{base_url}{SCHEMA}",
        "title": "The classes of Si-Jawara+ as data",
        "description": "Version 1. Fields may be added within it: programs pass over those that they don't know.",
        **made,
    }


class _Telling:
    """One class in the words of this form."""

    def __init__(self, course: PublicCourse, assets: Mapping[str, str], weight: Weight) -> None:
        self._course = course
        self._assets = assets
        self._weight = weight

    def entry(self) -> CourseEntry:
        """What a list shows."""
        course = self._course
        return CourseEntry(
            slug=course.slug,
            title=course.title,
            summary=course.summary,
            audiences=course.audiences,
            hours=course.hours,
            minutes=course.minutes,
            lessons=len(course.lessons),
            cover=CoverData(address=self._address(course.cover), alt=course.cover_alt),
            weight=weight_data(self._weight),
            page=f"/kelas/{course.slug}/",
            data=course_address(course.slug),
            files=files_url(course.slug),
        )

    def course(self) -> CourseData:
        course = self._course
        rules = course.evaluation
        return CourseData(
            **dict(self.entry()),
            description_html=self._html(course.description_html),
            order=course.order,
            goals=course.goals,
            modules=tuple(
                ModuleData(id=one.id, title=one.title, lessons=tuple(map(self._lesson, one.lessons)))
                for one in course.modules
            ),
            glossary=tuple(self._terms()),
            evaluation=EvaluationData(
                question_count=rules.question_count,
                minutes=rules.minutes,
                passing_score=rules.passing_score,
                attempts=rules.attempts,
            ),
        )

    def _lesson(self, lesson: PublicLesson) -> LessonData:
        return LessonData(
            id=lesson.id,
            slug=lesson.slug,
            title=lesson.title,
            summary=lesson.summary,
            page=lesson_url(self._course.slug, lesson.slug),
            minutes=lesson.minutes,
            words=lesson.words,
            parts=tuple(
                self._check(part) if isinstance(part, Check) else ProseData(html=self._html(part.html))
                for part in lesson.parts
            ),
            pictures=tuple(map(self._address, lesson.media)),
            sources=tuple(
                SourceData(title=one.title, publisher=one.publisher, year=one.year, url=one.url)
                for one in lesson.sources
            ),
            downloads=tuple(
                DownloadData(title=one.title, address=self._address(one.name), bytes=one.bytes)
                for one in lesson.downloads
            ),
            recordings=tuple(map(self._recording, lesson.recordings)),
            terms=lesson.terms,
            has_footnotes=lesson.has_footnotes,
            rules=lesson.rules,
            watched_share=lesson.watched_share,
        )

    def _check(self, check: Check) -> CheckData:
        choices, pairs = (
            tuple(ChoiceData(id=one.id, html=self._html(one.html)) for one in row)
            for row in (check.choices, check.pairs)
        )
        return CheckData(
            id=check.id,
            question=check.kind,
            prompt_html=self._html(check.prompt_html),
            choices=choices,
            pairs=pairs,
            unit=check.unit,
            unit_before=check.unit_before,
        )

    def _recording(self, one: Recording) -> RecordingData:
        # Quoted as in the HTML, where it is looked for.
        address = self._html(f'"{one.address}"')[1:-1]
        return RecordingData(kind=one.kind, title=one.title, address=address, bytes=one.bytes, seconds=one.seconds)

    def _terms(self) -> Iterator[TermData]:
        page = terms_url(self._course.slug)
        for term in self._course.glossary:
            meaning = self._html(term.html)
            yield TermData(id=term.id, word=term.word, long=term.long, html=meaning, page=f"{page}#{term.id}")

    def _address(self, name: str) -> str:
        return self._assets[f"{self._course.slug}/{name}"]

    def _html(self, html: str) -> str:
        return with_addresses(with_variants(html, self._assets), self._assets)
