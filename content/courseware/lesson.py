"""One lesson file, as its public and its sealed half."""

from dataclasses import dataclass

from courseware.attributes import read_attributes
from courseware.front_matter import Body
from courseware.heads import LessonHead
from courseware.links import Lessons
from courseware.markdown import CheckText, Writer
from courseware.media import Shelf
from courseware.mistakes import SourceFile
from courseware.public import Check, Prose, PublicChoice, PublicLesson, Source
from courseware.questions import Identity, Numbered, read_question
from courseware.register import Register
from courseware.sealed import QuestionKind, SealedLesson, SealedQuestion


@dataclass(frozen=True, slots=True)
class LessonFile:
    """A lesson whose head was read; `body` still waits for the ids of all lessons."""

    source: SourceFile
    number: str
    slug: str
    head: LessonHead
    body: Body


@dataclass(frozen=True, slots=True)
class LessonHalves:
    public: PublicLesson
    sealed: SealedLesson


@dataclass(frozen=True, slots=True)
class LessonReader:
    """Reads the lessons of one course; `lessons` and `questions` are those of the whole course."""

    course: str
    lessons: Lessons
    shelf: Shelf
    questions: Register

    def halves(self, lesson: LessonFile, module: str) -> LessonHalves:
        """`module` is a title. Usable only when no mistake was noted."""
        head = lesson.head
        writer = Writer(lesson.source, self.course, self.lessons, self.shelf)
        parts: list[Prose | Check] = []
        checks: list[SealedQuestion] = []
        for part in writer.parts(lesson.body.text, lesson.body.line):
            if isinstance(part, CheckText):
                checks.append(self._check(writer, part, head.id))
                parts.append(_without_key(checks[-1]))
            else:
                parts.append(Prose(part))
        if not parts:
            lesson.source.refuse(lesson.body.line, "pelajaran belum punya isi", "tulis isinya sesudah bagian pembuka")
        public = PublicLesson(
            id=head.id,
            slug=lesson.slug,
            title=head.title,
            summary=head.summary,
            module=module,
            minutes=head.minutes,
            parts=tuple(parts),
            sources=tuple(Source(work.title, work.publisher, work.year, work.url) for work in head.sources),
            media=tuple(writer.pictures),
        )
        return LessonHalves(public, SealedLesson(head.id, lesson.slug, head.title, module, head.minutes, tuple(checks)))

    def _check(self, writer: Writer, text: CheckText, lesson: str) -> SealedQuestion:
        attributes = read_attributes(writer.source, text.line, text.attributes, [])
        if extra := attributes.text.strip():
            mend = "tulis pertanyaannya pada baris berikutnya"
            writer.source.refuse(text.line, f"teks `{extra}` sesudah `::: cek`", mend)
        self.questions.claim(writer.source, text.line, attributes.id)
        body = Numbered(text.line + 1, text.text.split("\n"))
        return read_question(writer, Identity(attributes.id, lesson=lesson), body)


def _without_key(check: SealedQuestion) -> Check:
    choices = [PublicChoice(choice.id, choice.html) for choice in check.choices]
    pairs = tuple(PublicChoice(pair.id, pair.html) for pair in check.pairs)
    if check.kind in {QuestionKind.MATCHING, QuestionKind.ORDERING}:
        # Their order is the key; the ids come from the texts alone.
        choices.sort(key=lambda choice: choice.id)
    number = check.number
    return Check(
        id=check.id,
        kind=check.kind,
        prompt_html=check.prompt_html,
        choices=tuple(choices),
        pairs=pairs,
        unit=number.unit if number else "",
        unit_before=number.unit_before if number else False,
    )
