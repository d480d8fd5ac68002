"""One course folder, as its public and its sealed half."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from courseware.evaluation import EvaluationReader
from courseware.front_matter import Body, line_of, read_front_matter
from courseware.heads import IDENTIFIER, CourseHead, LessonHead
from courseware.lesson import LessonFile, LessonHalves, LessonReader
from courseware.links import Lessons
from courseware.markdown import CheckText, Writer
from courseware.media import Shelf
from courseware.mistakes import Mistake, SourceFile, read_source
from courseware.public import PublicCourse, PublicEvaluation, PublicModule, lesson_url
from courseware.register import Register
from courseware.sealed import SealedCourse, SealedEvaluation
from courseware.sealed_pictures import SealedShelf

_LESSON_NAME = re.compile(r"([0-9]{2,4})-([a-z0-9]+(?:-[a-z0-9]+)*)\.md")
# Addresses beside the lessons that the site keeps for itself.
_KEPT_SLUGS = frozenset({"evaluasi", "media"})


@dataclass(frozen=True, slots=True)
class CourseRelease:
    """`media` maps the names of the files that the course shows to where they lie."""

    public: PublicCourse
    sealed: SealedCourse
    media: Mapping[str, Path]


@dataclass(slots=True)
class CourseReader:
    """Reads the course in `folder`; `label` is the folder as mistakes name it."""

    folder: Path
    label: str
    mistakes: list[Mistake]
    _shelf: Shelf = field(init=False)
    _questions: Register = field(default_factory=lambda: Register("id"))

    def __post_init__(self) -> None:
        self._shelf = Shelf(self.folder, self.label, self.mistakes)

    def release(self) -> CourseRelease | None:
        """Both halves; None when a part can't be read. Usable only when no mistake was noted."""
        if not re.fullmatch(IDENTIFIER, self.folder.name):
            self._refuse("nama folder kelas tidak dapat dipakai", "pakai huruf kecil, angka, dan tanda hubung")
        course = self._source("course.md")
        head, body = read_front_matter(course, CourseHead) if course else (None, Body("", 1))
        lessons, files = self._lessons()
        titles = {module.id: module.title for module in head.modules} if head else {}
        reader = LessonReader(self.folder.name, lessons, self._shelf, self._questions)
        halves = [reader.halves(file, titles.get(file.head.module, "")) for file in files]
        evaluation = self._evaluation(lessons)
        if not course or not head:
            return None
        for audience in head.audiences:
            if head.audiences.count(audience) > 1:
                course.refuse(line_of(course, "untuk"), f"sasaran `{audience}` ditulis dua kali", "hapus salah satunya")
        description = self._description(course, head, body, lessons)
        if lessons.complete:
            _check_modules(course, head, files)
        if not evaluation or not halves:
            return None
        return CourseRelease(
            _public(self.folder.name, head, description, _modules(head, files, halves), evaluation),
            _sealed(self.folder.name, head, halves, evaluation),
            MappingProxyType(dict(sorted(self._shelf.used.items()))),
        )

    def _source(self, name: str) -> SourceFile | None:
        return read_source(self.folder / name, f"{self.label}/{name}", self.mistakes)

    def _refuse(self, what: str, mend: str) -> None:
        self.mistakes.append(Mistake(self.label, 1, what, mend))

    def _lessons(self) -> tuple[Lessons, list[LessonFile]]:
        """All lessons in their order, and where links to them lead."""
        paths = sorted(path for path in (self.folder / "lessons").glob("*") if not path.name.startswith("."))
        if not paths:
            self._refuse("kelas belum punya pelajaran", "tambahkan `lessons/01-nama-pelajaran.md`")
        files = list(self._lesson_files(paths))
        ids, slugs, numbers = Register("id"), Register("nama pelajaran"), Register("nomor urut")
        for file in files:
            ids.claim(file.source, line_of(file.source, "id"), file.head.id)
            slugs.claim(file.source, 1, file.slug)
            numbers.claim(file.source, 1, file.number)
        addresses = {file.head.id: lesson_url(self.folder.name, file.slug) for file in files}
        return Lessons(addresses, complete=len(files) == len(paths)), files

    def _lesson_files(self, paths: Sequence[Path]) -> Iterator[LessonFile]:
        for path in paths:
            name = _LESSON_NAME.fullmatch(path.name)
            source = self._source(f"lessons/{path.name}")
            if source is None:
                continue
            if name is None or name[2] in _KEPT_SLUGS:
                mend = "beri nama seperti `01-mengenal-pembeli.md`: nomor urut, tanda hubung, huruf kecil"
                source.refuse(1, f"nama berkas `{path.name}` tidak dapat dipakai", mend)
                continue
            head, body = read_front_matter(source, LessonHead)
            if head:
                yield LessonFile(source, name[1], name[2], head, body)

    def _evaluation(self, lessons: Lessons) -> SealedEvaluation | None:
        source = self._source("evaluation.md")
        if source is None:
            return None
        shelf = SealedShelf(self.folder, self.label, self.mistakes)
        return EvaluationReader(source, self.folder.name, lessons, self._questions, shelf).evaluation()

    def _description(self, source: SourceFile, head: CourseHead, body: Body, lessons: Lessons) -> str:
        self._shelf.picture(head.cover, source, line_of(source, "gambar"))
        html: list[str] = []
        for part in Writer(source, self.folder.name, lessons, self._shelf).parts(body.text, body.line):
            if isinstance(part, CheckText):
                source.refuse(part.line, "`::: cek` di luar pelajaran", "pindahkan ke salah satu pelajaran")
            else:
                html.append(part)
        if not html:
            source.refuse(body.line, "kelas belum punya uraian", "tulis uraiannya sesudah bagian pembuka")
        return "\n".join(html)


