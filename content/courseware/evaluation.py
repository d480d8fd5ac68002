"""evaluation.md: pools of questions, one for each topic."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from courseware.attributes import Attributes, find_braces, read_attributes, whole_number
from courseware.front_matter import Body, read_front_matter
from courseware.heads import EvaluationHead
from courseware.links import Lessons
from courseware.markdown import Writer
from courseware.mistakes import SourceFile
from courseware.questions import Identity, Numbered, read_question
from courseware.register import Register
from courseware.sealed import Pool, SealedEvaluation, SealedQuestion

_HEADING = re.compile(r"(##?)\s+(.*)")
_POOL = "#"


@dataclass(frozen=True, slots=True)
class _Section:
    """A heading and the lines below it."""

    marks: str
    body: Numbered


@dataclass(slots=True)
class EvaluationReader:
    """Reads the evaluation of one course, whose `lessons` it may point to."""

    source: SourceFile
    course: str
    lessons: Lessons
    questions: Register
    _pools: Register = field(default_factory=lambda: Register("id"))

    def evaluation(self) -> SealedEvaluation | None:
        """Usable only when no mistake was noted."""
        head, body = read_front_matter(self.source, EvaluationHead)
        pools = tuple(self._read_pools(body))
        if not pools:
            self.source.refuse(body.line, "evaluasi belum punya topik", "tambahkan `# Judul topik {#id ambil=4}`")
        if head is None:
            return None
        return SealedEvaluation(head.minutes, head.passing_score, head.attempts, head.wait_minutes, pools)

    def _read_pools(self, body: Body) -> Iterator[Pool]:
        sections = list(self._sections(body))
        starts = [at for at, section in enumerate(sections) if section.marks == _POOL]
        for section in sections[: starts[0] if starts else len(sections)]:
            self.source.refuse(section.body.line, "soal sebelum topik", "tambahkan `# Judul topik {#id}` di atasnya")
        for start, end in pairwise([*starts, len(sections)]):
            yield self._pool(sections[start].body, sections[start + 1 : end])

    def _sections(self, body: Body) -> Iterator[_Section]:
        section: _Section | None = None
        for number, line in enumerate(body.text.split("\n"), start=body.line):
            if heading := _HEADING.fullmatch(line.rstrip()):
                if section:
                    yield section
                section = _Section(heading[1], Numbered(number, [heading[2]]))
            elif section:
                section.body.lines.append(line)
            elif line.strip():
                self.source.refuse(number, "teks sebelum topik pertama", "hapus, atau pindahkan ke dalam soal")
        if section:
            yield section

    def _pool(self, heading: Numbered, sections: Collection[_Section]) -> Pool:
        line = heading.line
        attributes = read_attributes(self.source, line, heading.lines[0], ["ambil"])
        self._pools.claim(self.source, line, attributes.id)
        for number, text in enumerate(heading.lines[1:], start=line + 1):
            if text.strip():
                self.source.refuse(number, "teks sebelum soal pertama", "awali soal dengan `## Pertanyaan? {#id}`")
        if not attributes.text.strip():
            self.source.refuse(line, "topik belum punya judul", "tulis `# Judul topik {#id ambil=4}`")
        if not sections:
            self.source.refuse(line, "topik belum punya soal", "tambahkan `## Pertanyaan? {#id}` di bawahnya")
        draw = whole_number(self.source, line, attributes, "ambil", max(len(sections), 1))
        if sections and draw > len(sections):
            what = f"topik mengambil {draw} soal, tetapi hanya punya {len(sections)}"
            self.source.refuse(line, what, "kecilkan `ambil`, atau tambahkan soal")
        questions = tuple(self._question(section.body) for section in sections)
        return Pool(attributes.id, attributes.text.strip(), draw, questions)

    def _question(self, body: Numbered) -> SealedQuestion:
        at, attributes = self._question_attributes(body)
        self.questions.claim(self.source, body.line + at, attributes.id)
        lesson = attributes.values.get("pelajaran")
        if lesson is not None and lesson not in self.lessons.addresses and self.lessons.complete:
            known = ", ".join(self.lessons.addresses)
            self.source.refuse(body.line + at, f"pelajaran `{lesson}` tidak ada", f"pilih salah satu id: {known}")
        points = whole_number(self.source, body.line + at, attributes, "poin", 1)
        lines = [*body.lines[:at], attributes.text, *body.lines[at + 1 :]]
        # Pictures lie in the open, at an address that anyone may guess: none for the evaluation.
        writer = Writer(self.source, self.course, self.lessons, shelf=None)
        return read_question(writer, Identity(attributes.id, points, lesson), Numbered(body.line, lines))

    def _question_attributes(self, body: Numbered) -> tuple[int, Attributes]:
        """The braces close the heading, or the last line of a longer prompt: which line, and what they say."""
        prompt = [at for at, line in enumerate(body.lines) if find_braces(line)]
        at = prompt[0] if prompt else 0
        return at, read_attributes(self.source, body.line + at, body.lines[at], ["poin", "pelajaran"])
