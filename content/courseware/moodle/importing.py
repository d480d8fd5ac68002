"""Moodle's questions as the Markdown of an evaluation.

What ours can't hold is told where it stands in the file, and left out or made less by the rules of docs/authoring.md.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from courseware.heads import IDENTIFIER
from courseware.links import Lessons
from courseware.messages import Language, catalogue
from courseware.mistakes import SourceFile
from courseware.moodle.answers import Answered, answer_lines
from courseware.moodle.bank import Category, Question
from courseware.moodle.naming import LONGEST_ID, Names, as_id, is_id
from courseware.moodle.texts import Texts
from courseware.plain import plain_text

_TAG = re.compile(IDENTIFIER)
_LONGEST_TAG = 40
# What an id is made of.
_LONGEST_NAMING = 300
# In code nothing can be escaped, and a line that looks like a heading would begin another question.
_HEADING = re.compile(r"##?\s")
_LESSON, _PARTIAL, _POINTS = "pelajaran=", "nilai=", "poin="


@dataclass(frozen=True, slots=True)
class Imported:
    """`markdown` begins with `## `; `line` is where it comes from; `pictures` are files for the folder media.

    `taken` is the id that its file gives it, where the class has that already.
    """

    id: str
    line: int
    markdown: str
    category: Category | None
    pictures: dict[str, bytes]
    taken: str


@dataclass(slots=True)
class Importer:
    """`names` holds the ids that the class has or had."""

    source: SourceFile
    lessons: Lessons
    names: Names
    _unknown: set[str] = field(default_factory=set[str])

    def read(self, questions: Iterable[Question]) -> Iterator[Imported]:
        """In the order of the file."""
        for question in questions:
            if imported := self._question(question):
                yield imported

    def _question(self, asked: Question) -> Imported | None:
        texts = Texts(self.source, self.lessons)
        prompt = texts.block(asked.prompt)
        if not prompt:
            return self._left_out(asked, "no-prompt")
        answered = answer_lines(self.source, texts, asked)
        if answered is None:
            return None
        explanation = texts.block(asked.general) or answered.explanation
        if not explanation:
            self.source.wrong(asked.line, "moodle.no-explanation")
            explanation = self._stand_in(answered)
        name, taken = self._name(asked, plain_text(prompt[:_LONGEST_NAMING]))
        first, *rest = prompt.split("\n")
        braces = " ".join([f"#{name}", *self._keys(asked, answered)])
        lines = [f"## {first} {{{braces}}}", *rest, *answered.lines, f"Penjelasan: {explanation}"]
        if any(_HEADING.match(line) for line in "\n".join(lines[1:]).split("\n")):
            return self._left_out(asked, "heading-in-code")
        return Imported(name, asked.line, "\n".join(lines), asked.category, texts.pictures, taken)

    def _left_out(self, asked: Question, code: str, **facts: object) -> None:
        self.source.wrong(asked.line, f"moodle.{code}", **facts)

    def _stand_in(self, answered: Answered) -> str:
        """The class is Indonesian, whatever language its editor works in."""
        return catalogue(Language.INDONESIAN).say("bank.right-answer", answer=answered.right)

    def _name(self, asked: Question, prompt: str) -> tuple[str, str]:
        """The id, and the one that its file gives it but the class has already, if so."""
        for wished in (asked.idnumber, asked.name):
            if is_id(wished) and wished not in self.names.taken:
                self.names.taken.add(wished)
                return wished, ""
        taken = asked.idnumber if is_id(asked.idnumber) else ""
        return self.names.give(asked.idnumber, asked.name, prompt, otherwise="soal"), taken

    def _keys(self, asked: Question, answered: Answered) -> Iterator[str]:
        """What stands in the braces; our own keys come back in tags, for Moodle has no room for them."""
        ours = (_LESSON, _PARTIAL, _POINTS)
        written = {key: tag.removeprefix(key) for key in ours for tag in asked.tags if tag.startswith(key)}
        points = self._points(asked, written.get(_POINTS, ""))
        if points != 1:
            yield f"{_POINTS}{points}"
        if lesson := written.get(_LESSON):
            if lesson in self.lessons.addresses:
                yield f"{_LESSON}{lesson}"
            elif lesson not in self._unknown:
                self._unknown.add(lesson)
                self.source.wrong(asked.line, "moodle.unknown-lesson", lesson=lesson[:LONGEST_ID])
        if answered.can_be_partial and written.get(_PARTIAL, "sebagian" if answered.partial else "") == "sebagian":
            yield f"{_PARTIAL}sebagian"
        if tags := list(self._tags(asked, [tag for tag in asked.tags if not tag.startswith(ours)])):
            yield f"label={','.join(tags)}"

    def _points(self, asked: Question, ours: str) -> int:
        points = Decimal(ours) if ours.isascii() and ours.isdigit() and len(ours) < 4 else asked.points
        if points == points.to_integral_value() and 1 <= points <= 100:
            return int(points)
        self.source.wrong(asked.line, "moodle.points", points=f"{points.normalize():f}"[:20])
        return min(max(round(points), 1), 100)

    def _tags(self, asked: Question, written: Iterable[str]) -> Iterator[str]:
        given: set[str] = set()
        for tag in written:
            name = as_id(tag, _LONGEST_TAG)
            if name in given or not _TAG.fullmatch(name) or len(as_id(tag, 10 * _LONGEST_TAG)) > _LONGEST_TAG:
                self.source.wrong(asked.line, "moodle.tag", tag=tag[:80])
                continue
            given.add(name)
            yield name
