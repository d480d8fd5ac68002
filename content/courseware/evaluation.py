"""evaluation.md: pools of questions, one for each topic."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise

from courseware.attributes import Attributes, find_braces, read_attributes, whole_number
from courseware.front_matter import Body, read_front_matter
from courseware.heads import EvaluationHead
from courseware.links import Lessons
from courseware.markdown import Writer
from courseware.mistakes import SourceFile
from courseware.questions import QUESTION_KEYS, Numbered, is_retired, read_identity, read_question
from courseware.register import Register
from courseware.sealed import Pool, SealedEvaluation, SealedQuestion
from courseware.sealed_pictures import SealedShelf

_HEADING = re.compile(r"(##?)\s+(.*)")
_POOL = "#"


@dataclass(frozen=True, slots=True)
class _Section:
    """A heading and the lines below it."""

    marks: str
    body: Numbered


@dataclass(slots=True)
class EvaluationReader:
    """Reads the evaluation of one course, whose `lessons` it may point to; `retired` are ids that it met on the way."""

    source: SourceFile
    course: str
    lessons: Lessons
    questions: Register
    shelf: SealedShelf
    retired: list[str] = field(default_factory=list[str])
    _pools: Register = field(default_factory=lambda: Register("id"))

    def evaluation(self) -> SealedEvaluation | None:
        """Usable only when no mistake was noted."""
        head, body = read_front_matter(self.source, EvaluationHead)
        pools = tuple(self._read_pools(body))
        if not pools:
            self.source.wrong(body.line, "evaluation.no-pool")
        if head is None:
            return None
        return SealedEvaluation(
            head.minutes, head.passing_score, head.attempts, head.wait_minutes, pools, head.grace_minutes, head.review
        )

    def _read_pools(self, body: Body) -> Iterator[Pool]:
        sections = list(self._sections(body))
        starts = [at for at, section in enumerate(sections) if section.marks == _POOL]
        for section in sections[: starts[0] if starts else len(sections)]:
            self.source.wrong(section.body.line, "evaluation.question-before-pool")
        for start, end in pairwise([*starts, len(sections)]):
            yield self._pool(sections[start].body, sections[start + 1 : end])

    def _sections(self, body: Body) -> Iterator[_Section]:
        section: _Section | None = None
        for number, line in enumerate(body.text.split("\n"), start=body.line):
            if line.startswith("#") and (heading := _HEADING.fullmatch(line.rstrip())):
                if section:
                    yield section
                section = _Section(heading[1], Numbered(number, [heading[2]]))
            elif section:
                section.body.lines.append(line)
            elif line.strip():
                self.source.wrong(number, "evaluation.text-before-pool")
        if section:
            yield section

    def _pool(self, heading: Numbered, sections: Collection[_Section]) -> Pool:
        line = heading.line
        attributes = read_attributes(self.source, line, heading.lines[0], ["ambil"])
        self._pools.claim(self.source, line, attributes.id)
        for number, text in enumerate(heading.lines[1:], start=line + 1):
            if text.strip():
                self.source.wrong(number, "evaluation.text-before-question")
        if not attributes.text.strip():
            self.source.wrong(line, "evaluation.no-title")
        found = [self._question(section.body) for section in sections]
        questions = tuple(question for question in found if question)
        if not questions:
            self.source.wrong(line, "evaluation.all-retired" if sections else "evaluation.no-question")
        draw = whole_number(self.source, line, attributes, "ambil", max(len(questions), 1))
        if questions and draw > len(questions):
            self.source.wrong(line, "evaluation.small-pool", draw=draw, questions=len(questions))
        return Pool(attributes.id, attributes.text.strip(), draw, questions)

    def _question(self, body: Numbered) -> SealedQuestion | None:
        """None for a retired question, whose text may be as old as it likes."""
        at, attributes = self._question_attributes(body)
        line = body.line + at
        self.questions.claim(self.source, line, attributes.id)
        if is_retired(self.source, line, attributes):
            self.retired.append(attributes.id)
            return None
        lesson = attributes.values.get("pelajaran")
        if lesson is not None and lesson not in self.lessons.addresses and self.lessons.complete:
            self.source.wrong(line, "evaluation.unknown-lesson", lesson=lesson, known=", ".join(self.lessons.addresses))
        identity = read_identity(self.source, line, attributes, lesson)
        lines = [*body.lines[:at], attributes.text, *body.lines[at + 1 :]]
        writer = Writer(self.source, self.course, self.lessons, self.shelf)
        question = read_question(writer, identity, Numbered(body.line, lines))
        written = question.prompt_html, question.explanation_html
        prompt, explanation = (self.shelf.embedded(html, self.course) for html in written)
        # Hardly any question shows a picture.
        if (prompt, explanation) == written:
            return question
        return replace(question, prompt_html=prompt, explanation_html=explanation)

    def _question_attributes(self, body: Numbered) -> tuple[int, Attributes]:
        """The braces close the heading, or the last line of a longer prompt: which line, and what they say."""
        prompt = [at for at, line in enumerate(body.lines) if find_braces(line)]
        at = prompt[0] if prompt else 0
        return at, read_attributes(self.source, body.line + at, body.lines[at], QUESTION_KEYS)