def _check_modules(course: SourceFile, head: CourseHead, files: Sequence[LessonFile]) -> None:
    """Every lesson is in a known module, no module is empty, and both lists go the same way."""
    order = [module.id for module in head.modules]
    line = line_of(course, "modul")
    for module in dict.fromkeys(order):
        if order.count(module) > 1:
            course.refuse(line, f"modul `{module}` ditulis dua kali", "beri id yang berbeda")
        if module not in {file.head.module for file in files}:
            course.refuse(
                line, f"modul `{module}` belum punya pelajaran", f"isi `modul: {module}` pada sebuah pelajaran"
            )
    reached = 0
    for file in files:
        at = line_of(file.source, "modul")
        if file.head.module not in order:
            known = ", ".join(order)
            file.source.refuse(at, f"modul `{file.head.module}` tidak dikenal", f"pilih salah satu: {known}")
        elif order.index(file.head.module) < reached:
            mend = "ubah nomor di nama berkas, supaya pelajaran satu modul berurutan seperti di course.md"
            file.source.refuse(at, f"pelajaran ini kembali ke modul `{file.head.module}`", mend)
        else:
            reached = order.index(file.head.module)


def _modules(head: CourseHead, files: Sequence[LessonFile], halves: Sequence[LessonHalves]) -> tuple[PublicModule, ...]:
    return tuple(
        PublicModule(
            module.id,
            module.title,
            tuple(half.public for file, half in zip(files, halves, strict=True) if file.head.module == module.id),
        )
        for module in head.modules
    )


def _public(
    slug: str, head: CourseHead, description: str, modules: tuple[PublicModule, ...], evaluation: SealedEvaluation
) -> PublicCourse:
    return PublicCourse(
        slug=slug,
        title=head.title,
        summary=head.summary,
        description_html=description,
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
    )


def _sealed(slug: str, head: CourseHead, halves: Sequence[LessonHalves], evaluation: SealedEvaluation) -> SealedCourse:
    return SealedCourse(
        slug=slug,
        title=head.title,
        summary=head.summary,
        hours=head.hours,
        minutes=sum(half.sealed.minutes for half in halves),
        audiences=head.audiences,
        lessons=tuple(half.sealed for half in halves),
        evaluation=evaluation,
    )
