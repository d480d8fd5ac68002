"""What was read of one class, for whoever reads it again and again: only what changed since the last time is read."""

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Generic, TypeVar

from courseware.evaluation import EvaluationReader
from courseware.folders import CourseFiles
from courseware.lesson import LessonFile, LessonHalves, LessonReader
from courseware.links import Lessons
from courseware.media import Shelf
from courseware.mistakes import Mistake, SourceFile
from courseware.register import Register
from courseware.sealed import SealedEvaluation
from courseware.sealed_pictures import SealedShelf
from courseware.site_links import SiteLinks

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class _Claims(Register):
    """Notes the ids that a file claims; whether another file has one of them too is found out each time."""

    claims: list[tuple[int, str]] = field(default_factory=list[tuple[int, str]])

    def claim(self, source: SourceFile, line: int, name: str) -> None:
        self.claims.append((line, name))


@dataclass(frozen=True, slots=True)
class _Read(Generic[Result]):
    """What came of a file, and what reading it did; `depends_on` is all that could change either."""

    depends_on: tuple[object, ...]
    result: Result
    mistakes: list[Mistake]
    claims: list[tuple[int, str]]
    retired: list[str]
    used: dict[str, Path]
    site: SiteLinks

    def do_again(self, source: SourceFile, lessons: Lessons, questions: Register, retired: list[str]) -> Result:
        """The result; what was noted is noted anew."""
        source.mistakes.extend(self.mistakes)
        lessons.site.add(self.site)
        for line, name in self.claims:
            questions.claim(source, line, name)
        retired.extend(self.retired)
        return self.result


@dataclass(slots=True)
class ClassMemory:
    """Give the same memory to each CourseReader of one class."""

    _lessons: dict[str, _Read[LessonHalves]] = field(default_factory=dict[str, _Read[LessonHalves]])
    _evaluation: _Read[SealedEvaluation | None] | None = None

    def halves(self, reader: LessonReader, lesson: LessonFile, module: str) -> LessonHalves:
        """What `reader.halves` gives and does, without reading again where nothing could be different."""
        source, shelf = lesson.source, reader.shelf
        depends_on = (
            *(source.text, source.marked, module, reader.lessons, reader.rules, shelf.hosts),
            _state_of_media(shelf.files),
        )
        read = self._lessons.get(source.name)
        if read is None or read.depends_on != depends_on:
            read = self._lessons[source.name] = _read_lesson(reader, lesson, module, depends_on)
        shelf.used.update(read.used)
        return read.do_again(source, reader.lessons, reader.questions, reader.retired)

    def evaluation(self, reader: EvaluationReader) -> SealedEvaluation | None:
        """What `reader.evaluation` gives and does."""
        source = reader.source
        depends_on = (source.name, source.text, source.marked, reader.lessons, _state_of_media(reader.shelf.files))
        if self._evaluation is None or self._evaluation.depends_on != depends_on:
            self._evaluation = _read_evaluation(reader, depends_on)
        return self._evaluation.do_again(source, reader.lessons, reader.questions, reader.retired)


# Each is read with a shelf and lists of its own, so that what is noted there is of this file alone.


def _read_lesson(
    reader: LessonReader, lesson: LessonFile, module: str, depends_on: tuple[object, ...]
) -> _Read[LessonHalves]:
    mistakes: list[Mistake] = []
    claims = _Claims("id")
    shelf = Shelf(reader.shelf.files, mistakes, reader.shelf.hosts)
    lessons = reader.lessons.apart()
    alone = LessonReader(reader.course, lessons, shelf, claims, rules=reader.rules)
    halves = alone.halves(replace(lesson, source=replace(lesson.source, mistakes=mistakes)), module)
    return _Read(depends_on, halves, mistakes, claims.claims, alone.retired, shelf.used, lessons.site)


def _read_evaluation(reader: EvaluationReader, depends_on: tuple[object, ...]) -> _Read[SealedEvaluation | None]:
    mistakes: list[Mistake] = []
    claims = _Claims("id")
    shelf = SealedShelf(reader.shelf.files, mistakes)
    source = replace(reader.source, mistakes=mistakes)
    lessons = reader.lessons.apart()
    alone = EvaluationReader(source, reader.course, lessons, claims, shelf)
    return _Read(depends_on, alone.evaluation(), mistakes, claims.claims, alone.retired, {}, lessons.site)


def _state_of_media(files: CourseFiles) -> tuple[tuple[str, int, int], ...]:
    """Of each file that a text may show: its path, the time of its last change and its size."""
    found = (path for folder in files.folders for path in (folder.path / "media").glob("*"))
    stamps = ((path, path.stat()) for path in sorted(found) if path.is_file())
    return tuple((str(path), stat.st_mtime_ns, stat.st_size) for path, stat in stamps)
