"""One class, as its public and its sealed half."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from courseware.completion import ClassRules, check_class_rules
from courseware.evaluation import EvaluationReader
from courseware.folders import CourseFiles
from courseware.front_matter import Body, line_of, read_front_matter
from courseware.giveaways import by_length, by_place
from courseware.glossary import Glossary
from courseware.heads import IDENTIFIER, CourseHead, LessonHead
from courseware.lesson import LessonFile, LessonHalves, LessonReader
from courseware.levels import LEVELS, Level, level_of, word_of
from courseware.links import Lessons, Words
from courseware.markdown import CheckText, Writer
from courseware.media import Shelf
from courseware.memory import ClassMemory
from courseware.mistakes import Mistake, SourceFile, mistake
from courseware.modules import check_modules, modules_of
from courseware.pickled import brought, told
from courseware.public import PublicCourse, PublicEvaluation, PublicModule, Term, lesson_url
from courseware.register import Register
from courseware.retirement import Retired
from courseware.sealed import PrintedResult, SealedCourse, SealedEvaluation
from courseware.sealed_pictures import SealedShelf
from courseware.site_links import ClassPages, SiteLink, SiteLinks

_LESSON_NAME = re.compile(r"([0-9]{2,4})-([a-z0-9]+(?:-[a-z0-9]+)*)\.md")
# Addresses beside the lessons that the site keeps for itself.
KEPT_SLUGS = frozenset({"evaluasi", "istilah", "media"})


@dataclass(frozen=True, slots=True)
class KeptHalves:
    """Both halves as they are kept, pickled; `mark` tells apart what they were read from, and by whom."""

    mark: str
    public: bytes = field(repr=False)
    sealed: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class CourseRelease:
    """`media` maps the names of the files that the course shows to where they lie.

    `pages` are where others may lead, `abroad` are its links to other classes. `kept` are the halves of a course that
    a library has kept; then each is brought out when it is first asked for.
    """

    public: PublicCourse
    sealed: SealedCourse
    media: Mapping[str, Path]
    pages: ClassPages = field(default_factory=lambda: ClassPages("", {}))
    abroad: tuple[SiteLink, ...] = ()
    kept: KeptHalves | None = field(default=None, init=False, repr=False, compare=False)

    @property
    def slug(self) -> str:
        """Names the course; its halves needn't be asked."""
        return self.pages.course or self.public.slug

    def keep(self, mark: str) -> None:
        """From now on it is pickled without being taken apart."""
        object.__setattr__(self, "kept", KeptHalves(mark, told(self.public), told(self.sealed)))

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> object:
            if name not in {"public", "sealed"} or self.kept is None:
                raise AttributeError(name)
            half = brought(getattr(self.kept, name))
            object.__setattr__(self, name, half)
            return half

    def __getstate__(self) -> dict[str, object]:
        halves = () if self.kept else ("public", "sealed")
        return {name: getattr(self, name) for name in (*halves, "media", "pages", "abroad", "kept")}

    def __setstate__(self, state: Mapping[str, object]) -> None:
        for name, value in state.items():
            object.__setattr__(self, name, value)


@dataclass(frozen=True, slots=True)
class _Read:
    """What was read of a class besides its head."""

    description: str
    glossary: tuple[Term, ...]
    lessons: Sequence[LessonHalves]
    gone: Sequence[LessonHalves]
    evaluation: SealedEvaluation
    retired: Retired


