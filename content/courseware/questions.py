"""The Markdown of a question: one syntax for checks in lessons and for the evaluation."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from courseware.markdown import Writer
from courseware.mistakes import SourceFile
from courseware.plain import plain_text
from courseware.sealed import QuestionKind, SealedChoice, SealedQuestion

_CHOICE = re.compile(r"[-*+] \[([ xX])\]\s+(\S.*)")
# `-[x] a`, `- [] a`, `  - [x] a`: meant as a choice, and Markdown would make it text.
_ALMOST_CHOICE = re.compile(r"\s*[-*+]\s*\[[^\]]{0,3}\](?!\()")
_FEEDBACK = re.compile(r"\s*>\s?(.*)")
_EXPLANATION = re.compile(r"\**penjelasan\**\s*:\**\s*(.*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Numbered:
    """Lines of a file that follow each other; `line` is the number of the first."""

    line: int
    lines: list[str] = field(default_factory=list[str])

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


@dataclass(frozen=True, slots=True)
class Identity:
    """What a question has besides its text."""

    id: str
    points: int = 1
    lesson: str | None = None


@dataclass(frozen=True, slots=True)
class _Choice:
    line: int
    correct: bool
    words: list[str]
    feedback: list[str] = field(default_factory=list[str])

    @property
    def text(self) -> str:
        return " ".join(self.words)


@dataclass(slots=True)
class _Pieces:
    prompt: Numbered
    choices: list[_Choice] = field(default_factory=list[_Choice])
    explanation: Numbered | None = None


def read_question(writer: Writer, identity: Identity, body: Numbered) -> SealedQuestion:
    """The question that `body` spells: prompt, choices, explanation. Usable only when no mistake was noted."""
    pieces = _pieces(writer.source, body)
    prompt = writer.fragment(pieces.prompt.text, pieces.prompt.line)
    if not prompt:
        writer.source.refuse(body.line, "soal belum punya pertanyaan", "tulis pertanyaannya sebelum pilihan pertama")
    choices = tuple(_sealed(writer, identity, choice) for choice in pieces.choices)
    _check_choices(writer.source, body.line, pieces.choices, choices)
    explanation = writer.fragment(pieces.explanation.text, pieces.explanation.line) if pieces.explanation else ""
    if not explanation:
        writer.source.refuse(body.line, "soal belum punya penjelasan", "tambahkan `Penjelasan: ...` sesudah pilihan")
    return SealedQuestion(
        id=identity.id,
        kind=QuestionKind.MULTIPLE if sum(choice.correct for choice in choices) > 1 else QuestionKind.SINGLE,
        prompt_html=prompt,
        choices=choices,
        points=identity.points,
        explanation_html=explanation,
        lesson=identity.lesson,
    )


def _pieces(source: SourceFile, body: Numbered) -> _Pieces:
    pieces = _Pieces(Numbered(body.line))
    for number, line in enumerate(body.lines, start=body.line):
        choice = _CHOICE.fullmatch(line.rstrip())
        if pieces.explanation:
            if choice:
                source.refuse(number, "pilihan sesudah penjelasan", "pindahkan ke atas `Penjelasan:`")
            pieces.explanation.lines.append(line)
        elif explanation := _EXPLANATION.fullmatch(line):
            pieces.explanation = Numbered(number, [explanation[1]])
        elif choice:
            pieces.choices.append(_Choice(number, choice[1] != " ", [choice[2]]))
        elif _ALMOST_CHOICE.match(line):
            source.refuse(number, "pilihan ini tidak terbaca", "tulis `- [ ] teks` atau `- [x] teks`, di tepi kiri")
        elif pieces.choices:
            _continue_choice(source, number, line, pieces.choices[-1])
        else:
            pieces.prompt.lines.append(line)
    return pieces


def _continue_choice(source: SourceFile, number: int, line: str, choice: _Choice) -> None:
    if feedback := _FEEDBACK.fullmatch(line):
        choice.feedback.append(feedback[1])
    elif line.startswith((" ", "\t")) and line.strip():
        (choice.feedback or choice.words).append(line.strip())
    elif line.strip():
        mend = "beri dua spasi di depan sambungan pilihan, `>` di depan umpan balik, atau `Penjelasan:`"
        source.refuse(number, "baris ini bukan pilihan, umpan balik, atau penjelasan", mend)


def _sealed(writer: Writer, identity: Identity, choice: _Choice) -> SealedChoice:
    # From the text alone, so that the id says nothing about the order or the key.
    name = sha256(f"{identity.id}\0{choice.text}".encode()).hexdigest()[:8]
    feedback = writer.inline("\n".join(choice.feedback), choice.line + len(choice.words))
    return SealedChoice(name, writer.inline(choice.text, choice.line), choice.correct, feedback)


def _check_choices(source: SourceFile, line: int, written: Sequence[_Choice], sealed: Sequence[SealedChoice]) -> None:
    if len(sealed) < 2:
        source.refuse(line, "soal punya kurang dari dua pilihan", "tulis sedikitnya dua baris `- [ ] ...`")
    if sealed and not any(choice.correct for choice in sealed):
        source.refuse(line, "soal belum punya jawaban benar", "tandai jawaban yang benar dengan `- [x]`")
    seen: set[str] = set()
    for choice, spelled in zip(sealed, written, strict=True):
        text = plain_text(choice.html).casefold()
        if text in seen:
            source.refuse(spelled.line, "dua pilihan berbunyi sama", "ubah atau hapus salah satunya")
        seen.add(text)
