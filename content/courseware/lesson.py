"""One lesson file, as its public and its sealed half."""

from dataclasses import dataclass, field

from courseware.attributes import read_attributes
from courseware.completion import ClassRules, Completion
from courseware.data_budget import check_data_budget
from courseware.front_matter import Body
from courseware.heads import LessonHead
from courseware.links import Lessons
from courseware.markdown import CheckText, Found, Writer
from courseware.media import Shelf
from courseware.mistakes import SourceFile
from courseware.public import Check, Prose, PublicChoice, PublicLesson, Source, lesson_url
from courseware.questions import CHECK_KEYS, Numbered, is_retired, read_identity, read_question
from courseware.reading_time import check_reading_time
from courseware.recordings import FEWEST_WORDS
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
    """Reads the lessons of one course; `lessons` and `questions` are those of the whole course.

    `retired` are the ids of checks that nobody may be given again, `rules` what the class states for its lessons.
    """

    course: str
    lessons: Lessons
    shelf: Shelf
    questions: Register
    retired: list[str] = field(default_factory=list[str])
    rules: ClassRules = field(default_factory=ClassRules)

    def halves(self, lesson: LessonFile, module: str) -> LessonHalves:
        """`module` is a title. Usable only when no mistake was noted."""
        head = lesson.head
        writer = Writer(lesson.source, self.course, self.lessons, self.shelf, is_lesson=True)
        parts: list[Prose | Check] = []
        checks: list[SealedQuestion] = []
        for part in writer.parts(lesson.body.text, lesson.body.line):
            if not isinstance(part, CheckText):
                parts.append(Prose(part))
            elif check := self._check(writer, part, head.id):
                checks.append(check)
                parts.append(without_key(check))
        self.lessons.site.anchors[lesson_url(self.course, lesson.slug)] = writer.anchors
        if not parts:
            lesson.source.wrong(lesson.body.line, "course.empty-lesson")
        if head.retired:
            self.retired.extend(check.id for check in checks)
        else:
            check_reading_time(lesson.source, head.minutes, writer.found, len(checks))
        _check_carrier(lesson.source, writer.found)
        check_data_budget(lesson.source, self.shelf, writer.found, map(_html_of, parts))
        completion = self.rules.completion(lesson.source, head, len(checks), writer.found)
        return LessonHalves(
            _public(lesson, module, tuple(parts), writer.found, completion),
            SealedLesson(
                head.id,
                lesson.slug,
                head.title,
                module,
                head.minutes,
                tuple(checks),
                completion.rules,
                completion.videos,
                completion.watched_share,
            ),
        )

    def _check(self, writer: Writer, text: CheckText, lesson: str) -> SealedQuestion | None:
        """None for a retired check, whose text may be as old as it likes."""
        attributes = read_attributes(writer.source, text.line, text.attributes, CHECK_KEYS)
        if extra := attributes.text.strip():
            writer.source.wrong(text.line, "course.text-beside-check", text=extra)
        self.questions.claim(writer.source, text.line, attributes.id)
        if is_retired(writer.source, text.line, attributes):
            self.retired.append(attributes.id)
            return None
        body = Numbered(text.line + 1, text.text.split("\n"))
        return read_question(writer, read_identity(writer.source, text.line, attributes, lesson), body)


def _check_carrier(source: SourceFile, found: Found) -> None:
    """Who can't or won't play a recording must still learn what the lesson teaches."""
    if found.played and found.words < FEWEST_WORDS:
        line, played = found.played[0]
        facts = {"kind": played.recording.kind, "words": found.words, "fewest": FEWEST_WORDS}
        source.wrong(line, "recordings.only-carrier", **facts)


def _html_of(part: Prose | Check) -> str:
    """What the page carries of a part."""
    if isinstance(part, Prose):
        return part.html
    return "".join([part.prompt_html, *(choice.html for choice in (*part.choices, *part.pairs))])


def _public(
    lesson: LessonFile, module: str, parts: tuple[Prose | Check, ...], found: Found, completion: Completion
) -> PublicLesson:
    head = lesson.head
    return PublicLesson(
        id=head.id,
        slug=lesson.slug,
        title=head.title,
        summary=head.summary,
        module=module,
        minutes=head.minutes,
        parts=parts,
        sources=tuple(Source(work.title, work.publisher, work.year, work.url) for work in head.sources),
        media=tuple(found.pictures),
        downloads=tuple(found.downloads.values()),
        recordings=tuple(played.recording for _, played in found.played),
        terms=tuple(found.terms),
        has_footnotes=found.has_footnotes,
        words=found.words,
        rules=completion.rules,
        watched_share=completion.watched_share,
    )


def without_key(check: SealedQuestion) -> Check:
    """The question as it is asked: what a page may show of it."""
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