@dataclass(slots=True)
class CourseReader:
    """Reads one class; `hosts` are other sites from which it may play recordings, `memory` what was read before."""

    files: CourseFiles
    mistakes: list[Mistake]
    hosts: Collection[str] = ()
    memory: ClassMemory | None = None
    _shelf: Shelf = field(init=False)
    _ids: Register = field(default_factory=lambda: Register("id"))
    _questions: Register = field(default_factory=lambda: Register("id"))

    def __post_init__(self) -> None:
        self._shelf = Shelf(self.files, self.mistakes, self.hosts)

    def release(self) -> CourseRelease | None:
        """Both halves; None when a part can't be read. Usable only when no mistake was noted."""
        if not re.fullmatch(IDENTIFIER, self.files.slug):
            self._wrong("course.folder-name")
        self.mistakes.extend(self.files.twins())
        course = self._source("course.md")
        head, body = read_front_matter(course, CourseHead) if course else (None, Body("", 1))
        glossary = self._glossary()
        lessons, files = self._lessons(glossary.words(self.files.slug) if glossary else Words())
        titles = {module.id: module.title for module in head.modules} if head else {}
        reader = LessonReader(self.files.slug, lessons, self._shelf, self._questions, rules=ClassRules.of(head))
        halves = [(file, self._halves(reader, file, titles.get(file.head.module, ""))) for file in files]
        evaluation, retired_questions = self._evaluation(lessons)
        terms = glossary.terms(self._writer(glossary.source, lessons)) if glossary else ()
        description = self._description(course, head, body, lessons) if course and head else ""
        self.mistakes.extend(lessons.site.astray(complete=lessons.complete))
        if not course or not head:
            return None
        self._check_audiences(course, head)
        living = [file for file in files if not file.head.retired]
        if lessons.complete:
            check_modules(course, head, living)
            check_class_rules(course, head, [half.public for file, half in halves if not file.head.retired])
        retired = Retired(head.retired, lessons.retired, [*reader.retired, *retired_questions])
        self.mistakes.extend(retired.revived(self._ids, self._questions))
        if not evaluation or not living:
            return None
        self._check_printed(course, head, evaluation)
        self._check_giveaways([half for file, half in halves if not file.head.retired], evaluation)
        read = _Read(
            description,
            terms,
            [half for file, half in halves if not file.head.retired],
            [half for file, half in halves if file.head.retired],
            evaluation,
            retired,
        )
        media = dict(sorted(self._shelf.used.items()))
        modules = modules_of(head, living, read.lessons)
        return CourseRelease(
            _public(self.files.slug, head, modules, read),
            _sealed(self.files.slug, head, read),
            media,
            ClassPages(self.files.slug, lessons.site.anchors, lessons.complete),
            lessons.site.abroad,
        )

    def _source(self, name: str) -> SourceFile | None:
        return self.files.source(name, self.mistakes)

    def _wrong(self, code: str) -> None:
        self.mistakes.append(mistake(self.files.label, 1, code))

    def _writer(self, source: SourceFile, lessons: Lessons) -> Writer:
        return Writer(source, self.files.slug, lessons, self._shelf)

    def _glossary(self) -> Glossary | None:
        if not self.files.find("glossary.md").path.is_file():
            return None
        source = self._source("glossary.md")
        return Glossary(source) if source else None

    def _lessons(self, words: Words) -> tuple[Lessons, list[LessonFile]]:
        """All lessons in their order, and where links to them lead."""
        names = self.files.names_in("lessons")
        if not names:
            self._wrong("course.no-lessons")
        files = list(self._lesson_files(names))
        slugs, numbers = Register("slug"), Register("number")
        for file in files:
            self._ids.claim(file.source, line_of(file.source, "id"), file.head.id)
            slugs.claim(file.source, 1, file.slug)
            numbers.claim(file.source, 1, file.number)
        addresses = {file.head.id: lesson_url(self.files.slug, file.slug) for file in files if not file.head.retired}
        retired = [file.head.id for file in files if file.head.retired]
        site = SiteLinks(self.files.slug, {words.page: words.ids if words.complete else None} if words.page else {})
        return Lessons(addresses, len(files) == len(names), retired, words, site), files

    def _lesson_files(self, names: Sequence[str]) -> Iterator[LessonFile]:
        for written in names:
            name = _LESSON_NAME.fullmatch(written)
            source = self._source(f"lessons/{written}")
            if source is None:
                continue
            if name is None or name[2] in KEPT_SLUGS:
                source.wrong(1, "course.lesson-name", name=written)
                continue
            head, body = read_front_matter(source, LessonHead)
            if head:
                yield LessonFile(source, name[1], name[2], head, body)

    def _halves(self, reader: LessonReader, file: LessonFile, module: str) -> LessonHalves:
        return self.memory.halves(reader, file, module) if self.memory else reader.halves(file, module)

    def _evaluation(self, lessons: Lessons) -> tuple[SealedEvaluation | None, list[str]]:
        """The evaluation, and the ids of its questions that are retired."""
        source = self._source("evaluation.md")
        if source is None:
            return None, []
        shelf = SealedShelf(self.files, self.mistakes)
        reader = EvaluationReader(source, self.files.slug, lessons, self._questions, shelf)
        evaluation = self.memory.evaluation(reader) if self.memory else reader.evaluation()
        return evaluation, reader.retired

    def _check_giveaways(self, lessons: Sequence[LessonHalves], evaluation: SealedEvaluation) -> None:
        """Lessons show the choices of their checks as they are written; the evaluation shuffles its own."""
        checks = [check for half in lessons for check in half.sealed.checks]
        asked = [question for pool in evaluation.pools for question in pool.questions]
        self.mistakes.extend(by_length(checks, self._questions))
        self.mistakes.extend(by_place(checks, self._questions))
        self.mistakes.extend(by_length(asked, self._questions))

    def _check_printed(self, course: SourceFile, head: CourseHead, evaluation: SealedEvaluation) -> None:
        """A certificate that says "passed" and the lowest level contradicts itself."""
        if head.printed is PrintedResult.LEVEL and level_of(evaluation.passing_score) is Level.LOW:
            words = {"level": word_of(Level.LOW), "passing": evaluation.passing_score, "least": LEVELS[1][1]}
            course.wrong(line_of(course, "hasil-tercetak"), "course.lowest-printed", **words)

    def _check_audiences(self, course: SourceFile, head: CourseHead) -> None:
        for audience in head.audiences:
            if head.audiences.count(audience) > 1:
                course.wrong(line_of(course, "untuk"), "course.audience-twice", audience=audience)

    def _description(self, source: SourceFile, head: CourseHead, body: Body, lessons: Lessons) -> str:
        self._shelf.picture(head.cover, source, line_of(source, "gambar"))
        html: list[str] = []
        for part in self._writer(source, lessons).parts(body.text, body.line):
            if isinstance(part, CheckText):
                source.wrong(part.line, "course.check-elsewhere")
            else:
                html.append(part)
        if not html:
            source.wrong(body.line, "course.no-description")
        return "\n".join(html)


def _public(slug: str, head: CourseHead, modules: tuple[PublicModule, ...], read: _Read) -> PublicCourse:
    evaluation = read.evaluation
    return PublicCourse(
        slug=slug,
        title=head.title,
        summary=head.summary,
        description_html=read.description,
        audiences=head.audiences,
        hours=head.hours,
        minutes=sum(lesson.minutes for module in modules for lesson in module.lessons),
        goals=head.goals,
        cover=head.cover.removeprefix("media/"),
        cover_alt=head.cover_alt,
        modules=modules,
        evaluation=PublicEvaluation(
            question_count=sum(pool.draw for pool in evaluation.pools),
            minutes=evaluation.minutes,
            passing_score=evaluation.passing_score,
            attempts=evaluation.attempts,
        ),
        glossary=read.glossary,
        retired=tuple(half.public for half in read.gone),
        order=head.order,
    )


def _sealed(slug: str, head: CourseHead, read: _Read) -> SealedCourse:
    return SealedCourse(
        slug=slug,
        title=head.title,
        summary=head.summary,
        hours=head.hours,
        minutes=sum(half.sealed.minutes for half in read.lessons),
        audiences=head.audiences,
        lessons=tuple(half.sealed for half in read.lessons),
        evaluation=read.evaluation,
        retired=read.retired.ids,
        order=head.order,
        printed=head.printed,
    )
